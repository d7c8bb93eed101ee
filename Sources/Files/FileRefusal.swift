import Base

public enum FileRefusal: Refusal, Equatable {
    case fileEmpty
    case fileTooLarge(most: Int)
    case fileTypeNotAllowed
    /// It ends before its own parts do.
    case fileIncomplete
    case fileUnknown

    public var code: String {
        switch self {
        case .fileEmpty: "fileEmpty"
        case .fileTooLarge: "fileTooLarge"
        case .fileTypeNotAllowed: "fileTypeNotAllowed"
        case .fileIncomplete: "fileIncomplete"
        case .fileUnknown: "fileUnknown"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .fileEmpty: .malformed
        case .fileTooLarge: .tooLarge
        case .fileTypeNotAllowed: .unsupportedType
        case .fileIncomplete: .unprocessable
        case .fileUnknown: .notFound
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
