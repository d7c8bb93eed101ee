import Base

/// Something that the shop knows: what people read, what is being written, and who wrote it.
public struct Article: Sendable {
    /// In one shop.
    public static let most = 100_000
    public static let remarkCharacters = 500

    public let id: Identifier<Article>
    /// How the files call it that it is imported from.
    public let name: String?
    public internal(set) var state: ArticleState
    /// Goes up with every change of any article of the shop.
    public internal(set) var revision: Int
    public internal(set) var live: Version?
    public internal(set) var draft: ArticleText?
    public internal(set) var writtenBy: Actor
    public internal(set) var writtenAt: Timestamp
    /// What whoever sent it back wants changed.
    public internal(set) var remark: String?

    /// What people read, from one publication to the next.
    public struct Version: Sendable {
        public let number: Int
        public let text: ArticleText
        public let writtenBy: Actor
        public let publishedBy: Actor
        public let publishedAt: Timestamp
    }

    /// What somebody who works on it sees.
    public var text: ArticleText? { draft ?? live?.text }

    /// Whether customers may be told it now.
    public func isShown(at now: Timestamp) -> Bool {
        state.isLive && live.map { $0.text.audience == .everybody && $0.text.isValid(at: now) } ?? false
    }
}

/// Which articles a list shows.
public struct ArticleFilter: Sendable {
    /// Empty: all.
    public var states: [ArticleState] = []
    /// Only those that stop holding before this.
    public var expiringBefore: Timestamp?
    public var after: Cursor?
    public var limit = Limits.defaultPageItems

    public init() {}
}
