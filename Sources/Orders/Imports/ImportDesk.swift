import Base
import Customers
import Events
import Payments
import Policies
import Storage

/// Takes a shop's customers, products and orders from its own systems, a line at a time.
///
/// A line that is bad is named and leaves the others in place; a line that was taken before changes nothing.
public struct ImportDesk: Sendable {
    private let database: any Database
    private let customers: CustomerDesk
    private let payments: PaymentDesk
    private let events: EventLog
    private let hasCases: @Sendable (Identifier<Order>, ShopID, Transaction) throws -> Bool
    private let orders = OrderStore()
    private let products = ProductStore()

    /// Lines that share one transaction.
    public static let batch = 500

    /// - Parameter hasCases: whether after-sales cases hang on an order, whose lines then stay as they are.
    public init(
        database: any Database, customers: CustomerDesk, payments: PaymentDesk, events: EventLog,
        hasCases: @escaping @Sendable (Identifier<Order>, ShopID, Transaction) throws -> Bool
    ) {
        self.database = database
        self.customers = customers
        self.payments = payments
        self.events = events
        self.hasCases = hasCases
    }

    /// Reads some lines; half of them on another core.
    public func read(_ lines: [ImportLine], of kind: ImportKind, in shop: ShopProfile) async -> ReadBatch {
        let (half, currency) = (lines.count / 2, shop.currency)
        async let second = lines[half...].map { ParsedLine($0, kind, currency) }
        let first = lines[..<half].map { ParsedLine($0, kind, currency) }
        return ReadBatch(lines: first + (await second))
    }

    /// Writes what was read in one transaction.
    public func take(_ batch: ReadBatch, in shop: ShopProfile) async throws -> ImportReport {
        try await database.write(in: shop.id) { transaction in
            var report = ImportReport()
            var known = try known(batch, in: shop.id, transaction)
            for line in batch.lines {
                switch Result(catching: { try known.checked(line.record.get()) }) {
                case .success(let record):
                    let outcome = try save(record, line.hash, &known, in: shop, transaction)
                    report.count(outcome)
                    guard outcome == .saved else { continue }
                    for doubt in line.doubts { report.doubt(BadLine(number: line.number, refusal: doubt)) }
                case .failure(let refusal as any Refusal):
                    report.refuse(BadLine(number: line.number, refusal: refusal))
                case .failure(let failure): throw failure
                }
            }
            return report
        }
    }

    /// Notes in the event log that an import has run.
    public func finish(
        _ report: ImportReport, of kind: ImportKind, by actor: Actor, in shop: ShopID
    ) async throws {
        try await database.write(in: shop) { transaction in
            try events.append(
                "import.finished", on: .init("import", kind.rawValue), of: shop, by: actor, report.counts,
                in: transaction)
        }
    }

    /// What the store holds already of a batch's orders, read at once and kept up while they are written.
    private struct Known {
        var hashes: [Identifier<Order>: String] = [:]
        var methods: [Identifier<Customer>: [Identifier<PaymentMethod>: MethodKind]] = [:]

        /// A line is refused before anything of it is written, so that a bad one needs no way back: a savepoint for
        /// each line cost a fifth of an import.
        func checked(_ record: ImportRecord) throws -> ImportRecord {
            if case .order(let imported) = record, methods[imported.order.customerID] == nil {
                throw InputRefusal("customerUnknown", at: "/customerId", kind: .unprocessable)
            }
            return record
        }
    }

    private func known(_ batch: ReadBatch, in shop: ShopID, _ transaction: Transaction) throws -> Known {
        let read = batch.lines.compactMap(\.order)
        guard !read.isEmpty else { return Known() }
        return Known(
            hashes: try orders.sourceHashes(read.map(\.id), in: shop, transaction),
            methods: try customers.methodKinds(of: read.map(\.customerID), in: shop, transaction))
    }

    private func save(
        _ record: ImportRecord, _ hash: String, _ known: inout Known, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> ImportReport.Outcome {
        switch record {
        case .customer(let customer):
            for card in try customers.save(customer, in: shop, transaction) {
                try payments.open(card, of: customer.id, in: shop.id, transaction)
            }
            return .saved
        case .product(let product):
            try products.save(product, in: shop.id, transaction)
            return .saved
        case .order(let imported):
            if known.hashes[imported.order.id] == hash { return .unchanged }
            try save(imported, hash, known, in: shop.id, transaction)
            known.hashes[imported.order.id] = hash
            return .saved
        }
    }

    private func save(
        _ imported: ImportedOrder, _ hash: String, _ known: Known, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let order = imported.order
        let history = history(imported, known.methods[order.customerID] ?? [:], transaction.now)
        guard known.hashes[order.id] != nil else {
            try orders.insert(order, hash: hash, in: shop, transaction)
            return try payments.record(
                history, ofOrder: order.id.text, customer: order.customerID, in: shop, transaction)
        }
        let wasChanged = try !orders.changes(of: order.id, in: shop, transaction).isEmpty
        try orders.updateProgress(
            wasChanged ? kept(order, in: shop, transaction) : order, hash: hash, in: shop, transaction)
        if try !wasChanged && !hasCases(order.id, shop, transaction) {
            try orders.updateTerms(order, in: shop, transaction)
            try payments.forgetHistory(ofOrder: order.id.text, in: shop, transaction)
            try payments.record(
                history, ofOrder: order.id.text, customer: order.customerID, in: shop, transaction)
        }
    }

    /// An order that was cancelled here stays cancelled whatever its source still says.
    private func kept(_ order: Order, in shop: ShopID, _ transaction: Transaction) throws -> Order {
        guard let mine = try orders.find(order.id, in: shop, transaction), mine.status == .cancelled else {
            return order
        }
        return Order(
            id: order.id, customerID: order.customerID, status: .cancelled, placedAt: order.placedAt,
            paidAt: order.paidAt, shippedAt: order.shippedAt, deliveredAt: order.deliveredAt,
            address: order.address,
            freight: order.freight, lines: order.lines, shipments: order.shipments, version: order.version,
            heldFor: mine.heldFor)
    }

    private func history(
        _ imported: ImportedOrder, _ methods: [Identifier<PaymentMethod>: MethodKind], _ now: Timestamp
    ) -> [ImportedMovement] {
        imported.payments.map { paid in
            ImportedMovement(
                kind: paid.kind, amount: paid.amount, methodID: paid.methodID,
                methodKind: methods[paid.methodID] ?? .other,
                at: imported.order.paidAt ?? imported.order.placedAt ?? now)
        }
    }
}

/// Lines that were read and wait to be written.
public struct ReadBatch: Sendable {
    let lines: [ParsedLine]
}

/// One line read, or why it could not be.
struct ParsedLine: Sendable {
    let number: Int
    let record: Result<ImportRecord, any Error>
    let hash: String
    /// Read beside the record, so that writing need not.
    let doubts: [InputRefusal]

    var order: Order? {
        guard case .success(.order(let imported)) = record else { return nil }
        return imported.order
    }

    init(_ line: ImportLine, _ kind: ImportKind, _ currency: Currency) {
        number = line.number
        switch line.content {
        case .text(let bytes):
            hash = Self.fingerprint(bytes)
            record = Result { try ImportRecord(bytes, kind, currency) }
        case .tooLong:
            hash = ""
            record = .failure(
                InputRefusal(
                    "lineTooLong",
                    [
                        "limit": String(Limits.importLineBytes),
                        "size": ByteCount.words(Limits.importLineBytes),
                    ]))
        }
        doubts = if case .success(let record) = record { ImportDoubts(record: record).all } else { [] }
    }

    /// Whether a line says what it said before (FNV-1a, 64 bits, with the length): compared per order, not for secrecy.
    private static func fingerprint(_ bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 36) + "-" + String(bytes.count, radix: 36)
    }
}

enum ImportRecord: Sendable {
    case customer(Customer)
    case product(Product)
    case order(ImportedOrder)

    init(_ bytes: [UInt8], _ kind: ImportKind, _ currency: Currency) throws {
        var reader = try JSONReader(JSONParser.parse(bytes))
        switch kind {
        case .customers: self = .customer(try Customer(&reader, currency: currency))
        case .products: self = .product(try Product(&reader, currency: currency))
        case .orders: self = .order(try ImportedOrder(&reader, currency: currency))
        }
    }
}
