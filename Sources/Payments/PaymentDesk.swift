import Base
import Customers
import Events
import Jobs
import Storage

/// The door of the slice: the books, and every movement of money that follows from a decision.
///
/// What the provider says stands in `PaymentDesk+Provider`, what pages and rules read in `PaymentDesk+Reading`.
public struct PaymentDesk: Sendable {
    let customers: CustomerDesk
    let events: EventLog
    let jobs: JobQueue
    let settings: PaymentSettings
    let ledger = LedgerStore()
    let movements = MovementStore()

    public static let migrations = [LedgerStore.migration, MovementStore.migration]

    public init(customers: CustomerDesk, events: EventLog, jobs: JobQueue, settings: PaymentSettings) {
        self.customers = customers
        self.events = events
        self.jobs = jobs
        self.settings = settings
    }

    // MARK: What the order source says

    /// Writes down a balance that a customer had before this program.
    public func open(
        _ method: PaymentMethod, of customer: Identifier<Customer>, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        guard let balance = method.balance, balance.isPositive else { return }
        try post(
            Transfer(
                debit: .opening, credit: .card(customer: customer, method: method.id), amount: balance,
                orderID: "",
                caseID: nil, movement: nil, memo: .opening), in: shop, transaction)
    }

    /// Writes down payments and refunds that were made before the order came here.
    public func record(
        _ history: [ImportedMovement], ofOrder orderID: String, customer: Identifier<Customer>,
        in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        for (place, imported) in history.enumerated() {
            let movement = Movement(
                number: Identifier(Self.importedNumber(orderID, String(place + 1))), kind: imported.kind,
                orderID: orderID, caseID: nil, customerID: customer, methodID: imported.methodID,
                methodKind: imported.methodKind,
                amount: imported.amount, state: .succeeded, orderedAt: imported.at, sentAt: imported.at,
                settledAt: imported.at, lateAt: nil, isLate: false, attempts: 0, fault: nil)
            try movements.insert(movement, for: .sale, at: place, in: shop, transaction)
            guard imported.amount.isPositive else { continue }
            let provider = Account.provider(imported.methodKind)
            let isRefund = imported.kind == .refund
            try post(
                Transfer(
                    debit: isRefund ? .sales : provider, credit: isRefund ? provider : .sales,
                    amount: imported.amount, orderID: orderID, caseID: nil, movement: movement.number,
                    memo: isRefund ? .refunded : .paid), in: shop, transaction)
        }
    }

    // MARK: Ordering money to move

    /// Orders a refund and, for our own cards, makes it at once. The parts are listed from this transaction on.
    /// - Throws: `refundAboveLeft` when more would go back than was paid.
    public func refund(
        _ order: RefundOrder, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Movement] {
        guard order.amount.isPositive else { return [] }
        let parts = try split(order, in: shop, transaction)
        return try parts.map { part in
            let movement = new(.refund, part, order.orderID, order.caseID, order.customerID, transaction)
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

    /// Orders a payment by the customer, such as a change's price difference; our own cards pay at once.
    /// - Throws: `balanceTooLow` when a card does not cover it.
    public func charge(
        _ order: ChargeOrder, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Movement {
        let part = RefundSplit.Part(
            methodID: order.method.id, methodKind: order.method.kind, amount: order.amount)
        let movement = new(.payment, part, order.orderID, order.caseID, order.customerID, transaction)
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

    /// Takes back a charge that never came about.
    /// - Throws: `movementUnknown`, `movementNotRetryable`.
    public func undo(
        _ number: Identifier<Movement>, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Movement {
        let movement = try movement(number, in: shop, transaction)
        guard movement.kind == .payment, movement.state == .failed else {
            throw PaymentRefusal.movementNotRetryable(state: movement.state.rawValue)
        }
        try movements.update(movement, to: .undone, fault: movement.fault, in: shop, transaction)
        try post(
            Transfer(
                debit: .sales, credit: .due(order: movement.orderID), amount: movement.amount,
                orderID: movement.orderID, caseID: movement.caseID, movement: number, memo: .takenBack),
            in: shop, transaction)
        try announce("charge.undone", movement, in: shop, by: actor, transaction)
        return try self.movement(number, in: shop, transaction)
    }

    /// Forgets the imported movements of an order whose source sends it anew; its books are reversed by entries.
    public func forgetHistory(ofOrder orderID: String, in shop: ShopID, _ transaction: Transaction) throws {
        let history = try movements.list(ofOrder: orderID, in: shop, transaction)
            .filter { $0.number.text.hasPrefix(Self.importedNumber(orderID, "")) }
        for movement in history { try movements.delete(movement.number, in: shop, transaction) }
        for movement in history where movement.amount.isPositive {
            let provider = Account.provider(movement.methodKind)
            let wasRefund = movement.kind == .refund
            try post(
                Transfer(
                    debit: wasRefund ? provider : .sales, credit: wasRefund ? .sales : provider,
                    amount: movement.amount, orderID: orderID, caseID: nil, movement: movement.number,
                    memo: .takenBack), in: shop, transaction)
        }
    }

    // MARK: Parts

    /// What its source has said of an order is numbered with the order; what was ordered here has a number of its own.
    private static func importedNumber(_ orderID: String, _ place: String) -> String { "\(orderID)/\(place)" }

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
        switch order.destination {
        case .method(let method):
            return [RefundSplit.Part(methodID: method.id, methodKind: method.kind, amount: order.amount)]
        case .original:
            let sources = try sources(order, in: shop, transaction)
            if order.purpose != .sale, let first = sources.first {
                return [
                    RefundSplit.Part(
                        methodID: first.methodID, methodKind: first.methodKind, amount: order.amount)
                ]
            }
            guard let parts = RefundSplit.split(order.amount, over: sources) else {
                throw PaymentRefusal.refundAboveLeft(left: "0")
            }
            return parts
        }
    }

    private func sources(
        _ order: RefundOrder, in shop: ShopID, _ transaction: Transaction
    ) throws -> [RefundSplit.Source] {
        let refunded = try movements.salesRefunds(ofOrder: order.orderID, in: shop, transaction)
        var seen: [Identifier<PaymentMethod>] = []
        return order.payments.compactMap { payment -> RefundSplit.Source? in
            guard !seen.contains(payment.methodID) else { return nil }
            seen.append(payment.methodID)
            let paid = order.payments.filter { $0.methodID == payment.methodID }
                .reduce(Money.zero(order.amount.currency)) { $0 + $1.amount }
            let back = Money(refunded[payment.methodID] ?? 0, paid.currency)
            return RefundSplit.Source(
                methodID: payment.methodID, methodKind: payment.methodKind, paid: paid,
                refunded: min(back, paid))
        }
    }

    private func new(
        _ kind: Movement.Kind, _ part: RefundSplit.Part, _ orderID: String, _ caseID: String?,
        _ customer: Identifier<Customer>, _ transaction: Transaction
    ) -> Movement {
        Movement(
            number: transaction.identifiers.next(kind == .refund ? "R" : "P", at: transaction.now),
            kind: kind,
            orderID: orderID, caseID: caseID, customerID: customer, methodID: part.methodID,
            methodKind: part.methodKind, amount: part.amount, state: .ordered, orderedAt: transaction.now,
            sentAt: nil,
            settledAt: nil, lateAt: part.methodKind.isOurs ? nil : transaction.now + settings.lateAfter,
            isLate: false,
            attempts: 0, fault: nil)
    }

    private func start(_ movement: Movement, in shop: ShopID, _ transaction: Transaction) throws -> Movement {
        guard !movement.methodKind.isOurs else { return try settle(movement, in: shop, transaction) }
        try jobs.enqueue(PaymentJobs.send, on: movement.number.text, of: shop, in: transaction)
        if let late = movement.lateAt {
            try jobs.insertTimer(
                PaymentJobs.late, on: movement.number.text, of: shop, due: late, in: transaction)
        }
        return movement
    }

    func settle(_ movement: Movement, in shop: ShopID, _ transaction: Transaction) throws -> Movement {
        let isOurs = movement.methodKind.isOurs
        let signed = movement.kind == .refund ? movement.amount : -movement.amount
        if isOurs, !signed.isZero {
            try customers.move(
                signed, onto: movement.methodID, of: movement.customerID, in: shop, transaction)
        }
        try movements.update(movement, to: .succeeded, fault: nil, in: shop, transaction)
        let pocket: Account =
            isOurs
            ? .card(customer: movement.customerID, method: movement.methodID) : .provider(movement.methodKind)
        if movement.amount.isPositive {
            let isRefund = movement.kind == .refund
            try post(
                Transfer(
                    debit: isRefund ? .owed(order: movement.orderID) : pocket,
                    credit: isRefund ? pocket : .due(order: movement.orderID), amount: movement.amount,
                    orderID: movement.orderID, caseID: movement.caseID, movement: movement.number,
                    memo: isRefund ? .paidOut : .collected), in: shop, transaction)
        }
        if !isOurs {
            try jobs.cancelTimer(PaymentJobs.late, on: movement.number.text, of: shop, in: transaction)
        }
        try announce("\(word(movement)).confirmed", movement, in: shop, by: Actor(.provider), transaction)
        return try self.movement(movement.number, in: shop, transaction)
    }

    private func post(_ transfer: Transfer, in shop: ShopID, _ transaction: Transaction) throws {
        try ledger.insert(transfer, in: shop, transaction)
    }

    func word(_ movement: Movement) -> String { movement.kind == .refund ? "refund" : "charge" }

    /// A refund of a case shows on the case's timeline, any other on its order's.
    func announce(
        _ type: String, _ movement: Movement, in shop: ShopID, by actor: Actor, _ transaction: Transaction
    ) throws {
        let subject: DomainEvent.Subject =
            movement.caseID.map { .init("case", $0) } ?? .init("order", movement.orderID)
        try events.append(
            type, on: subject, of: shop, by: actor, related: movement.orderID,
            [
                "number": JSONValue(movement.number), "amount": JSONValue(movement.amount),
                "method": .string(movement.methodKind.rawValue),
            ], in: transaction)
    }
}
