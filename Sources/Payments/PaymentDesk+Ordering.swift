import Base
import Customers
import Jobs
import Storage

/// Ordering money to move.
extension PaymentDesk {
    /// Orders a refund and, for our own cards, makes it at once. The parts are listed from this transaction on.
    /// - Throws: `refundAboveLeft` when more would go back than was paid.
    public func refund(
        _ order: RefundOrder, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Movement] {
        guard order.amount.isPositive else { return [] }
        let parts = try split(order, in: shop, transaction)
        return try parts.map { part in
            let movement = new(.refund, part, order, transaction)
            try movements.insert(movement, for: order.purpose, in: shop, transaction)
            try post(
                Transfer(
                    debit: order.purpose.account, credit: .owed(order: order.orderID), amount: part.amount,
                    orderID: order.orderID, caseID: order.caseID, movement: movement.number, memo: .granted),
                in: shop, transaction)
            try announce("refund.ordered", movement, in: shop, by: actor, transaction)
            return try start(movement, in: shop, transaction)
        }
    }

    /// A number for a charge that is about to be ordered, so that refunds can be tied to it before.
    public func chargeNumber(_ transaction: Transaction) -> Identifier<Movement> {
        transaction.identifiers.next("P", at: transaction.now)
    }

    /// Orders a payment by the customer, such as a change's price difference; our own cards pay at once.
    /// - Throws: `balanceTooLow` when a card does not cover it.
    public func charge(
        _ order: ChargeOrder, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Movement {
        let movement = new(order, transaction)
        try movements.insert(movement, for: .sale, in: shop, transaction)
        guard order.amount.isPositive else { return try settle(movement, in: shop, transaction) }
        try post(
            Transfer(
                debit: .due(order: order.orderID), credit: .sales, amount: order.amount,
                orderID: order.orderID,
                caseID: order.caseID, movement: movement.number, memo: .charged), in: shop, transaction)
        try announce("charge.ordered", movement, in: shop, by: actor, transaction)
        return try start(movement, in: shop, transaction)
    }

    /// A human tries a failed movement again, with the same number.
    /// - Throws: `movementUnknown`, `movementNotRetryable`.
    public func retry(
        _ number: Identifier<Movement>, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Movement {
        let movement = try movement(number, in: shop, transaction)
        guard movement.state == .failed else {
            throw PaymentRefusal.movementNotRetryable(state: movement.state.rawValue)
        }
        try movements.update(movement, to: .ordered, fault: nil, in: shop, transaction)
        try announce("\(word(movement)).retried", movement, in: shop, by: actor, transaction)
        try jobs.enqueue(PaymentJobs.send, on: number.text, of: shop, in: transaction)
        let late = transaction.now + settings.lateAfter
        try jobs.setTimer(PaymentJobs.late, on: number.text, of: shop, due: late, in: transaction)
        return try self.movement(number, in: shop, transaction)
    }

    // MARK: Parts

    private func split(
        _ order: RefundOrder, in shop: ShopID, _ transaction: Transaction
    ) throws -> [RefundSplit.Part] {
        if order.purpose == .sale {
            let paid = order.payments.reduce(Money.zero(order.amount.currency)) { $0 + $1.amount }
            guard try movements.take(order.amount, ofOrder: order.orderID, paid: paid, in: shop, transaction)
            else {
                let left = try left(
                    of: order.payments, ofOrder: order.orderID, order.amount.currency, in: shop, transaction)
                throw PaymentRefusal.refundAboveLeft(left: left.description)
            }
        }
        let sources = try sources(order, in: shop, transaction)
        switch order.destination {
        case .method(let method): return parts(to: method, order, sources)
        case .original:
            if order.purpose != .sale, let first = sources.first {
                return [
                    RefundSplit.Part(
                        payment: nil, methodID: first.methodID, methodKind: first.methodKind,
                        amount: order.amount)
                ]
            }
            // What is still being collected cannot be sent back yet: it comes last.
            let made = Set(order.payments.filter { $0.state == .succeeded }.map(\.number))
            let parts =
                RefundSplit.split(order.amount, over: sources.filter { made.contains($0.payment) })
                ?? RefundSplit.split(order.amount, over: sources)
            guard let parts else {
                throw PaymentRefusal.refundAboveLeft(left: "0")
            }
            return parts
        }
    }

    /// Back to the payments of the method where they hold that much; otherwise it is no part of a payment.
    private func parts(
        to method: PaymentMethod, _ order: RefundOrder, _ sources: [RefundSplit.Source]
    ) -> [RefundSplit.Part] {
        let own = sources.filter { $0.methodID == method.id }
        if order.purpose == .sale, order.returns == nil,
            let parts = RefundSplit.split(order.amount, over: own)
        {
            return parts
        }
        let charge = order.payments.first { $0.number == order.returns && $0.methodID == method.id }
        return [
            RefundSplit.Part(
                payment: charge?.number, methodID: method.id, methodKind: method.kind, amount: order.amount)
        ]
    }

    private func sources(
        _ order: RefundOrder, in shop: ShopID, _ transaction: Transaction
    ) throws -> [RefundSplit.Source] {
        RefundSplit.sources(
            of: order.payments,
            after: try movements.salesRefunds(ofOrder: order.orderID, in: shop, transaction))
    }

    private func new(
        _ kind: Movement.Kind, _ part: RefundSplit.Part, _ order: RefundOrder, _ transaction: Transaction
    ) -> Movement {
        Movement(
            number: transaction.identifiers.next("R", at: transaction.now), kind: kind,
            orderID: order.orderID, caseID: order.caseID, customerID: order.customerID,
            methodID: part.methodID, methodKind: part.methodKind, amount: part.amount, state: .ordered,
            orderedAt: transaction.now, sentAt: nil, settledAt: nil,
            lateAt: lateAt(part.methodKind, transaction), isLate: false, attempts: 0, fault: nil,
            tiedTo: order.tiedTo, returns: order.returns, payment: part.payment, providerReference: nil,
            replaces: order.replaces)
    }

    private func new(_ order: ChargeOrder, _ transaction: Transaction) -> Movement {
        Movement(
            number: order.number ?? chargeNumber(transaction), kind: .payment, orderID: order.orderID,
            caseID: order.caseID, customerID: order.customerID, methodID: order.method.id,
            methodKind: order.method.kind, amount: order.amount, state: .ordered,
            orderedAt: transaction.now, sentAt: nil, settledAt: nil,
            lateAt: lateAt(order.method.kind, transaction), isLate: false, attempts: 0, fault: nil,
            tiedTo: nil, returns: nil, payment: nil, providerReference: nil)
    }

    private func lateAt(_ method: MethodKind, _ transaction: Transaction) -> Timestamp? {
        method.isOurs ? nil : transaction.now + settings.lateAfter
    }

    /// Our own cards move at once; what is tied to a charge waits for it; the rest is sent.
    private func start(_ movement: Movement, in shop: ShopID, _ transaction: Transaction) throws -> Movement {
        guard !movement.methodKind.isOurs else { return try settle(movement, in: shop, transaction) }
        if movement.tiedTo == nil {
            try jobs.enqueue(PaymentJobs.send, on: movement.number.text, of: shop, in: transaction)
        }
        if let late = movement.lateAt {
            try jobs.insertTimer(
                PaymentJobs.late, on: movement.number.text, of: shop, due: late, in: transaction)
        }
        return movement
    }
}
