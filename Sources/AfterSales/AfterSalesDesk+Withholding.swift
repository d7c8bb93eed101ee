import Base
import Orders
import Policies
import Storage

/// A refund for goods that have not left: the order waits for the decision, and what was paid back is not sent.
extension AfterSalesDesk {
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

extension OrderStatus {
    var isBeforeShipping: Bool { self == .pending || self == .processed }
}

extension Case {
    /// All that its units cost goes back.
    fileprivate var isWhollyGranted: Bool {
        lines.contains { $0.granted.isPositive } && lines.allSatisfy { $0.granted >= $0.value }
    }
}
