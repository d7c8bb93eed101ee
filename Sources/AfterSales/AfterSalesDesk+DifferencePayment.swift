import Base
import Customers
import Orders
import Payments
import Policies
import Storage

/// Paying what an exchange still owes, after its difference could not be collected.
extension AfterSalesDesk {
    /// The customer's methods that can pay it: those that the pack allows and that hold as much.
    public func payers(
        ofDifferenceOf record: Case, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> [PaymentMethod] {
        let unpaid = try unpaid(record, in: shop.id, transaction)
        guard unpaid.isPositive else { return [] }
        return try customers.customer(record.customerID, in: shop.id, transaction).methods.filter { method in
            do {
                try checkPayer(method.id, unpaid, record, in: shop, transaction)
                return true
            } catch is AfterSalesRefusal {
                return false
            }
        }
    }

    /// Charges the difference to another method, or to the same one anew. A charge that failed before is taken back.
    /// - Throws: `nothingUnpaid`; `chargeUnderWay` while one is being collected; `refundMethodUnknown`,
    ///   `refundMethodNotAllowed`, `balanceTooLow`.
    public func payDifference(
        _ id: Identifier<Case>, with methodID: Identifier<PaymentMethod>, by taker: StepTaker,
        in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        var record = try load(id, for: taker, in: shop, transaction)
        let unpaid = try unpaid(record, in: shop.id, transaction)
        guard record.state == .fulfilling, unpaid.isPositive else { throw AfterSalesRefusal.nothingUnpaid }
        let earlier = try charges(of: record, in: shop.id, transaction)
        guard earlier.allSatisfy(\.state.isSettled) else { throw OrderRefusal.chargeUnderWay }
        try checkPayer(methodID, unpaid, record, in: shop, transaction)
        let customer = try customers.customer(record.customerID, in: shop.id, transaction)
        guard let method = customer.method(methodID) else { throw AfterSalesRefusal.refundMethodUnknown }
        for charge in earlier where charge.state == .failed {
            // What follows from a customer's step is not the customer's doing.
            _ = try payments.undo(charge.number, by: .system, in: shop.id, transaction)
        }
        let charge = try payments.charge(
            ChargeOrder(
                orderID: record.orderID.text, caseID: id.text, customerID: record.customerID, method: method,
                amount: unpaid), by: taker.actor, in: shop.id, transaction)
        // What a provider has to collect first is told when it has.
        if charge.state == .succeeded { record.isEscalated = false }
        let version = record.version
        record.version += 1
        guard try cases.update(record, from: version, in: shop.id, transaction) else {
            throw AfterSalesRefusal.caseMovedOn(version: version + 1)
        }
        return record
    }

    private func checkPayer(
        _ method: Identifier<PaymentMethod>, _ unpaid: Money, _ record: Case, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws {
        let pack = try policies.pack(of: shop, version: record.decision.packVersion, in: transaction)
        let order = try orders.order(record.orderID, in: shop.id, transaction)
        _ = try checkedMethod(method, .exchange, order, pack, unpaid, in: shop, transaction)
    }
}
