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
        let isPaidBack = try isPaidBack(order, in: shop.id, transaction)
        for id in try cases.ids(ofOrder: order, in: shop.id, transaction) {
            guard var record = try cases.find(Identifier(id), in: shop.id, transaction),
                !record.state.isClosed, !record.paysOnTop
            else { continue }
            // What is on its way here is known there by its own number; what failed here may be what was paid there.
            let isUnderWay = record.state == .refunding
            guard try !isUnderWay || !elsewhere.unplaced.isZero && hasFailed(record, in: shop.id, transaction)
            else { continue }
            if record.kind == .refundOnly, isPaidBack, record.canEndElsewhere {
                _ = try settleElsewhere(record.id, by: .system, in: shop, transaction)
                continue
            }
            // What the shop has offered is no more its offer; what the law lets the customer choose stays.
            if record.state == .offered, !record.mayChoose {
                record = try step(.sentToReview, of: record.id, by: .system, in: shop, transaction) {
                    record, _ in record.leaveToPerson("moneyGoneElsewhere", by: .system, at: transaction.now)
                }
            }
            if !record.mayChoose {
                try parts.closeOpenOffers(as: .replaced, of: record.id, in: shop.id, transaction)
            }
            // What found no place is told again by the next import of the order.
            let placed = elsewhere.unknown - elsewhere.unplaced
            record.goneElsewhere = max(
                (record.goneElsewhere ?? .zero(record.currency)) + placed, elsewhere.unknown)
            record.deadline?.leaveToPerson()
            record.isEscalated = true
            record.version += 1
            _ = try cases.update(record, from: record.version - 1, in: shop.id, transaction)
            try announce(
                "moneyGoneElsewhere", record, from: record.state, by: .system, amount, in: shop.id,
                transaction)
        }
    }

    /// Ends a case whose money has gone back elsewhere: everything that was paid for its order, or while it was open at
    /// least what the case may still come to, where a person knows that it is for it. That it was less, and all that the
    /// customer is to get, only those say who may grant beyond an agent's limit; the customer may ask the platform.
    /// - Throws: `moneyStillLeft` where nothing has gone back elsewhere, or less; `chargeUnderWay` while an exchange's difference
    ///   is being collected.
    public func settleElsewhere(
        _ id: Identifier<Case>, by taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        let settled = try step(.settledElsewhere, of: id, by: taker, in: shop, transaction) { record, _ in
            try callOffDifference(&record, by: taker.actor, in: shop.id, transaction)
            let isCovered = try canSettleElsewhere(record, in: shop.id, transaction)
            guard isCovered || canSettleForLess(record, by: taker) else {
                throw AfterSalesRefusal.moneyStillLeft
            }
            let gone = record.goneElsewhere ?? .zero(record.currency)
            // What is paid for stays with the shop, also what it had turned down.
            if record.state == .inspecting { record.acceptReturned(by: .settledElsewhere) }
            if try !isSentBack(record, in: shop.id, transaction) { record.keepTurnedDown() }
            try parts.closeOpenOffers(as: .replaced, of: id, in: shop.id, transaction)
            decided(
                &record, .approve, RuleFinding(CasePast.settledElsewhereRule, .allows), by: taker,
                at: transaction.now)
            guard !isCovered else { return }
            let told = [
                "amount": gone.digits, "asked": record.worth.digits, "currency": gone.currency.code,
            ]
            record.decision = record.decision.with(RuleFinding(CasePast.forLessRule, .allows, told))
        }
        try useUp(settled, in: shop, transaction)
        return settled
    }

    /// What has settled one case settles no other of the same order.
    private func useUp(_ settled: Case, in shop: ShopProfile, _ transaction: Transaction) throws {
        guard let gone = settled.goneElsewhere else { return }
        for id in try cases.ids(ofOrder: settled.orderID, in: shop.id, transaction)
        where id != settled.id.text {
            guard var other = try cases.find(Identifier(id), in: shop.id, transaction),
                !other.state.isClosed, let told = other.goneElsewhere
            else { continue }
            let left = told - min(gone, settled.worth)
            other.goneElsewhere = left.isPositive ? left : nil
            other.version += 1
            _ = try cases.update(other, from: other.version - 1, in: shop.id, transaction)
        }
    }

    /// What the order's source has given back, and neither goods that left the order nor a case that was settled with it
    /// account for; nil: nothing.
    func paidElsewhere(
        _ movements: [Movement], _ claims: [LineClaim], of order: Order, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Money? {
        let goods = order.lines.reduce(order.freight) { $0 + $1.paid }
        let open = try payments.openElsewhere(
            movements, ofOrder: order.id.text, beside: goods, in: shop, transaction)
        guard let open else { return nil }
        let settled = claims.reduce(0) { $1.isPaidElsewhere ? $0 + $1.value : $0 }
        return open.amount > settled ? Money(open.amount - settled, open.currency) : nil
    }

    private func hasFailed(_ record: Case, in shop: ShopID, _ transaction: Transaction) throws -> Bool {
        try payments.movements(ofCase: record.id.text, in: shop, transaction).contains {
            $0.kind == .refund && $0.state == .failed
        }
    }

    func canSettleElsewhere(
        _ record: Case, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        guard !record.paysOnTop else { return false }
        if let gone = record.goneElsewhere, gone >= (record.agreed ?? record.worth) - record.granted {
            return true
        }
        return try isPaidBack(record.orderID, in: shop, transaction)
    }

    private func canSettleForLess(_ record: Case, by taker: StepTaker) -> Bool {
        guard !record.paysOnTop, let gone = record.goneElsewhere, gone.isPositive else { return false }
        return taker.actor != .system && (taker.role == .supervisor || taker.role == .owner)
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
