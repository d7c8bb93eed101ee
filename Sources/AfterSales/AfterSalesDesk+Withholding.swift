import Base
import Orders
import Policies
import Storage

/// A refund for goods that have not left: the order waits for the decision, and what was paid back is not sent.
extension AfterSalesDesk {
    /// What cases make of an order's lines; lines of which they make nothing are left out.
    public func units(
        of order: Order, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<OrderLine>: LineUnits] {
        let claims = try cases.claims(ofOrder: order.id, in: shop, transaction)
        let heldFor = Set(order.heldFor)
        return Dictionary(grouping: claims, by: \.lineID).mapValues { claims in
            LineUnits(
                refunded: claims.reduce(0) { $0 + $1.refunded(in: order.freight.currency) },
                held: claims.filter { heldFor.contains($0.caseID.text) }.reduce(0) { $0 + $1.quantity })
        }
    }

    /// - Parameter before: the case before this step; nil: it was just opened.
    func withhold(
        _ record: Case, before: Case?, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard record.kind == .refundOnly, try record.facts.read().orderStatus.isBeforeShipping else { return }
        if record.isWhollyGranted, before?.isWhollyGranted != true {
            let units = record.lines.reduce(into: [:]) { $0[$1.lineID, default: 0] += $1.quantity }
            try orders.withdraw(
                units, from: record.orderID, for: record.id.text, by: .system, in: shop, transaction)
        }
        if record.state.isClosed || record.state == .rejected || record.isWhollyGranted {
            try orders.release(record.orderID, from: record.id.text, in: shop, transaction)
        } else {
            try orders.hold(record.orderID, for: record.id.text, in: shop, transaction)
        }
    }
}

extension LineClaim {
    /// Units whose whole price has gone back, or is on its way.
    fileprivate func refunded(in currency: Currency) -> Int {
        switch kind {
        case .compensation, .priceProtection: return 0
        case .refundOnly, .returnRefund, .exchange, .resend, .repair:
            let units = accepted ?? quantity
            let price = Money(value, currency).share(of: units, after: 0, whole: quantity)
            return granted > 0 && granted >= price.amount ? units : 0
        }
    }
}

extension OrderStatus {
    var isBeforeShipping: Bool { self == .pending || self == .processed }
}

extension Case {
    /// All that its units cost goes back.
    fileprivate var isWhollyGranted: Bool {
        lines.contains { $0.granted.isPositive } && lines.allSatisfy { $0.granted >= $0.value }
    }
}
