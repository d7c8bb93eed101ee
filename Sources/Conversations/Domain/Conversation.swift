import Base
import Customers

/// A thread with one customer, or with a visitor whom nobody knows yet, on one channel.
public struct Conversation: Sendable {
    public enum State: String, Sendable, CaseIterable {
        /// Nobody has it.
        case waiting
        /// A member of staff has it.
        case assigned
        /// The assistant answers; no person is waited for.
        case assisted
        case closed

        public static let open: [State] = [.waiting, .assigned, .assisted]

        /// What tables call it: that the assistant has it stands in a column of its own.
        var stored: State { self == .assisted ? .waiting : self }
    }

    public let id: Identifier<Conversation>
    /// Whose it is: a customer's id, or a visitor's, who may turn out to be a customer.
    public internal(set) var partner: Partner
    public let channel: ConversationChannel
    public internal(set) var state: State
    /// The member of staff who has it; there is one exactly while it is assigned.
    public internal(set) var assignee: String?
    /// The skill group that it asks for; nil: anybody can answer.
    public internal(set) var skill: String?
    /// The agent whom the customer knows: who has it, had it last, or had their conversation before.
    public internal(set) var known: String?
    /// The agent who put it back last.
    public internal(set) var passedBy: String?
    public let openedAt: Timestamp
    /// Messages have the numbers 1 to this one.
    public internal(set) var lastNumber: Int
    public internal(set) var lastAt: Timestamp
    /// When the customer wrote the first message that the shop has not answered; nil while nothing waits.
    public internal(set) var waitingSince: Timestamp? {
        didSet { if waitingSince == nil { target = nil } }
    }
    /// When a person of the shop first answered since it was opened, or opened again.
    public internal(set) var answeredAt: Timestamp?
    public internal(set) var customerMarks: Marks
    public internal(set) var shopMarks: Marks
    public internal(set) var closedAt: Timestamp?
    public internal(set) var rating: Rating?
    public internal(set) var tags: [Tag]
    /// Put aside until then by whoever has it.
    public internal(set) var snoozedUntil: Timestamp?
    /// When it came back by itself, until somebody of the shop does something about it.
    public internal(set) var returnedAt: Timestamp?
    /// Until when they are to be answered; nil while nothing waits.
    public internal(set) var target: WaitTarget?
    /// Since when the assistant has it; there is a moment exactly while it does.
    public internal(set) var assistedSince: Timestamp?

    /// How far one side has got: numbers of messages, 0 for none.
    public struct Marks: Sendable, Hashable {
        /// The last that has reached the side.
        public internal(set) var delivered: Int
        /// The last that somebody of the side has read.
        public internal(set) var read: Int
    }

    /// What the customer thought of it, once it was closed.
    public struct Rating: Sendable, Hashable {
        public static let stars = 1...5

        public let stars: Int
        public let words: String?

        public init(stars: Int, words: String?) {
            self.stars = stars
            self.words = words
        }
    }

    /// How many messages nobody of the shop has read.
    public var unread: Int { lastNumber - shopMarks.read }
}

/// Whom a conversation is with.
public enum Partner: Sendable, Hashable {
    case customer(Identifier<Customer>)
    /// Somebody whom nobody knows yet; the id was made here.
    case visitor(Identifier<Visitor>)

    /// The id under which the partner acts and has a key. Visitors' begin with `~`, which tells them from customers.
    public var actorID: String {
        switch self {
        case .customer(let id): id.text
        case .visitor(let id): id.text
        }
    }

    public init(actorID: String) {
        self =
            actorID.hasPrefix(Visitor.mark) ? .visitor(Identifier(actorID)) : .customer(Identifier(actorID))
    }

    public var customerID: Identifier<Customer>? {
        if case .customer(let id) = self { id } else { nil }
    }
}

/// Somebody who writes without being known.
public enum Visitor {
    /// What their ids begin with.
    public static let mark = "~"
}

/// What messages travel by: this program's own pages, or the name that a program gives the channel it serves.
public struct ConversationChannel: Sendable, Hashable {
    /// The customer's page of this program and its chat on the shop's site, which show the same thread.
    public static let page = ConversationChannel(stored: "page")
    public static let mostCharacters = 32

    public let name: String

    init(stored name: String) { self.name = name }

    /// - Throws: `channelInvalid` unless it is 1 to 32 small letters, digits or hyphens.
    public init(_ name: String) throws(ConversationRefusal) {
        guard (1...Self.mostCharacters).contains(name.utf8.count),
            name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
        else { throw .channelInvalid }
        self.name = name
    }
}

/// Who says or does something in a conversation, and for which side.
public struct Speaker: Sendable, Hashable {
    public enum Side: String, Sendable, CaseIterable { case customer, shop, system }

    public let actor: Actor
    public let side: Side

    /// Somebody who works for the shop, or a program of its.
    public static func shop(_ actor: Actor) -> Speaker { Speaker(actor: actor, side: .shop) }

    /// A customer or visitor who acts themselves; they reach their own conversations.
    public static func partner(_ partner: Partner) -> Speaker {
        Speaker(actor: Actor(.customer, partner.actorID), side: .customer)
    }

    /// The shop's own site, in the name of whomever the conversation is with.
    public static func partner(byHandOf actor: Actor) -> Speaker {
        Speaker(actor: Actor(customer: "", by: actor), side: .customer)
    }

    static let system = Speaker(actor: .system, side: .system)

    /// The member of staff; nil for programs, customers and the system.
    var staff: String? { side == .shop && actor.kind == .staff ? actor.id : nil }

    func reaches(_ conversation: Conversation) -> Bool {
        side != .customer || actor.hand != nil || actor.id == conversation.partner.actorID
    }

    /// The speaker, with the name of the partner where they speak in it.
    func speaking(in conversation: Conversation) -> Speaker {
        guard side == .customer, let hand = actor.hand else { return self }
        return Speaker(
            actor: Actor(customer: conversation.partner.actorID, by: Actor(hand.kind, hand.id)), side: side)
    }
}
