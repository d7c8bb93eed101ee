import Base
import Policies

extension Case {
    /// The customer has new goods: what windows that renew count from.
    mutating func noteRenewal(at now: Timestamp) {
        guard givesNewGoods else { return }
        for index in lines.indices where lines[index].units > 0 {
            guard kind != .exchange || lines[index].isExchanged else { continue }
            // Goods that came once more are newer than those before; the parts of an exchange have each their own time.
            let isNewer = kind != .exchange && receivedAt.map { $0 > lines[index].renewedAt ?? $0 } ?? false
            guard lines[index].renewedAt == nil || isNewer else { continue }
            lines[index].renewedAt = receivedAt ?? now
        }
    }

    /// Repaired goods are the old ones, unless new ones took their place.
    private var givesNewGoods: Bool {
        guard kind == .repair else { return true }
        return decision.rules.contains { rule in
            switch rule.id {
            case CasePast.repairsFailedRule: rule.effect == .allows
            case "offerAccepted", "counterAccepted": rule.facts["kind"] == OfferKind.replacement.rawValue
            default: false
            }
        }
    }
}

extension [LineClaim] {
    /// Since when the customer has had these units of a line, where they are new ones of earlier cases: of several the
    /// latest, as units of a line cannot be told apart; nil where not all of them are new.
    func renewal(of line: CaseLine) -> Timestamp? {
        let own = filter { $0.lineID == line.lineID }.compactMap { claim in
            claim.renewedAt.map { (at: $0, units: claim.accepted ?? claim.quantity) }
        }
        var left = line.quantity
        for claim in own.sorted(by: { $0.at > $1.at }) {
            left -= claim.units
            if left <= 0 { return claim.at }
        }
        return nil
    }
}
