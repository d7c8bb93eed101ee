import Base

/// What the web mechanism refuses before a slice is asked.
public enum WebRefusal: Refusal, Equatable {
    case requestInvalid
    case routeUnknown
    case methodNotAllowed(allow: String)
    case bodyTooLarge(limit: Int)
    case unsupportedMediaType(expected: String)
    case formMalformed
    case tooManyFields(limit: Int)
    case fileTooLarge(limit: Int, field: String)
    /// - Parameter expected: a choice of words, a range such as `1-100`, or what a reader calls it: see `argument.expected`.
    case queryInvalid(name: String, expected: String)
    /// - Parameter known: what the address takes, or `none`.
    case queryUnknown(name: String, known: String)
    case bodyMissing
    case keyMissing
    case keyUnknown
    case notSignedIn
    /// Nobody's visit to a shop's chat, or one that has ended.
    case visitMissing
    case roleTooLow(needed: Role)
    case shopUnknown
    case rateLimited(seconds: Int)
    /// One caller or one address has as many live streams open as it may.
    case streamsTooMany
    case idempotencyKeyMissing
    case idempotencyKeyInvalid
    case idempotencyKeyReused
    case idempotencyKeyInUse
    case formExpired
    case crossSiteRequest

    public var code: String {
        switch self {
        case .requestInvalid: "requestInvalid"
        case .routeUnknown: "routeUnknown"
        case .methodNotAllowed: "methodNotAllowed"
        case .bodyTooLarge: "bodyTooLarge"
        case .unsupportedMediaType: "unsupportedMediaType"
        case .formMalformed: "formMalformed"
        case .tooManyFields: "tooManyFields"
        case .fileTooLarge: "fileTooLarge"
        case .queryInvalid: "queryInvalid"
        case .queryUnknown: "queryUnknown"
        case .bodyMissing: "bodyMissing"
        case .keyMissing: "keyMissing"
        case .keyUnknown: "keyUnknown"
        case .notSignedIn: "notSignedIn"
        case .visitMissing: "visitMissing"
        case .roleTooLow: "roleTooLow"
        case .shopUnknown: "shopUnknown"
        case .rateLimited: "rateLimited"
        case .streamsTooMany: "streamsTooMany"
        case .idempotencyKeyMissing: "idempotencyKeyMissing"
        case .idempotencyKeyInvalid: "idempotencyKeyInvalid"
        case .idempotencyKeyReused: "idempotencyKeyReused"
        case .idempotencyKeyInUse: "idempotencyKeyInUse"
        case .formExpired: "formExpired"
        case .crossSiteRequest: "crossSiteRequest"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .requestInvalid, .formMalformed, .queryInvalid, .queryUnknown, .bodyMissing,
            .idempotencyKeyMissing, .idempotencyKeyInvalid:
            .malformed
        case .routeUnknown, .shopUnknown: .notFound
        case .methodNotAllowed(let allow): .wrongMethod(allow: allow)
        case .bodyTooLarge, .fileTooLarge, .tooManyFields: .tooLarge
        case .unsupportedMediaType: .unsupportedType
        case .keyMissing, .keyUnknown, .notSignedIn, .visitMissing: .unauthenticated
        case .roleTooLow, .formExpired, .crossSiteRequest: .forbidden
        case .rateLimited(let seconds): .tooMany(retryAfterSeconds: seconds)
        case .streamsTooMany: .tooMany(retryAfterSeconds: 60)
        case .idempotencyKeyReused: .conflict
        case .idempotencyKeyInUse: .busy(retryAfterSeconds: 1)
        }
    }

    public var arguments: [String: String] {
        switch self {
        case .bodyTooLarge(let limit), .fileTooLarge(let limit, _):
            ["limit": String(limit), "size": ByteCount.words(limit)]
        case .tooManyFields(let limit): ["limit": String(limit)]
        case .unsupportedMediaType(let expected): ["expected": expected]
        case .methodNotAllowed(let allow): ["allow": allow]
        case .queryInvalid(let name, let expected): ["name": name, "expected": expected]
        case .queryUnknown(let name, let known): ["name": name, "known": known]
        case .roleTooLow(let needed): ["needed": needed.rawValue]
        case .rateLimited(let seconds): ["seconds": String(seconds)]
        case .idempotencyKeyInvalid: ["limit": String(IdempotencyKey.mostCharacters)]
        case .requestInvalid, .routeUnknown, .formMalformed, .bodyMissing, .keyMissing, .keyUnknown,
            .notSignedIn, .visitMissing, .shopUnknown, .streamsTooMany,
            .idempotencyKeyMissing, .idempotencyKeyReused, .idempotencyKeyInUse, .formExpired,
            .crossSiteRequest:
            [:]
        }
    }

    public var field: String? {
        switch self {
        case .fileTooLarge(_, let field): "/" + field
        case .requestInvalid, .routeUnknown, .methodNotAllowed, .bodyTooLarge, .unsupportedMediaType,
            .formMalformed, .tooManyFields,
            .queryInvalid, .queryUnknown, .bodyMissing, .keyMissing, .keyUnknown, .notSignedIn, .visitMissing,
            .roleTooLow,
            .shopUnknown, .rateLimited, .streamsTooMany,
            .idempotencyKeyMissing, .idempotencyKeyInvalid, .idempotencyKeyReused, .idempotencyKeyInUse,
            .formExpired, .crossSiteRequest:
            nil
        }
    }
}

/// This node cannot take it on now; another may, or this one in a moment.
public enum WebFailure: Error, Equatable {
    case tooManyStreams
}
