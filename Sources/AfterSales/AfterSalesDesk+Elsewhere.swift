import Base
import Orders
import Payments
import Policies
import Storage

/// Money that an order's source gives back beside this program, and what that means for the order's cases.
extension AfterSalesDesk {
    /// A refund that failed here and was made there brings its case on. What nobody here knew of ends cases that asked for
    /// nothing but money, once all of it has gone back; every other open case is put before a person.
    public func paidElsewhere(
        _ elsewhere: RefundsElsewhere, for order: Identifier<Order>, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws {
        for refund in elsewhere.settled { try moneyMoved(refund, in: shop, transaction) }
        guard elsewhere.unknown.isPositive else { return }
        let amount: JSONValue = ["amount": JSONValue(elsewhere.unknown)]
        for id in try cases.ids(ofOrder: order, in: shop.id, transaction) {
            guard var record = try cases.find(Identifier(id), in: shop.id, transaction),
                !record.state.isClosed, record.state != .refunding, !record.paysOnTop
            else { continue }
            if record.kind == .refundOnly, record.canEndElsewhere,
                try isPaidBack(order, in: shop.id, transaction)
            {
                _ = try settleElsewhere(record.id, by: .system, in: shop, transaction)
                continue
            }
            record.goneElsewhere = (record.goneElsewhere ?? .zero(record.currency)) + elsewhere.unknown
            record.deadline?.leaveToPerson()
            record.isEscalated = true
            record.version += 1
            _ = try cases.update(record, from: record.version - 1, in: shop.id, transaction)
            try announce(
                "moneyGoneElsewhere", record, from: record.state, by: .system, amount, in: shop.id,
                transaction)
        }
    }

    /// Ends a case whose money has gone back elsewhere: everything that was paid for its order, or while it was open a part
    /// that a person knows to be for it.
    /// - Throws: `moneyStillLeft` where nothing has gone back elsewhere; `chargeUnderWay` while an exchange's difference
    ///   is being collected.
    public func settleElsewhere(
        _ id: Identifier<Case>, by taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        try step(.settledElsewhere, of: id, by: taker, in: shop, transaction) { record, _ in
            try callOffDifference(&record, by: taker.actor, in: shop.id, transaction)
            guard try canSettleElsewhere(record, in: shop.id, transaction) else {
                throw AfterSalesRefusal.moneyStillLeft
            }
            if record.state == .inspecting { record.acceptReturned(by: .settledElsewhere) }
            try parts.closeOpenOffers(as: .replaced, of: id, in: shop.id, transaction)
            decided(
                &record, .approve, RuleFinding("settledElsewhere", .allows), by: taker, at: transaction.now)
        }
    }

    func canSettleElsewhere(
        _ record: Case, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        guard !record.paysOnTop else { return false }
        return try record.goneElsewhere != nil || isPaidBack(record.orderID, in: shop, transaction)
    }

    /// Something was paid for the order, and all of it has gone back or is about to.
    func isPaidBack(
        _ order: Identifier<Order>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        let view = try orders.view(order, in: shop, transaction)
        let currency = view.order.freight.currency
        let left = try payments.left(of: view.paid, ofOrder: order.text, currency, in: shop, transaction)
        return !left.isPositive && view.paid.contains { $0.amount.isPositive }
    }
}

extension Case {
    /// No goods are under way for it in either direction.
    fileprivate var canEndElsewhere: Bool {
        // A refusal: not possible now.
        (try? CaseStateMachine(self).next(from: state, .settledElsewhere)) != nil
    }
}
