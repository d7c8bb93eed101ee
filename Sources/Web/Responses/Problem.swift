import Base
import Hummingbird
import Localisation

/// What went wrong, as RFC 9457 wants it told: a stable code for programs, a sentence for people.
public struct Problem: Sendable {
    public let status: Int
    public let code: String
    public let title: String
    public let detail: String
    /// JSON pointer of the field that is wrong.
    public let field: String?
    public let arguments: [String: String]
    public let retryAfterSeconds: Int?
    /// The methods that the address takes, where another was sent.
    public let allow: String?
    /// Finds the entry in the log; only for faults of ours.
    public let reference: String?

    /// What the rules refuse.
    public init(_ refusal: any Refusal, _ texts: TextTable) {
        self.init(
            refusal.kind.status, refusal.code, texts, field: refusal.field, arguments: refusal.arguments,
            retryAfterSeconds: refusal.kind.retryAfterSeconds, allow: refusal.kind.allow)
    }

    init(
        _ status: Int, _ code: String, _ texts: TextTable, field: String? = nil,
        arguments: [String: String] = [:],
        retryAfterSeconds: Int? = nil, allow: String? = nil, reference: String? = nil
    ) {
        self.status = status
        self.code = code
        self.field = field
        self.arguments = arguments
        self.retryAfterSeconds = retryAfterSeconds
        self.allow = allow
        self.reference = reference
        title = texts.sentence("problem.\(status)") ?? texts["problem.\(status < 500 ? 400 : 500)"]
        detail = Self.detail(code, arguments, texts)
    }

    /// The most special sentence that there is: `refusal.changeTooLate.cancelled`, then `refusal.changeTooLate`.
    private static func detail(
        _ code: String, _ arguments: [String: String], _ texts: TextTable
    ) -> String {
        let worded = worded(arguments, texts)
        let special = arguments.values.lazy.compactMap { texts.sentence("refusal.\(code).\($0)", worded) }
        return special.first ?? texts.sentence("refusal.\(code)", worded)
            ?? texts["refusal.unspecified", ["code": code]]
    }

    public var json: JSONValue {
        .object([
            "type": .string("/docs/problems#\(code)"),
            "title": .string(title),
            "status": .int(Int64(status)),
            "detail": .string(detail),
            "code": .string(code),
            "field": field.map { .string($0) },
            "arguments": arguments.isEmpty ? JSONValue?.none : JSONValue(arguments),
            "reference": reference.map { .string($0) },
        ])
    }

    /// As a document for programs.
    public func response() -> Response {
        var response = Response.json(json, HTTPResponse.Status(code: status))
        response.headers[.contentType] = "application/problem+json"
        if status == 401 { response.headers[.wwwAuthenticate] = "Bearer realm=\"huitou\"" }
        addHints(to: &response)
        return response
    }

    /// When to come again, and with which method.
    func addHints(to response: inout Response) {
        if let retryAfterSeconds { response.headers[.retryAfter] = String(retryAfterSeconds) }
        if let allow { response.headers[.allow] = allow }
    }

    /// Values that are codes, such as a role, read as words where the tables have them: `argument.needed.owner`;
    /// amounts as readers write them.
    private static func worded(_ arguments: [String: String], _ texts: TextTable) -> [String: String] {
        func word(_ name: String, _ value: String, _ texts: TextTable) -> String {
            texts.sentence("argument.\(name).\(value)") ?? Money(value).map { Formatting.money($0) } ?? value
        }
        return Dictionary(
            uniqueKeysWithValues: arguments.map { ($0, word($0, $1, texts)) })
    }
}

extension RefusalKind {
    fileprivate var status: Int {
        switch self {
        case .malformed: 400
        case .unauthenticated: 401
        case .forbidden: 403
        case .notFound: 404
        case .wrongMethod: 405
        case .conflict, .busy: 409
        case .tooLarge: 413
        case .unsupportedType: 415
        case .unprocessable: 422
        case .tooMany: 429
        }
    }

    fileprivate var retryAfterSeconds: Int? {
        switch self {
        case .tooMany(let seconds), .busy(let seconds): max(1, seconds)
        case .malformed, .unauthenticated, .forbidden, .notFound, .wrongMethod, .conflict, .tooLarge,
            .unsupportedType, .unprocessable:
            nil
        }
    }

    fileprivate var allow: String? { if case .wrongMethod(let allow) = self { allow } else { nil } }
}
