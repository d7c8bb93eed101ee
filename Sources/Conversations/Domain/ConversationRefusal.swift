import Base

public enum ConversationRefusal: Refusal, Equatable {
    case conversationUnknown
    /// Nobody wrote or sent anything under this id, or they turned out to be a customer.
    case visitorUnknown
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
    /// The customer has not rated it.
    case ratingUnknown
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
    /// The law or the shop forbids what it says.
    case messageForbidden(ForbiddenPassage)
    case shopWordInvalid
    case tooManyShopWords
    /// Nothing of that conversation waits for an inspector, or was found for the reader.
    case inspectionUnknown
    case scoreSheetIncomplete
    case feedbackUnknown
    /// It was answered or put away before.
    case feedbackSettled
    case tooMuchFeedback(most: Int)
    case taskUnknown
    /// It was answered or withdrawn before.
    case taskSettled
    case tooManyTasks
    case taskDueOutOfRange
    /// Nobody answers for a skill group of that name.
    case teamUnknown
    /// There is none, or the conversation does not go through it.
    case playbookUnknown
    case playbookStepUnknown
    /// A step without what its kind acts with.
    case playbookStepInvalid
    case tooManyPlaybooks
    /// Something is merged with itself.
    case mergeWithItself
    /// One of the two is merged with another already.
    case mergedAlready
    case mergeUnknown
    case tooManyMerged
    /// Two conversations are one only where one person has them.
    case notTheSamePerson
    /// Conversations of both are merged: they come first.
    case conversationsMerged
    /// No address of a shop's own, or none with a place for the goods.
    case orderPageInvalid(field: String)

    public var code: String {
        switch self {
        case .conversationUnknown: "conversationUnknown"
        case .visitorUnknown: "visitorUnknown"
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
        case .ratingUnknown: "ratingUnknown"
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
        case .messageForbidden: "messageForbidden"
        case .shopWordInvalid: "shopWordInvalid"
        case .tooManyShopWords: "tooManyShopWords"
        case .inspectionUnknown: "inspectionUnknown"
        case .scoreSheetIncomplete: "scoreSheetIncomplete"
        case .feedbackUnknown: "feedbackUnknown"
        case .feedbackSettled: "feedbackSettled"
        case .tooMuchFeedback: "tooMuchFeedback"
        case .taskUnknown: "taskUnknown"
        case .taskSettled: "taskSettled"
        case .tooManyTasks: "tooManyTasks"
        case .taskDueOutOfRange: "taskDueOutOfRange"
        case .teamUnknown: "teamUnknown"
        case .playbookUnknown: "playbookUnknown"
        case .playbookStepUnknown: "playbookStepUnknown"
        case .playbookStepInvalid: "playbookStepInvalid"
        case .tooManyPlaybooks: "tooManyPlaybooks"
        case .mergeWithItself: "mergeWithItself"
        case .mergedAlready: "mergedAlready"
        case .mergeUnknown: "mergeUnknown"
        case .tooManyMerged: "tooManyMerged"
        case .notTheSamePerson: "notTheSamePerson"
        case .conversationsMerged: "conversationsMerged"
        case .orderPageInvalid: "orderPageInvalid"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .conversationUnknown, .visitorUnknown, .messageUnknown, .quickReplyUnknown, .inspectionUnknown,
            .feedbackUnknown, .taskUnknown, .playbookUnknown, .mergeUnknown,
            .ratingUnknown:
            .notFound
        case .messageNotYours: .forbidden
        case .channelInvalid, .tagInvalid: .malformed
        case .conversationClosed, .messageRecalled, .messageChangeTooLate, .answeredMeanwhile,
            .messageKeyReused, .ratingTooEarly, .alreadyRated, .partnerErased, .nobodyHasIt,
            .draftOfColleague, .feedbackSettled, .tooMuchFeedback, .taskSettled,
            .mergedAlready, .notTheSamePerson, .conversationsMerged:
            .conflict
        case .messageNotText, .cardUnknown, .attachmentUnknown, .attachmentNotImage, .markBeyondLast,
            .tooManyTags, .tagNamesPerson, .snoozeOutOfRange, .tooManyQuickReplies, .replyFieldUnknown,
            .replyFieldOpen, .searchTooShort, .messageForbidden, .shopWordInvalid, .tooManyShopWords,
            .scoreSheetIncomplete, .tooManyTasks, .taskDueOutOfRange, .teamUnknown, .playbookStepUnknown,
            .playbookStepInvalid, .tooManyPlaybooks, .mergeWithItself, .tooManyMerged,
            .orderPageInvalid:
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
        case .messageForbidden(let passage): passage.arguments
        case .shopWordInvalid: ["limit": String(ShopWords.mostCharacters)]
        case .tooManyShopWords: ["limit": String(ShopWords.most)]
        case .tooMuchFeedback(let most): ["limit": String(most)]
        case .snoozeOutOfRange:
            ["days": String(ConversationDesk.longestSnooze.milliseconds / Span.days(1).milliseconds)]
        case .tooManyTasks: ["limit": String(InternalTask.most)]
        case .tooManyPlaybooks: ["limit": String(Playbook.most)]
        case .orderPageInvalid:
            [
                "limit": String(OrderPages.mostCharacters), "product": "{product}", "variant": "{variant}",
            ]
        case .tooManyMerged: ["limit": String(PersonMerge.most)]
        case .taskDueOutOfRange:
            ["days": String(InternalTask.longest.milliseconds / Span.days(1).milliseconds)]
        case .conversationUnknown, .visitorUnknown, .conversationClosed, .messageUnknown, .messageNotYours,
            .messageRecalled,
            .messageNotText, .messageKeyReused, .channelInvalid, .cardUnknown, .attachmentUnknown,
            .attachmentNotImage, .ratingTooEarly, .alreadyRated, .partnerErased, .tagNamesPerson,
            .nobodyHasIt, .draftOfColleague, .quickReplyUnknown, .searchTooShort, .inspectionUnknown,
            .scoreSheetIncomplete, .feedbackUnknown, .feedbackSettled, .taskUnknown, .taskSettled,
            .teamUnknown, .playbookUnknown, .playbookStepUnknown, .playbookStepInvalid, .mergeWithItself,
            .mergedAlready,
            .mergeUnknown, .notTheSamePerson, .conversationsMerged, .ratingUnknown:
            [:]
        }
    }

    public var field: String? {
        switch self {
        case .channelInvalid: "/channel"
        case .cardUnknown(let kind): "/\(kind.rawValue)Id"
        case .attachmentUnknown, .attachmentNotImage: "/fileId"
        case .markBeyondLast: "/read"
        case .messageNotText, .replyFieldUnknown, .replyFieldOpen, .messageForbidden: "/text"
        case .shopWordInvalid, .tooManyShopWords: "/forbidden"
        case .scoreSheetIncomplete: "/marks"
        case .tagInvalid, .tooManyTags, .tagNamesPerson: "/tags"
        case .snoozeOutOfRange: "/until"
        case .searchTooShort: "/q"
        case .taskDueOutOfRange: "/due"
        case .teamUnknown: "/team"
        case .playbookStepUnknown: "/step"
        case .orderPageInvalid(let field): "/\(field)"
        case .playbookStepInvalid: "/steps"
        case .conversationUnknown, .visitorUnknown, .conversationClosed, .messageUnknown, .messageNotYours,
            .messageRecalled,
            .messageChangeTooLate, .answeredMeanwhile, .messageKeyReused, .ratingTooEarly, .alreadyRated,
            .partnerErased, .nobodyHasIt, .draftOfColleague, .quickReplyUnknown, .tooManyQuickReplies,
            .inspectionUnknown, .feedbackUnknown, .feedbackSettled, .tooMuchFeedback, .taskUnknown,
            .taskSettled, .tooManyTasks, .playbookUnknown, .tooManyPlaybooks, .mergeWithItself,
            .mergedAlready, .mergeUnknown, .tooManyMerged, .notTheSamePerson, .conversationsMerged,
            .ratingUnknown:
            nil
        }
    }
}
