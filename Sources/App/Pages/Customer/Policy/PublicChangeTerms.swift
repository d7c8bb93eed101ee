import Base
import Policies

/// What may change in an order before it ships.
struct PublicChangeTerms {
    let pack: PolicyPack
    let reader: Reader

    var section: PolicySection {
        PolicySection(
            id: "changes", title: reader["publicPolicy.changes"],
            content: PolicySection.list(sentences))
    }

    var sentences: [String] { offered.map(sentence) + refused }

    private typealias Named = (name: String, change: OrderChangePolicy.Change)

    private var all: [(name: String, change: OrderChangePolicy.Change?)] {
        let changes = pack.orderChanges
        return [
            ("cancel", changes.cancel), ("address", changes.address), ("payment", changes.payment),
            ("lines", changes.lines), ("quantities", changes.quantities),
        ]
    }

    private var offered: [Named] { all.compactMap { name, change in change.map { (name, $0) } } }

    private func sentence(_ named: Named) -> String {
        let change = named.change
        let states = OrderStatus.allCases.filter(change.during.contains).map {
            reader.inside(reader["orderStatus.\($0.rawValue)"])
        }
        var parts = [
            reader[
                "publicPolicy.change",
                ["change": reader["change.\(named.name)"], "states": reader.either(states)]]
        ]
        if let reasons = change.reasons {
            let decision = DecisionText(reader: reader, pack: pack)
            parts.append(
                reader["publicPolicy.change.reasons", ["reasons": reader.all(reasons.map(decision.reason))]])
        }
        if let times = change.times {
            parts.append(reader["publicPolicy.change.times", ["times": "\(times)"]])
        }
        if change.needsSinglePayment { parts.append(reader["publicPolicy.change.single"]) }
        if change.isLast { parts.append(reader["publicPolicy.change.last"]) }
        return reader.sentences(parts)
    }

    private var refused: [String] {
        let names = all.filter { $0.change == nil }.map { reader["change.\($0.name)"] }
        return names.isEmpty ? [] : [reader["publicPolicy.change.none", ["changes": reader.all(names)]]]
    }
}
