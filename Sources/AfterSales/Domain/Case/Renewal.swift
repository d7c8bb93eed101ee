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

    /// What it sends to the customer is new. Repaired goods are the old ones, unless new ones take their place: what the law
    /// gives for goods that could not be repaired is new also where nobody has chosen it.
    public var givesNewGoods: Bool {
        guard kind == .repair else { return true }
        return decision.rules.contains { rule in
            rule.id == CasePast.repairsFailedRule || rule.effect == .allows && rule.givesNewGoods
        }
    }

    /// Its goods lie with the shop and could not be repaired, or are lost: who approves now grants new ones.
    var isBeyondRepair: Bool {
        kind == .repair && goods != .withCustomer && (failedRepairs > 0 || saysNotArrived)
    }
}

extension RuleFinding {
    fileprivate var givesNewGoods: Bool { facts["kind"] == OfferKind.replacement.rawValue }

    /// Says of a grant, whoever gave it, that it is new goods; what was agreed on says by itself what it gives.
    var givingNewGoods: RuleFinding {
        guard facts["kind"] == nil else { return self }
        return RuleFinding(id, effect, facts.merging(["kind": OfferKind.replacement.rawValue]) { $1 })
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
