import Base

public enum KnowledgeRefusal: Refusal, Equatable {
    case articleUnknown
    case articleVersionUnknown
    /// Every language needs a question and an answer for all channels.
    case articleIncomplete
    case articleAnsweredTwice
    case articleNeverValid
    case articleChannelInvalid
    case articleNotInThisState(ArticleState)
    /// Somebody changed it after what the author had seen.
    case articleMovedOn
    case tooManyArticles
    case articleProductUnknown
    /// A row of a file to import has a column or a line that nothing reads.
    case importFieldUnknown(String)
    case importFieldInvalid(String)
    case importFieldMissing(String)
    case importRowCut
    case importTextStray
    case importTooLong
    case importEmpty

    public var code: String {
        switch self {
        case .articleUnknown: "articleUnknown"
        case .articleVersionUnknown: "articleVersionUnknown"
        case .articleIncomplete: "articleIncomplete"
        case .articleAnsweredTwice: "articleAnsweredTwice"
        case .articleNeverValid: "articleNeverValid"
        case .articleChannelInvalid: "articleChannelInvalid"
        case .articleNotInThisState: "articleNotInThisState"
        case .articleMovedOn: "articleMovedOn"
        case .tooManyArticles: "tooManyArticles"
        case .articleProductUnknown: "articleProductUnknown"
        case .importFieldUnknown: "importFieldUnknown"
        case .importFieldInvalid: "importFieldInvalid"
        case .importFieldMissing: "importFieldMissing"
        case .importRowCut: "importRowCut"
        case .importTextStray: "importTextStray"
        case .importTooLong: "importTooLong"
        case .importEmpty: "importEmpty"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .articleUnknown, .articleVersionUnknown: .notFound
        case .articleNotInThisState, .articleMovedOn: .conflict
        case .articleIncomplete, .articleAnsweredTwice, .articleNeverValid, .tooManyArticles,
            .articleProductUnknown, .importFieldUnknown, .importFieldInvalid, .importFieldMissing,
            .importRowCut,
            .importTextStray, .importTooLong, .importEmpty:
            .unprocessable
        case .articleChannelInvalid: .malformed
        }
    }

    public var arguments: [String: String] {
        switch self {
        case .articleNotInThisState(let state): ["articleState": state.rawValue]
        case .tooManyArticles: ["limit": String(Article.most)]
        case .importFieldUnknown(let name), .importFieldInvalid(let name), .importFieldMissing(let name):
            ["field": name]
        case .importTooLong: ["limit": String(ArticleImport.most)]
        case .articleUnknown, .articleVersionUnknown, .articleIncomplete, .articleAnsweredTwice,
            .articleNeverValid, .articleChannelInvalid, .articleMovedOn, .articleProductUnknown,
            .importRowCut,
            .importTextStray, .importEmpty:
            [:]
        }
    }

    public var field: String? {
        switch self {
        case .articleProductUnknown: "/productId"
        case .articleNeverValid: "/validUntil"
        case .articleIncomplete, .articleAnsweredTwice: "/answers"
        case .articleChannelInvalid: "/channel"
        case .articleUnknown, .articleVersionUnknown, .articleNotInThisState, .articleMovedOn,
            .tooManyArticles,
            .importFieldUnknown, .importFieldInvalid, .importFieldMissing, .importRowCut, .importTextStray,
            .importTooLong, .importEmpty:
            nil
        }
    }
}
