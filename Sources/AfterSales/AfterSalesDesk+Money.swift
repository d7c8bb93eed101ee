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
            let most = try record.agreed == nil ? record.asked : bound(record, pack)
            let amount = min(record.agreed ?? most, most)
            guard amount.isPositive else { throw AfterSalesRefusal.nothingToGrant }
            try grant(amount, upTo: most, &record, by: actor, in: shop, transaction)
            try reimburseFreight(&record, pack, by: actor, in: shop, transaction)
        case .grantAgreed:
            let amount = record.agreed ?? record.asked
            guard amount.isPositive else { throw AfterSalesRefusal.nothingToGrant }
            try callOffDifference(&record, by: actor, in: shop.id, transaction)
            try grant(
                amount, upTo: bound(record, pack), &record, by: actor, in: shop, transaction)
        case .grantInspected:
            // What was agreed on anew comes on top of what units that were accepted before have had.
            let amount = record.agreed == nil ? inspected(record) - record.granted : inspected(record)
            // Of goods that came back nothing may be left to pay: their source has paid it meanwhile.
            if try !isPaidBack(record.orderID, in: shop.id, transaction) {
                try grant(amount, upTo: bound(record, pack), &record, by: actor, in: shop, transaction)
            }
            try reimburseFreight(&record, pack, by: actor, in: shop, transaction)
        case .settleDifference:
            try settleDifference(&record, by: actor, in: shop, transaction)
            try reimburseFreight(&record, pack, by: actor, in: shop, transaction)
        case .reimburseFreight:
            try reimburseFreight(&record, pack, by: actor, in: shop, transaction)
        case .askProvider:
            for movement in try payments.movements(ofCase: record.id.text, in: shop.id, transaction)
            where !movement.state.isSettled {
                try jobs.enqueue(PaymentJobs.query, on: movement.number.text, of: shop.id, in: transaction)
            }
        case .escalate: break
        }
    }

    /// Most that one case may come to: what was asked, or what its units cost; a compensation at most the cap of its row.
    func bound(_ record: Case, _ pack: PolicyPack) throws -> Money {
        let paid = try record.facts.read().paid
        guard record.kind == .compensation, let row = pack.compensation(for: record.reason) else {
            return max(record.asked, record.kind == .exchange ? record.value : paid)
        }
        return max(record.asked, min(paid, Money(row.cap, record.currency)))
    }

    /// What a case may still come to beside what it has had before.
    func notGranted(_ record: Case, _ pack: PolicyPack) throws -> Money {
        switch record.kind {
        case .exchange, .resend, .repair: return record.worth
        case .refundOnly, .returnRefund, .compensation, .priceProtection:
            return max(try bound(record, pack) - record.granted, .zero(record.currency))
        }
    }

    /// What the units that passed inspection come to: their part of what was agreed; with all of them, all of it.
    func inspected(_ record: Case) -> Money {
        if record.lines.allSatisfy({ ($0.accepted ?? $0.quantity) == $0.quantity }) {
            return record.agreed ?? record.asked
        }
        let passed = record.lines.reduce(Money.zero(record.currency)) { $0 + $1.passed }
        let whole = record.lines.reduce(Money.zero(record.currency)) { $0 + $1.value }
        guard let agreed = record.agreed, whole.isPositive else { return passed }
        return agreed.split(by: [passed.amount, (whole - passed).amount])[0]
    }

    /// Orders the amount, or what is left of it; nothing for a case that was reopened and has had everything before.
    /// - Parameter isDifference: of an exchange for cheaper goods, not for the goods themselves.
    /// - Throws: `refundAboveLeft` when nothing is left of the order's payments; `chargeUnderWay` while it is still being collected.
    func grant(
        _ amount: Money, upTo most: Money, _ record: inout Case, by actor: Actor, in shop: ShopProfile,
        _ transaction: Transaction, isDifference: Bool = false
    ) throws {
        guard amount.isPositive, !record.granted.isPositive || record.granted < most else { return }
        let room =
            record.paysOnTop
            ? record.lines.map(\.value) : try room(record, in: shop.id, transaction)
        let left = try left(of: most, record, room, in: shop.id, transaction)
        guard left.isPositive else { throw PaymentRefusal.refundAboveLeft(left: left.description) }
        let amount = min(amount, left)
        let purpose: MovementPurpose = record.paysOnTop ? .compensation : .sale
        _ = try payments.refund(
            try refundOrder(amount, purpose, record, in: shop, transaction), by: actor, in: shop.id,
            transaction)
        let parts = amount.split(by: weights(record.lines, room, amount))
        let isAllowance = record.kind == .exchange && !isDifference
        for (index, part) in parts.enumerated() {
            record.lines[index].granted += part
            if isAllowance {
                record.lines[index].allowance = record.lines[index].allowance.map { $0 + part } ?? part
            }
        }
    }

    /// How an amount is shared out: over the units that passed inspection, as far as they have not been paid for yet;
    /// what is more over all of the case, and freight alone evenly.
    private func weights(_ lines: [CaseLine], _ room: [Money], _ amount: Money) -> [Int64] {
        let passed = zip(lines, room).map { min($0.passed, $1).amount }
        if passed.reduce(0, +) >= amount.amount { return passed }
        let all = room.map(\.amount)
        return all.contains { $0 > 0 } ? all : lines.map { _ in 1 }
    }

    /// What each line of the case may still have: at most its value, and what has not gone back for the order's line.
    func room(_ record: Case, in shop: ShopID, _ transaction: Transaction) throws -> [Money] {
        let order = try orders.order(record.orderID, in: shop, transaction)
        var back: [Identifier<OrderLine>: Int64] = [:]
        for claim in try cases.claims(ofOrder: record.orderID, in: shop, transaction)
        where claim.kind != .compensation || claim.lowersPrice {
            back[claim.lineID, default: 0] += claim.granted
        }
        return record.lines.map { line in
            let paid = order.line(line.lineID)?.paid.amount ?? 0
            // What the customer has of the case is the customer's, and no money comes for it here.
            guard !line.isDone else { return .zero(record.currency) }
            let room = min(line.value.amount, max(0, paid - back[line.lineID, default: 0]))
            back[line.lineID, default: 0] += room
            return Money(room, record.currency)
        }
    }

    /// As `promisable`, once it is collected.
    private func left(
        of most: Money, _ record: Case, _ room: [Money], in shop: ShopID, _ transaction: Transaction
    ) throws -> Money {
        let promisable = try promisable(of: most, record, room, in: shop, transaction)
        guard !record.paysOnTop else { return promisable }
        let view = try orders.view(record.orderID, in: shop, transaction)
        let collected = try payments.left(
            of: view.collected, ofOrder: record.orderID.text, record.currency, in: shop, transaction)
        guard collected >= promisable else { throw OrderRefusal.chargeUnderWay }
        return promisable
    }

    private func refundOrder(
        _ amount: Money, _ purpose: MovementPurpose, _ record: Case, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> RefundOrder {
        let view = try orders.view(record.orderID, in: shop.id, transaction)
        return RefundOrder(
            orderID: record.orderID.text, caseID: record.id.text, customerID: record.customerID,
            amount: amount,
            purpose: purpose, destination: try destination(amount, record, view, in: shop, transaction),
            payments: view.paid)
    }

    /// Where the money goes: to credit where that was agreed, to the method that was asked for where it can take the
    /// amount, otherwise back over the payments it came from. The method of an exchange is asked for its difference alone.
    private func destination(
        _ amount: Money, _ record: Case, _ view: OrderView, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> RefundOrder.Destination {
        if record.agreedToCredit {
            return .method(try customers.storeCredit(of: record.customerID, in: shop, transaction))
        }
        guard let wanted = record.refundTo, record.kind != .exchange || record.agreed == nil else {
            return .original
        }
        let paid = view.paid.filter { $0.methodID == wanted }.reduce(Money.zero(amount.currency)) {
            $0 + $1.amount
        }
        let customer = try customers.customer(record.customerID, in: shop.id, transaction)
        if let method = customer.method(wanted),
            method.kind.isOurs || !view.paid.contains(where: { $0.methodID == wanted })
        {
            return .method(method)
        }
        let back = view.movements.filter {
            $0.kind == .refund && $0.methodID == wanted && $0.state != .undone
        }
        .reduce(Money.zero(amount.currency)) { $0 + $1.amount }
        guard let payment = view.paid.first(where: { $0.methodID == wanted }),
            amount <= paid - min(back, paid)
        else {
            return .original
        }
        return .method(
            PaymentMethod(id: wanted, kind: payment.methodKind, brand: nil, lastFour: nil, balance: nil))
    }

    /// Where the reason makes the shop the payer, what the customer paid for the return parcel, up to the pack's cap; once.
    private func reimburseFreight(
        _ record: inout Case, _ pack: PolicyPack, by actor: Actor, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws {
        guard let claim = record.freightClaim, claim.isPositive,
            pack.reason(record.reason)?.returnFreight == .merchant
        else { return }
        let order = try orders.order(record.orderID, in: shop.id, transaction)
        let isRemote = pack.freight.remoteRegions.contains { order.address.region.contains($0) }
        let cap = Money(isRemote ? pack.freight.remoteCap : pack.freight.returnCap, claim.currency)
        let refund = try refundOrder(min(claim, cap), .returnFreight, record, in: shop, transaction)
        _ = try payments.refund(refund, by: actor, in: shop.id, transaction)
        record.freightClaim = nil
    }
}
