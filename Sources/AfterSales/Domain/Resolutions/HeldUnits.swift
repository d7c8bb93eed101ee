import Base
import Policies

/// Units of a line that one case keeps from others: those of open cases, and those whose money went back. Goods that
/// were exchanged, sent again or repaired are free again once that case is closed; those it was settled for with money
/// are not. Where the customer kept goods for a part of their price, they have had that part, and may still send the
/// goods back or have them exchanged or repaired.
enum HeldUnits {
    /// How a case stands with some units of a line.
    struct Claim {
        let kind: CaseKind
        let state: CaseState
        let quantity: Int
        let accepted: Int?
        var isExchanged = false
        /// Less went back than the units come to.
        var isPartlyPaid = false
        /// They were settled with money that the order's source gave back.
        var isPaidElsewhere = false

        /// The customer kept the goods for a part of their price.
        var wereKept: Bool {
            guard kind != .compensation, kind != .priceProtection else { return false }
            return state == .refunded && accepted == nil && !isExchanged && isPartlyPaid
        }
    }

    /// - Parameter asking: what the units are asked for.
    static func count(_ claim: Claim, asking: CaseKind) -> Int {
        switch claim.kind {
        case .compensation, .priceProtection: return 0
        case .refundOnly, .returnRefund, .exchange, .resend, .repair:
            guard claim.state.isClosed else { return claim.quantity }
            guard claim.state == .refunded, !claim.isExchanged else { return 0 }
            if claim.isPaidElsewhere { return claim.quantity }
            return claim.wereKept && asking.returnsGoods ? 0 : claim.accepted ?? claim.quantity
        }
    }
}

extension Case {
    /// Units of one of its lines that cannot be asked for in this kind of case.
    public func held(of line: CaseLine, asking kind: CaseKind) -> Int {
        HeldUnits.count(
            HeldUnits.Claim(
                kind: self.kind, state: state, quantity: line.quantity, accepted: line.accepted,
                isExchanged: line.isExchanged,
                isPartlyPaid: line.granted < line.value,
                isPaidElsewhere: goneElsewhere != nil && line.granted.isZero),
            asking: kind)
    }
}
