import Base
import Customers
import Storage

/// Movements, sums and books, for pages and rules.
extension PaymentDesk {
    /// - Throws: `movementUnknown`.
    public func movement(
        _ number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Movement {
        guard let movement = try movements.find(number, in: shop, transaction) else {
            throw PaymentRefusal.movementUnknown
        }
        return movement
    }

    public func movements(
        ofOrder orderID: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Movement] {
        try movements.list(ofOrder: orderID, in: shop, transaction)
    }

    public func movements(
        ofCase caseID: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Movement] {
        try movements(ofCases: [caseID], in: shop, transaction)[caseID] ?? []
    }

    /// Of several cases at once, by the case.
    public func movements(
        ofCases caseIDs: [String], in shop: ShopID, _ transaction: Transaction
    ) throws -> [String: [Movement]] {
        try movements.list(ofCases: caseIDs, in: shop, transaction)
    }

    /// What of an order's payments has not gone back, nor is on its way; compensation does not count.
    public func left(
        of payments: [Movement], ofOrder orderID: String, _ currency: Currency, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Money {
        let back = try movements.salesRefunds(ofOrder: orderID, in: shop, transaction).reduce(0) {
            $0 + $1.amount
        }
        return payments.reduce(.zero(currency)) { $0 + $1.amount } - Money(back, currency)
    }

    public func refunds(
        _ filter: RefundFilter, in shop: ShopID, _ transaction: Transaction
    ) throws -> Page<Movement> {
        Page(try movements.refunds(filter, in: shop, transaction), limit: filter.limit) {
            Cursor([String($0.orderedAt.milliseconds), $0.number.text])
        }
    }

    /// Everything that has not settled, summed up by kind, provider, state and age.
    public func openMoney(in shop: ShopID, _ transaction: Transaction) throws -> [OpenMoney] {
        try movements.open(in: shop, transaction)
    }

    public func count(_ state: RefundFilter.State, in shop: ShopID, _ transaction: Transaction) throws -> Int
    {
        try movements.count(state, in: shop, transaction)
    }

    public func books(
        ofCase caseID: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> [BookEntry] {
        try ledger.entries(ofCase: caseID, in: shop, transaction)
    }

    public func books(
        ofOrder orderID: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> [BookEntry] {
        try ledger.entries(ofOrder: orderID, in: shop, transaction)
    }
}
