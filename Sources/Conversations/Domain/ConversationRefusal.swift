import Base

public enum ConversationRefusal: Refusal, Equatable {
    case conversationUnknown
    case conversationClosed
    case messageUnknown
    case messageNotYours
    case messageRecalled
    case messageChangeTooLate(within: Span)
    /// Only texts are written anew.
    case messageNotText
    /// Somebody else of the shop answered after what the author had seen.
    case answeredMeanwhile(number: Int)
    /// The same key came with another message before.
    case messageKeyReused
    case channelInvalid
    /// The record is not there, or is not this customer's.
    case cardUnknown(Card.Kind)
    case attachmentUnknown
    case attachmentNotImage
    case markBeyondLast(last: Int)
    case ratingTooEarly
    case alreadyRated
    /// Their data were erased: nothing of them is kept any more.
    case partnerErased
    case tagInvalid
    case tooManyTags
    /// A tag gives away whom the conversation is with.
    case tagNamesPerson
    /// Only what somebody has is put aside.
    case nobodyHasIt
    case snoozeOutOfRange
    /// Somebody else of the shop has written a draft meanwhile.
    case draftOfColleague
    /// Words without a letter, a digit or a character.
    case searchTooShort
    case quickReplyUnknown
    case tooManyQuickReplies
    /// A text names a field that nothing fills in.
    case replyFieldUnknown(String)
    /// A field in an answer was not filled in.
    case replyFieldOpen(LiveField)

    public var code: String {
        switch self {
        case .conversationUnknown: "conversationUnknown"
        case .conversationClosed: "conversationClosed"
        case .messageUnknown: "messageUnknown"
        case .messageNotYours: "messageNotYours"
        case .messageRecalled: "messageRecalled"
        case .messageChangeTooLate: "messageChangeTooLate"
        case .messageNotText: "messageNotText"
        case .answeredMeanwhile: "answeredMeanwhile"
        case .messageKeyReused: "idempotencyKeyReused"
        case .channelInvalid: "channelInvalid"
        case .cardUnknown: "cardUnknown"
        case .attachmentUnknown: "fileUnknown"
        case .attachmentNotImage: "attachmentNotImage"
        case .markBeyondLast: "markBeyondLast"
        case .ratingTooEarly: "ratingTooEarly"
        case .alreadyRated: "alreadyRated"
        case .partnerErased: "partnerErased"
        case .tagInvalid: "tagInvalid"
        case .tooManyTags: "tooManyTags"
        case .tagNamesPerson: "tagNamesPerson"
        case .nobodyHasIt: "nobodyHasIt"
        case .snoozeOutOfRange: "snoozeOutOfRange"
        case .draftOfColleague: "draftOfColleague"
        case .quickReplyUnknown: "quickReplyUnknown"
        case .searchTooShort: "searchTooShort"
        case .tooManyQuickReplies: "tooManyQuickReplies"
        case .replyFieldUnknown: "replyFieldUnknown"
        case .replyFieldOpen: "replyFieldOpen"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .conversationUnknown, .messageUnknown, .quickReplyUnknown: .notFound
        case .messageNotYours: .forbidden
        case .channelInvalid, .tagInvalid: .malformed
        case .conversationClosed, .messageRecalled, .messageChangeTooLate, .answeredMeanwhile,
            .messageKeyReused, .ratingTooEarly, .alreadyRated, .partnerErased, .nobodyHasIt,
            .draftOfColleague:
            .conflict
        case .messageNotText, .cardUnknown, .attachmentUnknown, .attachmentNotImage, .markBeyondLast,
            .tooManyTags, .tagNamesPerson, .snoozeOutOfRange, .tooManyQuickReplies, .replyFieldUnknown,
            .replyFieldOpen, .searchTooShort:
            .unprocessable
        }
    }

    public var arguments: [String: String] {
        switch self {
        case .messageChangeTooLate(let within): ["minutes": String(within.milliseconds / 60_000)]
        case .answeredMeanwhile(let number): ["number": String(number)]
        case .markBeyondLast(let last): ["last": String(last)]
        case .tagInvalid: ["limit": String(Tag.mostCharacters)]
        case .tooManyTags: ["limit": String(Tag.most)]
        case .tooManyQuickReplies: ["limit": String(QuickReply.most)]
        case .replyFieldUnknown(let name): ["name": "{\(name)}"]
        case .replyFieldOpen(let field): ["name": "{\(field.rawValue)}"]
        case .snoozeOutOfRange:
            ["days": String(ConversationDesk.longestSnooze.milliseconds / Span.days(1).milliseconds)]
        case .conversationUnknown, .conversationClosed, .messageUnknown, .messageNotYours, .messageRecalled,
            .messageNotText, .messageKeyReused, .channelInvalid, .cardUnknown, .attachmentUnknown,
            .attachmentNotImage, .ratingTooEarly, .alreadyRated, .partnerErased, .tagNamesPerson,
            .nobodyHasIt, .draftOfColleague, .quickReplyUnknown, .searchTooShort:
            [:]
        }
    }

    public var field: String? {
        switch self {
        case .channelInvalid: "/channel"
        case .cardUnknown(let kind): "/\(kind.rawValue)Id"
        case .attachmentUnknown, .attachmentNotImage: "/fileId"
        case .markBeyondLast: "/read"
        case .messageNotText, .replyFieldUnknown, .replyFieldOpen: "/text"
        case .tagInvalid, .tooManyTags, .tagNamesPerson: "/tags"
        case .snoozeOutOfRange: "/until"
        case .searchTooShort: "/q"
        case .conversationUnknown, .conversationClosed, .messageUnknown, .messageNotYours, .messageRecalled,
            .messageChangeTooLate, .answeredMeanwhile, .messageKeyReused, .ratingTooEarly, .alreadyRated,
            .partnerErased, .nobodyHasIt, .draftOfColleague, .quickReplyUnknown, .tooManyQuickReplies:
            nil
        }
    }
}
