import Base
import Events
import Storage

/// Goods that left although they were cancelled or paid back here: an alarm until somebody has seen to it.
extension OrderDesk {
    /// Those that wait for somebody, newest first by id.
    public func strays(limit: Int, in shop: ShopID, _ transaction: Transaction) throws -> [Order] {
        try orders.strayed(limit: limit, in: shop, transaction)
    }

    public func strayCount(in shop: ShopID, _ transaction: Transaction) throws -> Int {
        try orders.strayedCount(in: shop, transaction)
    }

    /// Somebody has seen to it: the parcel was called back, or the customer keeps it.
    /// - Throws: `orderUnknown`; `nothingStrayed` where there is no alarm, or no longer.
    public func settleStray(
        _ id: Identifier<Order>, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> OrderView {
        guard let stray = try order(id, in: shop, transaction).stray, stray.settledAt == nil else {
            throw OrderRefusal.nothingStrayed
        }
        try orders.setStraySettled(id, at: transaction.now, in: shop, transaction)
        let view = try view(id, in: shop, transaction)
        try events.append(
            "order.straySettled", on: .init("order", id.text), of: shop, by: actor,
            related: view.order.customerID.text, [:], in: transaction)
        return view
    }
}
