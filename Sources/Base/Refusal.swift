/// "The rules say no": an expected answer with a stable code, where it applies and what to fill into its text.
///
/// Each slice has one closed enum of refusals. The sentence for people stands in the string tables under
/// `refusal.<code>`; only `Web/ProblemResponse` knows which status a `kind` becomes.
public protocol Refusal: Error, Sendable {
    var code: String { get }
    var kind: RefusalKind { get }
    /// Values for the placeholders of the sentence. Never personal data.
    var arguments: [String: String] { get }
    /// JSON pointer of the field that is wrong, such as `/lines/0/quantity`.
    var field: String? { get }
}

extension Refusal {
    public var arguments: [String: String] { [:] }
    public var field: String? { nil }
}

public enum RefusalKind: Sendable, Hashable {
    /// The input cannot be read.
    case malformed
    case unauthenticated
    case forbidden
    /// What the path names does not exist.
    case notFound
    /// There is something, but it does not take this method; `allow` names those that it takes, as HTTP lists them.
    case wrongMethod(allow: String)
    /// At odds with what is there now.
    case conflict
    case tooLarge
    case unsupportedType
    /// Understood, but the rules refuse it; also an unknown id in a body.
    case unprocessable
    case tooMany(retryAfterSeconds: Int)
    case busy(retryAfterSeconds: Int)
}

/// Input that cannot be read: which field, what was expected.
public struct InputRefusal: Refusal, Equatable {
    public let code: String
    public let field: String?
    public let arguments: [String: String]
    public let kind: RefusalKind

    public init(
        _ code: String, at field: String? = nil, _ arguments: [String: String] = [:],
        kind: RefusalKind = .malformed
    ) {
        self.code = code
        self.field = field
        self.arguments = arguments
        self.kind = kind
    }
}
