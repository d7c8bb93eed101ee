import Base

/// What a customer wants done, as far as it is known.
public struct Wish: Sendable, Hashable {
    /// The dialogue's name.
    public let dialogue: String
    /// Ids of what was chosen; of an address its words.
    public internal(set) var filled: [Dialogue.Slot: String]
    /// Orders and goods that are not the ones.
    public internal(set) var ruledOut: Set<String>

    public init(
        _ dialogue: String, _ filled: [Dialogue.Slot: String] = [:], ruledOut: Set<String> = []
    ) {
        (self.dialogue, self.filled, self.ruledOut) = (dialogue, filled, ruledOut)
    }

    public subscript(slot: Dialogue.Slot) -> String? { filled[slot] }

    /// The same without what is asked at a place and after it.
    func upTo(_ slot: Dialogue.Slot, of dialogue: Dialogue) -> Wish {
        var wish = self
        for question in dialogue.asks.drop(while: { $0.slot != slot }) { wish.filled[question.slot] = nil }
        return wish
    }
}

/// Where a dialogue stands: kept with its conversation, so that whoever answers next goes on.
public struct DialogueState: Sendable, Hashable {
    /// What the next message answers.
    public enum Awaited: Sendable, Hashable {
        /// One of these.
        case choice(Dialogue.Slot, [String])
        /// A yes to exactly what was promised.
        case yes(promise: String)
    }

    public internal(set) var wish: Wish
    public internal(set) var awaits: Awaited
    /// Messages in a row that were not understood.
    public internal(set) var misses: Int
    /// What else is wanted, afterwards.
    public internal(set) var after: [Wish]

    public init(_ wish: Wish, _ awaits: Awaited, misses: Int = 0, after: [Wish] = []) {
        (self.wish, self.awaits, self.misses, self.after) = (wish, awaits, misses, after)
    }

    public var json: JSONValue {
        let awaited: JSONValue =
            switch awaits {
            case .choice(let slot, let ids): ["slot": .string(slot.rawValue), "of": JSONValue(ids)]
            case .yes(let promise): ["promise": .string(promise)]
            }
        return [
            "wish": wish.json, "awaits": awaited, "misses": JSONValue(misses),
            "after": .array(after.map(\.json)),
        ]
    }

    /// Nil for what nobody could have written: another version's.
    public init?(_ json: JSONValue) {
        guard let wish = json["wish"].flatMap({ Wish($0) }), let awaited = json["awaits"],
            let misses = json["misses"]?.int
        else { return nil }
        if let slot = awaited["slot"]?.string.flatMap({ Dialogue.Slot(rawValue: $0) }) {
            awaits = .choice(slot, awaited["of"]?.items.compactMap(\.string) ?? [])
        } else if let promise = awaited["promise"]?.string {
            awaits = .yes(promise: promise)
        } else {
            return nil
        }
        (self.wish, self.misses) = (wish, Int(misses))
        after = json["after"]?.items.compactMap { Wish($0) } ?? []
    }
}

extension Wish {
    var json: JSONValue {
        let slots = Dialogue.Slot.allCases.compactMap { slot in
            filled[slot].map { JSONValue.Member(slot.rawValue, .string($0)) }
        }
        return [
            "dialogue": .string(dialogue), "filled": .object(slots), "ruledOut": JSONValue(ruledOut.sorted()),
        ]
    }

    init?(_ json: JSONValue) {
        guard let dialogue = json["dialogue"]?.string else { return nil }
        var filled: [Dialogue.Slot: String] = [:]
        for member in json["filled"]?.members ?? [] {
            guard let slot = Dialogue.Slot(rawValue: member.name), let id = member.value.string else {
                return nil
            }
            filled[slot] = id
        }
        self.init(
            dialogue, filled, ruledOut: Set(json["ruledOut"]?.items.compactMap(\.string) ?? []))
    }
}
