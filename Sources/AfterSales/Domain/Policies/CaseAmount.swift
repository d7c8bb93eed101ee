import Base
import Policies

/// What a case comes to when it is granted as asked.
public struct CaseAmount: Sendable {
    private let pack: PolicyPack

    public init(pack: PolicyPack) { self.pack = pack }

    public func asked(_ facts: CaseFacts) -> Money {
        switch facts.kind {
        case .refundOnly, .returnRefund: facts.paid + freight(facts)
        case .priceProtection: facts.lines.reduce(.zero(facts.freight.currency)) { $0 + drop($1) }
        case .compensation: compensation(facts)
        case .exchange, .resend, .repair: .zero(facts.freight.currency)
        }
    }

    /// What is at stake: the money asked for, and where goods are sent or repaired instead, what those cost; sent again,
    /// also a gift costs what it is sold for.
    public static func worth(_ facts: CaseFacts, _ asked: Money) -> Money {
        switch facts.kind {
        case .refundOnly, .returnRefund, .priceProtection, .compensation: asked
        case .exchange, .repair: facts.paid
        case .resend:
            facts.lines.reduce(.zero(asked.currency)) {
                $0 + ($1.paid.isPositive ? $1.paid : $1.priceNow ?? $1.paid)
            }
        }
    }

    /// The order's freight goes back with the whole order when it is not the buyer's doing, or before it shipped.
    public func freight(_ facts: CaseFacts) -> Money {
        guard facts.isWholeOrder, pack.refunds.freightWithWholeOrder else {
            return .zero(facts.freight.currency)
        }
        let isBuyersDoing = pack.reason(facts.reason)?.fault == .buyer
        let hasShipped = facts.orderStatus == .shipped || facts.orderStatus == .delivered
        return isBuyersDoing && hasShipped ? .zero(facts.freight.currency) : facts.freight
    }

    private func drop(_ line: CaseFacts.LineFacts) -> Money {
        guard let now = line.priceNow, now < line.paid else { return .zero(line.paid.currency) }
        return line.paid - now
    }

    private func compensation(_ facts: CaseFacts) -> Money {
        guard let row = pack.compensation(for: facts.reason) else { return .zero(facts.freight.currency) }
        let amount = row.amount(for: facts.paid)
        return row.lowersPrice ? min(amount, facts.paid) : amount
    }
}
