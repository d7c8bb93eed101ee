import Base

/// That an article was read or sent, by somebody in one place, and whether it helped.
public struct ArticleUse: Sendable, Hashable {
    public enum Place: String, Sendable, CaseIterable {
        /// The shop's help page.
        case help
        /// An answer in a chat.
        case chat
        /// A member of staff took it for an answer.
        case desk
    }

    /// What somebody says who read it.
    public enum Mark: String, Sendable, CaseIterable {
        case helped, misled
    }

    public let place: Place
    /// Who of the shop; empty for everybody else.
    public let member: String
    public let uses: Int
    public let helped: Int
    public let misled: Int

    public init(place: Place, member: String = "", uses: Int = 0, helped: Int = 0, misled: Int = 0) {
        (self.place, self.member, self.uses) = (place, member, uses)
        (self.helped, self.misled) = (helped, misled)
    }
}
