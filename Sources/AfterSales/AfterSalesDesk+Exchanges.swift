import Base
import Customers
import Orders
import Payments
import Policies
import Storage

/// What an exchange costs in the end: its difference, when that cannot be collected, and the new goods in the order.
extension AfterSalesDesk {
    /// Charges or gives back the difference for the units that passed inspection, as far as that has not been done
    /// before. A card that does not cover it any more holds the new goods back, and a human sees the case.
    func settleDifference(
        _ record: inout Case, by actor: Actor, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        let settled = try net(record, in: shop.id, transaction) { $0 != .undone }
        let open = record.openDifference - (settled - record.handedOver)
        record.settledDifference = settled + open
        guard !open.isNegative else {
            return try giveBack(-open, after: settled, &record, by: actor, in: shop, transaction)
        }
        guard open.isPositive else { return }
        guard let method = try payer(of: record, in: shop, transaction) else {
            return try leaveUnpaid(&record, open, in: shop, transaction)
        }
        do {
            try transaction.nested {
                _ = try payments.charge(
                    ChargeOrder(
                        orderID: record.orderID.text, caseID: record.id.text, customerID: record.customerID,
                        method: method, amount: open), by: actor, in: shop.id, transaction)
            }
        } catch CustomerRefusal.balanceTooLow {
            try leaveUnpaid(&record, open, in: shop, transaction)
        }
    }

    /// What the new goods cost less goes back, as far as there is anything left of what was paid.
    private func giveBack(
        _ wanted: Money, after settled: Money, _ record: inout Case, by actor: Actor, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws {
        let had = record.granted
        let left = try promisable(
            of: had + wanted, record, room(record, in: shop.id, transaction), in: shop.id, transaction)
        record.settledDifference = settled - left
        guard left.isPositive else { return }
        try grant(left, upTo: had + left, &record, by: actor, in: shop, transaction, isDifference: true)
    }

    /// Gives up collecting what an exchange's customer owes: the exchange is decided anew, or the shop bears it.
    /// - Throws: `nothingUnpaid`; `movementNotRetryable` while the charge is under way; `grantAboveLimit` where the role
    ///   may not give as much away.
    public func giveUpDifference(
        _ id: Identifier<Case>, then: UnpaidDifference, note: String?, by taker: StepTaker,
        in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        let record = try load(id, for: taker, in: shop, transaction)
        let unpaid = try unpaid(record, in: shop.id, transaction)
        guard unpaid.isPositive else { throw AfterSalesRefusal.nothingUnpaid }
        try remark(note, on: id, by: taker, in: shop.id, transaction)
        for charge in try charges(of: record, in: shop.id, transaction) where charge.state != .succeeded {
            _ = try payments.undo(charge.number, by: taker.actor, in: shop.id, transaction)
        }
        let event: CaseEvent =
            switch then {
            case .review: .differenceTakenBack
            case .waive: .differenceWaived
            }
        return try step(
            event, of: id, by: taker, in: shop, transaction, detail: ["amount": JSONValue(unpaid)]
        ) { record, pack in
            record.isEscalated = false
            switch then {
            case .review:
                record.settledDifference = nil
                record.leaveToPerson(CasePast.differenceTakenBackRule, by: taker.actor, at: transaction.now)
            case .waive:
                try checkLimit(unpaid, record, pack, taker, isBeyondPack: true, in: shop, transaction)
                try noteGrant(unpaid, by: taker.grantingRole, in: record, shop.id, transaction)
                record.settledDifference = record.settledDifference.map { $0 - unpaid }
            }
        }
    }

    /// An exchange ends in something else: what was collected of its difference goes back, and what was not is collected
    /// no more.
    /// - Throws: `chargeUnderWay` while it is being collected.
    func callOffDifference(
        _ record: inout Case, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard record.kind == .exchange else { return }
        let charges = try charges(of: record, in: shop, transaction)
        guard charges.allSatisfy(\.state.isSettled) else { throw OrderRefusal.chargeUnderWay }
        // What was paid for goods that were handed over stays; it was paid before what is called off.
        var open = try net(record, in: shop, transaction) { $0 == .succeeded } - record.handedOver
        for charge in charges.reversed() {
            if charge.state != .succeeded {
                _ = try payments.undo(charge.number, by: actor, in: shop, transaction)
            } else if charge.amount <= open {
                open = open - charge.amount
                try payments.sendBack(charge, by: actor, in: shop, transaction)
            }
        }
        record.settledDifference = record.lines.contains(where: \.isExchanged) ? record.handedOver : nil
    }

    /// New goods leave, and an exchange ends, when they are paid for.
    /// - Throws: `differenceUnpaid`.
    func checkPaid(
        _ record: Case, _ event: CaseEvent, _ next: CaseState, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard record.kind == .exchange, record.state == .fulfilling,
            event == .replacementShipped || next == .fulfilled
        else { return }
        let unpaid = try unpaid(record, in: shop, transaction)
        guard !unpaid.isPositive else {
            throw AfterSalesRefusal.differenceUnpaid(amount: unpaid.description)
        }
    }

    /// The customer has the new goods: the order holds them at what they cost in the end.
    func handOver(
        _ record: inout Case, by actor: Actor, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        guard record.kind == .exchange, record.settledDifference != nil else { return }
        // What is exchanged, and what stays as it was, go different ways from here.
        record.lines = record.lines.flatMap(\.parted)
        let done = record.lines.indices.filter {
            record.lines[$0].difference != nil && record.lines[$0].units > 0 && !record.lines[$0].isExchanged
        }
        guard !done.isEmpty else { return }
        let paid = try costs(record, done, in: shop.id, transaction)
        let goods = zip(done, paid).compactMap { index, paid in
            let line = record.lines[index]
            return line.newVariantID.map {
                ExchangedGoods(
                    lineID: line.lineID, newVariantID: $0, quantity: line.units,
                    price: line.newPrice?.share(of: 1, after: 0, whole: line.quantity) ?? paid,
                    givenUp: line.passed, paid: paid)
            }
        }
        let places = try orders.exchange(
            goods, of: record.orderID, for: record.id.text, by: actor, in: shop.id, transaction)
        for (index, (place, cost)) in zip(done, zip(places, paid)) {
            record.lines[index].settled = cost - record.lines[index].passed
            (record.lines[index].lineID, record.lines[index].isExchanged) = (place, true)
            record.lines[index].renewedAt = nil
        }
    }

    /// What is still to be collected of an exchange's difference.
    func unpaid(_ record: Case, in shop: ShopID, _ transaction: Transaction) throws -> Money {
        record.unpaid(try payments.movements(ofCase: record.id.text, in: shop, transaction))
    }

    // MARK: Parts

    /// The method that was named; otherwise the one that paid first, or any.
    private func payer(
        of record: Case, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> PaymentMethod? {
        let customer = try customers.customer(record.customerID, in: shop.id, transaction)
        let paid = try orders.view(record.orderID, in: shop.id, transaction).paid.first?.methodID
        return (record.refundTo ?? paid).flatMap { customer.method($0) } ?? customer.methods.first
    }

    private func leaveUnpaid(
        _ record: inout Case, _ amount: Money, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        record.isEscalated = true
        try announce(
            "differenceUnpaid", record, from: record.state, by: .system, ["amount": JSONValue(amount)],
            in: shop.id, transaction)
    }

    /// What the new goods of each line cost: the old price and its part of the difference that was really settled.
    private func costs(
        _ record: Case, _ done: [Int], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Money] {
        let zero = Money.zero(record.currency)
        let lines = done.map { record.lines[$0] }
        let settled = try net(record, in: shop, transaction) { $0 == .succeeded } - record.handedOver
        let whole = max(lines.reduce(settled) { $0 + $1.passed }, zero)
        let weights = lines.map { max(($0.passed + ($0.difference ?? zero)).amount, 0) }
        guard weights.contains(where: { $0 > 0 }) else { return lines.map { _ in zero } }
        return whole.split(by: weights)
    }

    /// What was paid for the exchange, less what went back for it.
    private func net(
        _ record: Case, in shop: ShopID, _ transaction: Transaction, _ counts: (MovementState) -> Bool
    ) throws -> Money {
        try charges(of: record, in: shop, transaction).filter { counts($0.state) }
            .reduce(-record.givenBack) { $0 + $1.amount }
    }

    func charges(
        of record: Case, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Movement] {
        try payments.movements(ofCase: record.id.text, in: shop, transaction).charges
    }
}

extension Case {
    /// What is still to be collected of the difference; nothing before inspection.
    func unpaid(_ movements: [Movement]) -> Money {
        guard let settledDifference, !state.isClosed else { return .zero(currency) }
        let open = movements.charges.filter { $0.state == .succeeded }
            .reduce(settledDifference + givenBack) { $0 - $1.amount }
        return max(open, .zero(currency))
    }

    /// What has gone back as the difference of an exchange: of goods that were handed over, whatever was found of them
    /// since, and of units that passed inspection.
    fileprivate var givenBack: Money {
        lines.filter { $0.isExchanged || ($0.units > 0 && !$0.isPaidWhole) }
            .reduce(.zero(currency)) { $0 + $1.givenBack }
    }

    /// What was settled for the goods that were handed over, also for those that came back since.
    fileprivate var handedOver: Money {
        let nothing = Money.zero(currency)
        return lines.reduce(nothing) { sum, line in
            sum + (line.chargedBefore ?? nothing)
                + (line.isExchanged ? line.settled ?? line.difference ?? nothing : nothing)
        }
    }

    /// What the units that passed inspection, and have not been handed over, cost more or less.
    fileprivate var openDifference: Money {
        lines.filter { !$0.isExchanged && !$0.isPaidWhole }.compactMap(\.difference)
            .reduce(.zero(currency), +)
    }
}

extension [Movement] {
    /// What has been or is being collected; neither what was taken back, nor what came in after that and goes back.
    fileprivate var charges: [Movement] {
        let sentBack = Set(compactMap(\.returns))
        return filter { $0.kind == .payment && $0.state != .undone && !sentBack.contains($0.number) }
    }
}
