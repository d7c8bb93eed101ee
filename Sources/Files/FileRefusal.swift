import Base

public enum FileRefusal: Refusal, Equatable {
    case fileEmpty
    case fileTooLarge(most: Int)
    case fileTypeNotAllowed
    /// It ends before its own parts do.
    case fileIncomplete
    case fileUnknown
    /// More was sent up lately, or lies unsent, than one visitor or one address may have.
    case uploadsTooMany(retryAfterSeconds: Int)

    public var code: String {
        switch self {
        case .fileEmpty: "fileEmpty"
        case .fileTooLarge: "fileTooLarge"
        case .fileTypeNotAllowed: "fileTypeNotAllowed"
        case .fileIncomplete: "fileIncomplete"
        case .fileUnknown: "fileUnknown"
        case .uploadsTooMany: "uploadsTooMany"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .fileEmpty: .malformed
        case .fileTooLarge: .tooLarge
        case .fileTypeNotAllowed: .unsupportedType
        case .fileIncomplete: .unprocessable
        case .fileUnknown: .notFound
        case .uploadsTooMany(let seconds): .tooMany(retryAfterSeconds: seconds)
        }
    }

    public var arguments: [String: String] {
        if case .fileTooLarge(let most) = self {
            ["limit": String(most), "size": ByteCount.words(most)]
        } else {
            [:]
        }
    }
}
