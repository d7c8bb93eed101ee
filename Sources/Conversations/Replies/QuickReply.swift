import Base
import Files

/// A text that a team sends again and again, with fields that are filled in for the conversation at hand.
public struct QuickReply: Sendable {
    public static let mostImages = 3
    /// In one shop, so that all of them can be looked through while somebody types.
    public static let most = 500
    public static let mostTitle = 60
    /// Of one member of staff's own.
    public static let mostOwn = 100

    public let id: Identifier<QuickReply>
    public let text: QuickReplyText
    /// The member of staff who alone sees it; nil: the shop's.
    public var owner: String?
    /// How often everybody has sent it.
    public let uses: Int
    /// How often the reader has.
    public let ownUses: Int
    public let changedAt: Timestamp

    public var json: JSONValue {
        .object([
            "id": JSONValue(id), "team": text.team.map { .string($0) }, "title": .string(text.title),
            "text": .string(text.words), "images": JSONValue(text.images.map(\.text)),
            "uses": JSONValue(uses), "changedAt": JSONValue(changedAt),
        ])
    }
}

/// What a quick reply says, and for whom.
public struct QuickReplyText: Sendable, Hashable {
    /// The skill group that sees it; nil: everybody.
    public let team: String?
    public let title: String
    public let words: String
    public let images: [Identifier<StoredFile>]

    /// - Throws: `replyFieldUnknown` for a field that nothing fills in.
    public init(
        team: String?, title: String, words: String, images: [Identifier<StoredFile>]
    ) throws(ConversationRefusal) {
        for name in LiveField.names(in: words) where LiveField(rawValue: name) == nil {
            throw .replyFieldUnknown(name)
        }
        (self.team, self.title, self.words, self.images) = (team, title, words, images)
    }

    /// What was checked before it was kept.
    init(kept team: String?, title: String, words: String, images: [Identifier<StoredFile>]) {
        (self.team, self.title, self.words, self.images) = (team, title, words, images)
    }
}

/// What is filled in when a quick reply is taken, written `{order}`.
public enum LiveField: String, Sendable, CaseIterable {
    case order, goods, status, carrier, tracking, agent, shop

    /// A text with its fields filled in. What has no value stays as it stands, for whoever writes to fill in.
    public static func filled(_ text: String, _ values: [LiveField: String]) -> String {
        text.replacing(pattern) { match in
            LiveField(rawValue: String(match.1)).flatMap { values[$0] } ?? String(match.0)
        }
    }

    /// The first field that nobody has filled in.
    public static func open(in text: String) -> LiveField? {
        names(in: text).lazy.compactMap { LiveField(rawValue: $0) }.first
    }

    static func names(in text: String) -> [String] { text.matches(of: pattern).map { String($0.1) } }

    private static var pattern: Regex<(Substring, Substring)> { /\{([A-Za-z]{1,20})\}/ }
}
