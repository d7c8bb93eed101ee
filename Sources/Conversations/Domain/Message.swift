import Base
import Files

/// One message of a conversation, under its number.
public struct Message: Sendable {
    public let conversationID: Identifier<Conversation>
    /// 1, 2, 3, … without gaps.
    public let number: Int
    public let side: Speaker.Side
    public let author: Actor
    public internal(set) var content: Content
    public let postedAt: Timestamp
    public internal(set) var editedAt: Timestamp?
    public internal(set) var recalledAt: Timestamp?

    /// What a message holds.
    public enum Content: Sendable, Hashable {
        case text(String)
        case image(Identifier<StoredFile>)
        case file(Identifier<StoredFile>)
        /// Something of the shop's records, shown as it is whenever somebody looks.
        case card(Card)
        case systemNote(SystemNote)
    }

    /// What a stored message is told by.
    public enum Kind: String, Sendable, CaseIterable {
        case text, image, file, productCard, orderCard, caseCard, systemNote
    }
}

/// A record that a message shows.
public struct Card: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        case product, order
        case afterSales = "case"
    }

    /// What of a product somebody is invited to order.
    public struct Goods: Sendable, Hashable {
        public static let quantities = 1...99

        public let variant: String
        public let quantity: Int

        public init(variant: String, quantity: Int) { (self.variant, self.quantity) = (variant, quantity) }
    }

    public let kind: Kind
    public let id: String
    /// Of a product alone; nil: it is only shown.
    public let goods: Goods?

    public init(_ kind: Kind, _ id: String) { (self.kind, self.id, goods) = (kind, id, nil) }

    /// An invitation to order.
    public init(product: String, _ goods: Goods) { (kind, id, self.goods) = (.product, product, goods) }

    /// As it is kept: ids hold no control characters.
    var reference: String { goods.map { "\(id)\t\($0.variant)\t\($0.quantity)" } ?? id }

    /// A product's, as it was kept.
    init(product reference: String) {
        let parts = reference.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 3, let quantity = Int(parts[2]) {
            self.init(product: parts[0], Goods(variant: parts[1], quantity: quantity))
        } else {
            self.init(.product, reference)
        }
    }
}

/// What the program itself says in a thread. Its sentence stands in the string tables.
public enum SystemNote: Sendable, Hashable {
    case assigned(String)
    case returnedToQueue
    /// The assistant left it to the shop's people.
    case handedOver
    case closed
    case reopened
    /// The conversation goes on in another of the same person, or another goes on in it, by the member of staff who said so.
    case mergedAway(String?), mergedHere(String?)
    /// It is one of its own again.
    case splitAway(String?), splitHere(String?)

    public var code: String {
        switch self {
        case .assigned: "assigned"
        case .returnedToQueue: "returnedToQueue"
        case .handedOver: "handedOver"
        case .closed: "closed"
        case .reopened: "reopened"
        case .mergedAway: "mergedAway"
        case .mergedHere: "mergedHere"
        case .splitAway: "splitAway"
        case .splitHere: "splitHere"
        }
    }

    /// The member of staff that it names.
    public var member: String? {
        switch self {
        case .assigned(let id): id
        case .mergedAway(let id), .mergedHere(let id), .splitAway(let id), .splitHere(let id): id
        case .returnedToQueue, .handedOver, .closed, .reopened: nil
        }
    }

    init?(code: String, member: String?) {
        switch (code, member) {
        case ("assigned", let id?): self = .assigned(id)
        case ("returnedToQueue", _): self = .returnedToQueue
        case ("handedOver", _): self = .handedOver
        case ("closed", _): self = .closed
        case ("reopened", _): self = .reopened
        case ("mergedAway", let id): self = .mergedAway(id)
        case ("mergedHere", let id): self = .mergedHere(id)
        case ("splitAway", let id): self = .splitAway(id)
        case ("splitHere", let id): self = .splitHere(id)
        default: return nil
        }
    }
}

extension Message.Content {
    public var kind: Message.Kind {
        switch self {
        case .text: .text
        case .image: .image
        case .file: .file
        case .card(let card):
            switch card.kind {
            case .product: .productCard
            case .order: .orderCard
            case .afterSales: .caseCard
            }
        case .systemNote: .systemNote
        }
    }

    /// What people wrote; nil where nothing was written.
    var words: String? {
        switch self {
        case .text(let words): words
        case .image, .file, .card, .systemNote: nil
        }
    }

    /// The record that it names.
    var reference: String? {
        switch self {
        case .text: nil
        case .image(let id), .file(let id): id.text
        case .card(let card): card.reference
        case .systemNote(let note): note.member
        }
    }

    var note: String? { if case .systemNote(let note) = self { note.code } else { nil } }

    /// - Returns: nil for what nobody stores.
    init?(_ kind: Message.Kind, words: String?, reference: String?, note: String?) {
        switch (kind, reference) {
        case (.text, _): self = .text(words ?? "")
        case (.image, let id?): self = .image(Identifier(id))
        case (.file, let id?): self = .file(Identifier(id))
        case (.productCard, let id?): self = .card(Card(product: id))
        case (.orderCard, let id?): self = .card(Card(.order, id))
        case (.caseCard, let id?): self = .card(Card(.afterSales, id))
        case (.systemNote, let member):
            guard let note = SystemNote(code: note ?? "", member: member) else { return nil }
            self = .systemNote(note)
        case (.image, nil), (.file, nil), (.productCard, nil), (.orderCard, nil), (.caseCard, nil): return nil
        }
    }
}

/// What a message said before it was changed.
public struct MessageVersion: Sendable {
    public let words: String
    /// When it stopped to say so.
    public let until: Timestamp
}

/// What people of the shop wrote beside a conversation. The customer never sees it: it is no message.
public struct ConversationNote: Sendable {
    public let number: Int
    public let author: Actor
    public let text: String
    public let at: Timestamp
}
