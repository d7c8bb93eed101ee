import Assistant
import Base

/// What a dialogue says, as one message.
struct DialogueWords {
    let reader: Reader

    func text(_ says: [Saying]) -> String {
        says.map(part).filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func part(_ saying: Saying) -> String {
        switch saying {
        case .key(let key, let arguments): reader[key, arguments]
        case .words(let words): words
        case .list(let items): numbered(items)
        case .keys(let keys): numbered(keys.map { reader[$0] })
        }
    }

    private func numbered(_ items: [String]) -> String {
        items.enumerated().map { "\($0.offset + 1). \($0.element)" }.joined(separator: "\n")
    }

    /// For whoever goes on: what is to be done, for which order, and how far it has come.
    func summary(_ state: DialogueState) -> [(String, String)] {
        let reached =
            switch state.awaits {
            case .choice(let slot, _): reader["dialogue.reached.\(slot.rawValue)"]
            case .yes: reader["dialogue.reached.yes"]
            }
        let after = state.after.map { reader["dialogue.name.\($0.dialogue)"] }
        let order = state.wish[.order].map { [("order", $0)] } ?? []
        let next = reader.all([reader["dialogue.name.\(state.wish.dialogue)"]] + after)
        return order + [("tried", reached), ("next", next)]
    }
}
