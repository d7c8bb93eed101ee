import Base
import Customers
import Jobs
import Orders
import Payments
import Policies
import Storage

/// What a transition does to money.
extension AfterSalesDesk {
    func carryOut(
        _ effect: CaseEffect, _ record: inout Case, _ pack: PolicyPack, by actor: Actor, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws {
        switch effect {
        case .grantAsked:
            let amount = record.agreed.map { min($0, bound(record)) } ?? record.asked
            try grant(amount, &record, by: actor, in: shop, transaction)
            try reimburseFreight(record, pack, by: actor, in: shop, transaction)
        case .grantAgreed: try grant(record.agreed ?? record.asked, &record, by: actor, in: shop, transaction)
        case .grantInspected:
            try grant(inspected(record), &record, by: actor, in: shop, transaction)
            try reimburseFreight(record, pack, by: actor, in: shop, transaction)
        case .settleDifference:
            try settleDifference(&record, by: actor, in: shop, transaction)
            try reimburseFreight(record, pack, by: actor, in: shop, transaction)
        case .askProvider:
            for movement in try payments.movements(ofCase: record.id.text, in: shop.id, transaction)
            where !movement.state.isSettled {
                try jobs.enqueue(PaymentJobs.query, on: movement.number.text, of: shop.id, in: transaction)
            }
        case .escalate: break
        }
    }

    /// Most that one case may come to: what was asked, or what its units cost.
    func bound(_ record: Case) -> Money { max(record.asked, record.facts.paid) }

    /// What the units that passed inspection come to; with all of them, what was asked.
    func inspected(_ record: Case) -> Money {
        if record.lines.allSatisfy({ ($0.accepted ?? $0.quantity) == $0.quantity }) {
            return record.agreed ?? record.asked
        }
        return record.lines.reduce(.zero(record.currency)) { sum, line in
            sum + line.value.share(of: line.accepted ?? line.quantity, after: 0, whole: line.quantity)
        }
    }

    private func grant(
        _ amount: Money, _ record: inout Case, by actor: Actor, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        guard amount.isPositive else { return }
        let purpose: MovementPurpose = record.kind == .compensation ? .compensation : .sale
        _ = try payments.refund(
            try refundOrder(amount, purpose, record, in: shop, transaction), by: actor, in: shop.id, transaction)
        let weights = record.lines.map { max(1, $0.value.amount) }
        for (index, part) in amount.split(by: weights).enumerated() { record.lines[index].granted += part }
    }

    private func refundOrder(
        _ amount: Money, _ purpose: MovementPurpose, _ record: Case, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> RefundOrder {
        let view = try orders.view(record.orderID, in: shop.id, transaction)
        return RefundOrder(
            orderID: record.orderID.text, caseID: record.id.text, customerID: record.customerID, amount: amount,
            purpose: purpose, destination: try destination(amount, record, view, in: shop, transaction),
            payments: view.paid)
    }

    /// Where the money goes: to credit where that was agreed, to the method that was asked for where it can take the
    /// amount, otherwise back over the payments it came from.
    private func destination(
        _ amount: Money, _ record: Case, _ view: OrderView, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> RefundOrder.Destination {
        if record.agreedToCredit {
            return .method(try customers.storeCredit(of: record.customerID, in: shop, transaction))
        }
        guard let wanted = record.refundTo else { return .original }
        let paid = view.paid.filter { $0.methodID == wanted }.reduce(Money.zero(amount.currency)) { $0 + $1.amount }
        let customer = try customers.customer(record.customerID, in: shop.id, transaction)
        if let method = customer.method(wanted), method.kind.isOurs || !view.paid.contains(where: { $0.methodID == wanted }) {
            return .method(method)
        }
        let back = view.movements.filter { $0.kind == .refund && $0.methodID == wanted && $0.state != .undone }
            .reduce(Money.zero(amount.currency)) { $0 + $1.amount }
        guard let payment = view.paid.first(where: { $0.methodID == wanted }), amount <= paid - min(back, paid) else {
            return .original
        }
        return .method(
            PaymentMethod(id: wanted, kind: payment.methodKind, brand: nil, lastFour: nil, balance: nil))
    }

    /// An exchange's difference is settled when the old goods have passed inspection. A card that does not cover it any
    /// more does not hold up the goods: the case is marked for a human.
    private func settleDifference(
        _ record: inout Case, by actor: Actor, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        guard let difference = record.priceDifference, !difference.isZero else { return }
        if difference.isNegative {
            let order = try refundOrder(-difference, .sale, record, in: shop, transaction)
            _ = try payments.refund(order, by: actor, in: shop.id, transaction)
            return
        }
        let customer = try customers.customer(record.customerID, in: shop.id, transaction)
        let paid = try orders.view(record.orderID, in: shop.id, transaction).paid.first?.methodID
        guard let method = (record.refundTo ?? paid).flatMap({ customer.method($0) }) ?? customer.methods.first else {
            record.isEscalated = true
            return
        }
        do {
            try transaction.nested {
                _ = try payments.charge(
                    ChargeOrder(
                        orderID: record.orderID.text, caseID: record.id.text, customerID: record.customerID,
                        method: method, amount: difference), by: actor, in: shop.id, transaction)
            }
        } catch CustomerRefusal.balanceTooLow {
            record.isEscalated = true
            try announce(
                "differenceUnpaid", record, from: record.state, by: .system, ["amount": JSONValue(difference)],
                in: shop.id, transaction)
        }
    }

    /// Where the reason makes the shop the payer, what the customer paid for the return parcel, up to the pack's cap.
    private func reimburseFreight(
        _ record: Case, _ pack: PolicyPack, by actor: Actor, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        guard let claim = record.freightClaim, claim.isPositive,
            pack.reason(record.reason)?.returnFreight == .merchant
        else { return }
        let order = try orders.order(record.orderID, in: shop.id, transaction)
        let isRemote = pack.freight.remoteRegions.contains { order.address.region.contains($0) }
        let cap = Money(isRemote ? pack.freight.remoteCap : pack.freight.returnCap, claim.currency)
        let refund = try refundOrder(min(claim, cap), .returnFreight, record, in: shop, transaction)
        _ = try payments.refund(refund, by: actor, in: shop.id, transaction)
    }
}
