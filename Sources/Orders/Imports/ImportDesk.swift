import Base
import Customers
import Events
import Payments
import Policies
import Storage
import Vault

/// Takes a shop's customers, products and orders from its own systems, a line at a time.
///
/// A line that is bad is named and leaves the others in place; a line that was taken before changes nothing.
public struct ImportDesk: Sendable {
    private let database: any Database
    private let customers: CustomerDesk
    private let payments: PaymentDesk
    private let events: EventLog
    private let hooks: Hooks
    private let people: PersonVault
    private let orders: OrderStore
    private let products = ProductStore()

    /// Lines that share one transaction.
    public static let batch = 500

    /// What an import asks of those that come after orders, and tells them.
    public struct Hooks: Sendable {
        let hasCases: @Sendable (Identifier<Order>, ShopID, Transaction) throws -> Bool
        let paidElsewhere: @Sendable (RefundsElsewhere, Identifier<Order>, ShopID, Transaction) throws -> Void
        let moved: @Sendable (Identifier<Order>, ShopID, Transaction) throws -> Void

        /// - Parameters:
        ///   - hasCases: whether after-sales cases hang on an order, whose lines then stay as they are.
        ///   - paidElsewhere: the order's source has given money back beside this program.
        ///   - moved: an order with a story here has another status.
        public init(
            hasCases: @escaping @Sendable (Identifier<Order>, ShopID, Transaction) throws -> Bool,
            paidElsewhere:
                @escaping @Sendable (RefundsElsewhere, Identifier<Order>, ShopID, Transaction) throws -> Void,
            moved: @escaping @Sendable (Identifier<Order>, ShopID, Transaction) throws -> Void
        ) {
            self.hasCases = hasCases
            self.paidElsewhere = paidElsewhere
            self.moved = moved
        }
    }

    public init(
        database: any Database, customers: CustomerDesk, payments: PaymentDesk, events: EventLog,
        people: PersonVault, hooks: Hooks
    ) {
        self.database = database
        self.customers = customers
        self.payments = payments
        self.events = events
        self.people = people
        orders = OrderStore(people: people)
        self.hooks = hooks
    }

    /// Reads some lines, half of them on another core, and seals where orders go as far as keys are there: what is done
    /// here the writer need not do.
    public func read(
        _ lines: [ImportLine], of kind: ImportKind, in shop: ShopProfile
    ) async throws -> ReadBatch {
        let (half, currency, fingerprint) = (lines.count / 2, shop.currency, fingerprint(shop.id))
        async let second = lines[half...].map { ParsedLine($0, kind, currency, fingerprint) }
        let first = lines[..<half].map { ParsedLine($0, kind, currency, fingerprint) }
        return try await sealed(first + (await second), in: shop.id)
    }

    /// Tells whether a line says what it said before, and nothing of what it says.
    private func fingerprint(_ shop: ShopID) -> @Sendable ([UInt8]) -> String {
        { [people] in people.digest($0, for: "orders.source", in: shop) }
    }

    private func sealed(_ lines: [ParsedLine], in shop: ShopID) async throws -> ReadBatch {
        let owners = lines.compactMap(\.order).map { Person.customer($0.customerID.text, of: shop) }
        guard !owners.isEmpty else { return ReadBatch(lines: lines) }
        let keys = try await database.read { [people] in try people.keys(of: owners, $0) }
        return ReadBatch(
            lines: try lines.map { line in
                guard let order = line.order,
                    let key = keys[.customer(order.customerID.text, of: shop)]
                else { return line }
                var line = line
                line.address = try OrderStore.sealed(order.address, of: order.id, key, in: shop)
                return line
            })
    }

    /// Writes what was read in one transaction.
    public func take(_ batch: ReadBatch, in shop: ShopProfile) async throws -> ImportReport {
        try await database.write(in: shop.id) { transaction in
            var report = ImportReport()
            var known = try known(batch, in: shop.id, transaction)
            for line in batch.lines {
                let checked = Result { try self.checked(line.record.get(), known, in: shop.id, transaction) }
                switch checked {
                case .success(let record):
                    let outcome = try save(record, line, &known, in: shop, transaction)
                    report.count(outcome)
                    guard case .saved(let more) = outcome else { continue }
                    for doubt in line.doubts + more {
                        report.doubt(BadLine(number: line.number, refusal: doubt))
                    }
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
        var keys: [Person: PersonKey] = [:]
    }

    /// A line is refused before anything of it is written, so that a bad one needs no way back: a savepoint for
    /// each line cost a fifth of an import.
    private func checked(
        _ record: ImportRecord, _ known: Known, in shop: ShopID, _ transaction: Transaction
    ) throws -> ImportRecord {
        switch record {
        case .customer: break
        case .product(let product):
            guard let (place, owner) = try products.variantOfAnother(product, in: shop, transaction) else {
                break
            }
            throw InputRefusal(
                "variantTaken", at: "/variants/\(place)/id",
                ["id": product.variants[place].id.text, "product": owner.text])
        case .order(let imported):
            guard known.methods[imported.order.customerID] != nil else {
                throw InputRefusal("customerUnknown", at: "/customerId", kind: .unprocessable)
            }
        }
        return record
    }

    private func known(_ batch: ReadBatch, in shop: ShopID, _ transaction: Transaction) throws -> Known {
        let read = batch.lines.compactMap(\.order)
        guard !read.isEmpty else {
            let keys = try customers.keysToWrite(
                batch.lines.compactMap(\.customer).map(\.id), in: shop, transaction)
            return Known(keys: keys)
        }
        return Known(
            hashes: try orders.sourceHashes(read.map(\.id), in: shop, transaction),
            methods: try customers.methodKinds(of: read.map(\.customerID), in: shop, transaction))
    }

    private func save(
        _ record: ImportRecord, _ line: ParsedLine, _ known: inout Known, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> ImportReport.Outcome {
        switch record {
        case .customer(let customer):
            let person = Person.customer(customer.id.text, of: shop.id)
            let key = try known.keys[person] ?? people.keyToWrite(person, transaction)
            for card in try customers.save(customer, key, in: shop, transaction) {
                try payments.open(card, of: customer.id, in: shop.id, transaction)
            }
            return .saved([])
        case .product(let product):
            try products.save(product, in: shop.id, transaction)
            return .saved([])
        case .order(let imported):
            if known.hashes[imported.order.id] == line.hash { return .unchanged }
            let outcome = try save(imported, line, known, in: shop.id, transaction)
            known.hashes[imported.order.id] = line.hash
            return outcome
        }
    }

    private func save(
        _ imported: ImportedOrder, _ line: ParsedLine, _ known: Known, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> ImportReport.Outcome {
        let (order, hash) = (imported.order, line.hash)
        let address = try line.address ?? address(of: order, in: shop, transaction)
        let history = history(imported, known.methods[order.customerID] ?? [:], transaction.now)
        guard known.hashes[order.id] != nil else {
            try orders.insert(order, address: address, hash: hash, in: shop, transaction)
            try payments.record(
                history, ofOrder: order.id.text, customer: order.customerID, in: shop, transaction)
            return .saved([])
        }
        if let story = try story(of: order.id, in: shop, transaction) {
            let kept = story.kept(order)
            try orders.updateProgress(kept, hash: hash, in: shop, transaction)
            if kept.status != story.order.status { try hooks.moved(order.id, shop, transaction) }
            try payments.noteReferences(history, ofOrder: order.id.text, in: shop, transaction)
            let terms = story.keepsTerms(against: order) ? [InputRefusal("linesKept", at: "/lines")] : []
            let elsewhere = try payments.recordElsewhere(
                history, ofOrder: order.id.text, customer: order.customerID, in: shop, transaction)
            var paidBack: [InputRefusal] = []
            if let elsewhere {
                try hooks.paidElsewhere(elsewhere, order.id, shop, transaction)
                if elsewhere.unknown.isPositive {
                    let code = elsewhere.unplaced.isPositive ? "refundedElsewhereOpen" : "refundedElsewhere"
                    let facts = [
                        "amount": elsewhere.unknown.description, "unplaced": elsewhere.unplaced.description,
                    ]
                    paidBack = [InputRefusal(code, at: "/payments", facts)]
                }
            }
            return .saved(try doubtsOfSending(story, order, in: shop, transaction) + terms + paidBack)
        }
        try orders.updateProgress(order, hash: hash, in: shop, transaction)
        try orders.updateTerms(order, address: address, in: shop, transaction)
        try payments.recordAnew(
            history, ofOrder: order.id.text, customer: order.customerID, in: shop, transaction)
        return .saved([])
    }

    /// Sealed, where the customer came in while the order was read.
    private func address(
        of order: Order, in shop: ShopID, _ transaction: Transaction
    ) throws -> String {
        let key = try people.keyToWrite(.customer(order.customerID.text, of: shop), transaction)
        return try OrderStore.sealed(order.address, of: order.id, key, in: shop)
    }

    /// Nil for an order that nobody has changed here and that has no cases: its source may say all of it.
    private func story(
        of id: Identifier<Order>, in shop: ShopID, _ transaction: Transaction
    ) throws -> OrderStory? {
        let changes = try orders.changes(of: id, in: shop, transaction)
        guard try !changes.isEmpty || hooks.hasCases(id, shop, transaction) else { return nil }
        return try orders.find(id, in: shop, transaction).map { OrderStory(order: $0, changes: changes) }
    }

    /// Raises the alarm, once, where goods left that were not to be sent.
    private func doubtsOfSending(
        _ story: OrderStory, _ source: Order, in shop: ShopID, _ transaction: Transaction
    ) throws -> [InputRefusal] {
        let order = story.order
        guard order.stray == nil, let extent = story.strayed(in: source) else { return [] }
        try orders.setStrayed(order.id, at: transaction.now, in: shop, transaction)
        try events.append(
            "order.strayed", on: .init("order", order.id.text), of: shop, by: .system,
            related: order.customerID.text, ["extent": .string(extent.rawValue)], in: transaction)
        return [extent.doubt]
    }

    private func history(
        _ imported: ImportedOrder, _ methods: [Identifier<PaymentMethod>: MethodKind], _ now: Timestamp
    ) -> [ImportedMovement] {
        imported.payments.map { paid in
            ImportedMovement(
                kind: paid.kind, amount: paid.amount, methodID: paid.methodID,
                methodKind: methods[paid.methodID] ?? .other,
                at: imported.order.paidAt ?? imported.order.placedAt ?? now,
                providerReference: paid.providerReference)
        }
    }
}
