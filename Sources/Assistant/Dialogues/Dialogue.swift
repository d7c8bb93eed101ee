import Base
import Language

/// A task that the assistant can do with a customer, as its file in `Resources/Dialogues` says it.
public struct Dialogue: Sendable, Hashable {
    /// Something that has to be known before anything is done.
    public enum Slot: String, Sendable, CaseIterable {
        case order, goods, units, kind, reason, variant, address
    }

    /// A question: what it is for, and the sentence that asks.
    public struct Question: Sendable, Hashable {
        public let slot: Slot
        /// A key of the string tables.
        public let says: String
    }

    /// Which of a customer's orders it is about first; where there are none, any.
    public enum Orders: String, Sendable, CaseIterable {
        case any, unsent, sent, refunded
    }

    /// What comes of it.
    public enum Deed: String, Sendable, CaseIterable {
        // Telling.
        case tellParcel, tellRefunds
        /// Tells when it is to be sent, and leaves what is late to people.
        case urge
        // Changing, after a yes.
        case cancel, changeAddress, openCase
        /// People do it.
        case handOver

        /// Whether anything is different afterwards, so that it is shown first and asked for.
        public var changes: Bool {
            switch self {
            case .cancel, .changeAddress, .openCase: true
            case .tellParcel, .tellRefunds, .urge, .handOver: false
            }
        }
    }

    /// Its name: the file's, in settings and in what is told.
    public let name: String
    /// What customers want who are helped by it.
    public let intents: [Intent]
    public let orders: Orders
    /// In this order.
    public let asks: [Question]
    public let does: Deed
    /// Of cases: the kinds that it may ask for, the one that is meant first.
    public let kinds: [String]
    /// Of cases: the reasons that it offers; empty: whichever the policy has for the kinds.
    public let reasons: [String]
    /// A key: what is said where there is nothing that it could be about.
    public let none: String
    /// A key: what is said when it is done.
    public let done: String

    /// The keys of everything that it says.
    public var keys: [String] { asks.map(\.says) + [none, done] }

    /// - Throws: `InputRefusal` naming what is wrong.
    init(_ json: JSONValue, named name: String) throws {
        var reader = try JSONReader(json)
        self.name = name
        intents =
            try reader.optionalStrings("intents", upTo: Intent.allCases.count)?.map { word in
                guard let intent = Intent(rawValue: word) else {
                    throw InputRefusal("fieldNotAChoice", at: "/intents", ["choices": word])
                }
                return intent
            } ?? []
        orders = try reader.optionalChoice("orders", of: Orders.self) ?? .any
        asks = try (reader.optionalObjects("asks", upTo: Slot.allCases.count) ?? []).map {
            try Question($0)
        }
        does = try reader.choice("does", of: Deed.self)
        kinds = try reader.optionalStrings("kinds", upTo: 10) ?? []
        reasons = try reader.optionalStrings("reasons", upTo: 40) ?? []
        none = try reader.string("none")
        done = try reader.string("done")
        try reader.finish()
        try check()
    }

    /// Whoever changes something has to know the order first, and a case its kinds.
    private func check() throws {
        guard !intents.isEmpty, Set(asks.map(\.slot)).count == asks.count,
            does != .openCase || !kinds.isEmpty, !does.changes || asks.first?.slot == .order
        else { throw InputRefusal("fieldNotAChoice", at: "/does", ["choices": does.rawValue]) }
    }
}

extension Dialogue.Question {
    fileprivate init(_ reader: JSONReader) throws {
        var reader = reader
        slot = try reader.choice("slot", of: Dialogue.Slot.self)
        says = try reader.string("says")
        try reader.finish()
    }
}
