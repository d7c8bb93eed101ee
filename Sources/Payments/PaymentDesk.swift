import Base
import Customers
import Events
import Jobs
import Storage

/// The door of the slice: the books, and every movement of money that follows from a decision.
///
/// Ordering stands in `PaymentDesk+Ordering`, what a provider says in `+Outcomes`, taking charges back in `+Undoing`,
/// sums and books in `+Reading`.
public struct PaymentDesk: Sendable {
    let customers: CustomerDesk
    let events: EventLog
    let jobs: JobQueue
    let settings: PaymentSettings
    let ledger = LedgerStore()
    let movements = MovementStore()

    public static let migrations = [LedgerStore.migration] + MovementStore.migrations

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
            try write(
                imported, imported.amount, number: place + 1, at: place, ofOrder: orderID, customer: customer,
                in: shop, transaction)
        }
    }

    /// Writes down one movement that an order's source tells, with its entry in the books.
    /// - Parameters:
    ///   - amount: what of it stands here: all, but for a refund of which a part was known.
    ///   - number: which of the source's movements it is, from 1.
    ///   - place: where it stands among all movements of the order, from 0.
    func write(
        _ imported: ImportedMovement, _ amount: Money, number: Int, at place: Int, ofOrder orderID: String,
        customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let movement = Movement(
            number: Identifier(Self.importedNumber(orderID, String(number))), kind: imported.kind,
            orderID: orderID, caseID: nil, customerID: customer, methodID: imported.methodID,
            methodKind: imported.methodKind, amount: amount, state: .succeeded, orderedAt: imported.at,
            sentAt: imported.at, settledAt: imported.at, lateAt: nil, isLate: false, attempts: 0, fault: nil,
            tiedTo: nil, returns: nil, payment: nil, providerReference: imported.providerReference)
        try movements.insert(movement, for: .sale, at: place, in: shop, transaction)
        guard amount.isPositive else { return }
        let provider = Account.provider(imported.methodKind)
        let isRefund = imported.kind == .refund
        try post(
            Transfer(
                debit: isRefund ? .sales : provider, credit: isRefund ? provider : .sales, amount: amount,
                orderID: orderID, caseID: nil, movement: movement.number, memo: isRefund ? .refunded : .paid),
            in: shop, transaction)
    }

    /// Notes what providers call movements that were written down before, where the order's source says so only now.
    public func noteReferences(
        _ history: [ImportedMovement], ofOrder orderID: String, in shop: ShopID, _ transaction: Transaction
    ) throws {
        for (place, imported) in history.enumerated() {
            guard let reference = imported.providerReference else { continue }
            try movements.note(
                reference, of: Identifier(Self.importedNumber(orderID, String(place + 1))), imported,
                in: shop,
                transaction)
        }
    }

    /// As `record`, for an order whose source sends it anew. Nothing moves in the books where the money is the same.
    public func recordAnew(
        _ history: [ImportedMovement], ofOrder orderID: String, customer: Identifier<Customer>,
        in shop: ShopID, _ transaction: Transaction
    ) throws {
        let before = try movements.list(ofOrder: orderID, in: shop, transaction)
            .filter { $0.number.text.hasPrefix(Self.importedNumber(orderID, "")) }
        if before.count == history.count, zip(before, history).allSatisfy({ $1.isSame(as: $0) }) {
            return try noteReferences(history, ofOrder: orderID, in: shop, transaction)
        }
        try forget(before, ofOrder: orderID, in: shop, transaction)
        try record(history, ofOrder: orderID, customer: customer, in: shop, transaction)
    }

    /// The books are reversed by entries.
    private func forget(
        _ history: [Movement], ofOrder orderID: String, in shop: ShopID, _ transaction: Transaction
    ) throws {
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
    static func importedNumber(_ orderID: String, _ place: String) -> String { "\(orderID)/\(place)" }

    func post(_ transfer: Transfer, in shop: ShopID, _ transaction: Transaction) throws {
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
