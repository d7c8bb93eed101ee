import Policies

/// Units of a line that one case keeps from others: those of open cases, and those whose money went back. Goods that
/// were exchanged, sent again or repaired are free again once that case is closed; those it was settled for with money
/// are not.
enum HeldUnits {
    static func count(
        _ kind: CaseKind, _ state: CaseState, quantity: Int, accepted: Int?, isExchanged: Bool = false
    ) -> Int {
        switch kind {
        case .compensation, .priceProtection: return 0
        case .exchange, .resend, .repair:
            if !state.isClosed { return quantity }
            return state == .refunded && !isExchanged ? accepted ?? quantity : 0
        case .refundOnly, .returnRefund:
            if !state.isClosed { return quantity }
            return state == .refunded ? accepted ?? quantity : 0
        }
    }
}

extension Case {
    /// Units of one of its lines that no other case can ask for.
    public func held(of line: CaseLine) -> Int {
        HeldUnits.count(
            kind, state, quantity: line.quantity, accepted: line.accepted, isExchanged: line.isExchanged)
    }
}
