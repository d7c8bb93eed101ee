import AfterSales
import Base
import Conversations
import Customers
import Events
import Files
import Logging
import Orders
import Policies
import Staff
import Storage
import Vault
import Web

/// Erases a customer's data. Their key is destroyed, which reaches every copy of the tables; what was sealed with it is
/// emptied, what served only to reach or recognise them is deleted. Orders, cases and the books stay, as the law wants
/// trade records kept, and name nobody but by the id that the order source gave.
struct Erasure: Sendable {
    static let erased = "personalData.erased"

    /// Why somebody's data are erased.
    enum Reason: String, Sendable {
        /// The person asked for it.
        case request
        /// Consent was withdrawn.
        case consent
        /// The time is over for which the shop keeps them.
        case retention
        case other
        /// They were erased before the backup was put in place.
        case again
    }

    /// The reasons that somebody may give.
    enum Given: String, Sendable, CaseIterable {
        case request, consent, retention, other

        var reason: Reason {
            switch self {
            case .request: .request
            case .consent: .consent
            case .retention: .retention
            case .other: .other
            }
        }
    }

    let people: PersonVault
    let customers: CustomerDesk
    let orders: OrderDesk
    let afterSales: AfterSalesDesk
    let complaints: ComplaintDesk
    let conversations: ConversationDesk
    let messages: MessageDesk
    let sessions: SessionDesk
    let codes: CustomerSignInDesk
    let files: FileDesk
    let events: EventLog
    /// The name of the ring that seals this installation's keys.
    let ring: String
    let journal: ErasureJournal
    let logger: Logger

    /// - Throws: `customerUnknown`; `personHasOpenMatters` while a case, a complaint or an order that was not sent waits.
    /// - Returns: when they were erased, now or before.
    func erase(
        _ id: Identifier<Customer>, because reason: Reason, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Timestamp {
        _ = try customers.customer(id, in: shop.id, transaction)
        let person = Person.customer(id.text, of: shop.id)
        if let before = try people.erasure(of: person, transaction) { return before }
        try all(as: .customer(id), because: reason, by: taker, in: shop, transaction)
        return transaction.now
    }

    /// Erases a person under every record that was found to be theirs.
    private func all(
        as partner: Partner, because reason: Reason, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws {
        let same = try conversations.same(as: partner, in: shop.id, transaction)
        try requireNothingOpen(same.compactMap(\.customerID), in: shop, transaction)
        for one in same where try erasure(of: one, in: shop.id, transaction) == nil {
            switch one {
            case .customer(let id):
                try carryOut(id, because: reason, by: taker.actor, in: shop.id, transaction)
            case .visitor(let id):
                try carryOut(id, because: reason, by: taker.actor, in: shop.id, transaction)
            }
        }
    }

    /// Erases somebody who wrote without being known, with every conversation: no record of a trade names them.
    /// - Throws: `visitorUnknown`; `personHasOpenMatters` where they are a customer as well for whom something waits.
    /// - Returns: when they were erased, now or before.
    func erase(
        visitor: Identifier<Visitor>, because reason: Reason, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Timestamp {
        if let before = try erasure(of: .visitor(visitor), in: shop.id, transaction) { return before }
        try requireKnown(visitor, in: shop.id, transaction)
        try all(as: .visitor(visitor), because: reason, by: taker, in: shop, transaction)
        return transaction.now
    }

    /// - Throws: as for customers and for visitors.
    func erase(
        _ partner: Partner, because reason: Reason, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Timestamp {
        switch partner {
        case .customer(let id): try erase(id, because: reason, by: taker, in: shop, transaction)
        case .visitor(let id): try erase(visitor: id, because: reason, by: taker, in: shop, transaction)
        }
    }

    /// When somebody was erased; nil while they were not.
    func erasure(
        of partner: Partner, in shop: ShopID, _ transaction: Transaction
    ) throws -> Timestamp? {
        try people.erasure(of: .customer(partner.actorID, of: shop), transaction)
    }

    /// - Throws: `visitorUnknown` for somebody of whom nothing is kept.
    func requireKnown(
        _ visitor: Identifier<Visitor>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard
            try !conversations.ids(of: .visitor(visitor), in: shop, transaction).isEmpty
                || !files.all(ofCustomer: visitor.text, in: shop, transaction).isEmpty
        else { throw ConversationRefusal.visitorUnknown }
    }

    /// Erases whatever waits or not: what was erased before a backup was put in place stays so.
    func again(_ partner: Partner, in shop: ShopID, _ transaction: Transaction) throws {
        guard try erasure(of: partner, in: shop, transaction) == nil else { return }
        switch partner {
        case .customer(let id): try carryOut(id, because: .again, by: .system, in: shop, transaction)
        case .visitor(let id): try carryOut(id, because: .again, by: .system, in: shop, transaction)
        }
    }

    /// Erases somebody for whom nothing is open and the time is over.
    func expire(_ id: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction) throws {
        try carryOut(id, because: .retention, by: .system, in: shop, transaction)
    }

    /// Takes away all that is kept of a visitor of whom nothing was heard for as long as the shop keeps it. No record of
    /// a trade names them, so nothing stays, and a backup that is put back is gone over again by its age.
    func expire(visitor: Identifier<Visitor>, in shop: ShopID, _ transaction: Transaction) throws {
        try empty(visitor, because: .retention, by: .system, in: shop, transaction)
        try people.removeKey(of: .customer(visitor.text, of: shop), transaction)
    }

    /// As a customer's: the key is destroyed rather than removed, so that nothing comes under this id any more.
    private func carryOut(
        _ visitor: Identifier<Visitor>, because reason: Reason, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try requireJournal(reason)
        try empty(visitor, because: reason, by: actor, in: shop, transaction)
        try people.destroyKey(of: .customer(visitor.text, of: shop), transaction)
        if reason != .again { note(visitor.text, in: shop, transaction) }
    }

    private func empty(
        _ visitor: Identifier<Visitor>, because reason: Reason, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        let (conversations, sent) = try conversations.forget(visitor: visitor, in: shop, transaction)
        try files.delete(sent.map { Identifier($0) }, in: shop, transaction)
        let files = try sent.count + files.deleteAll(ofCustomer: visitor.text, in: shop, transaction)
        // Of those who turned out to be customers nothing but the key was left.
        guard conversations + files > 0 else { return }
        try events.append(
            Self.erased, on: .init("personalData", visitor.text), of: shop, by: actor,
            [
                "record": "visitor", "reason": .string(reason.rawValue),
                "conversations": JSONValue(conversations), "files": JSONValue(files),
            ], in: transaction)
    }

    private func carryOut(
        _ id: Identifier<Customer>, because reason: Reason, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try requireJournal(reason)
        let person = Person.customer(id.text, of: shop)
        try people.destroyKey(of: person, transaction)
        for column in PersonalColumns.emptied { try column.empty(person, transaction) }
        try customers.forget(id, in: shop, transaction)
        try messages.forget(customer: id.text, in: shop, transaction)
        try sessions.endAll(ofCustomer: id.text, of: shop, in: transaction)
        try codes.forget(customer: id.text, in: shop, transaction)
        try afterSales.forgetEvidence(of: id, in: shop, transaction)
        let sent = try conversations.forget(id, in: shop, transaction)
        try files.delete(sent.map { Identifier($0) }, in: shop, transaction)
        let files = try sent.count + files.deleteAll(ofCustomer: id.text, in: shop, transaction)
        try events.append(
            Self.erased, on: .init("personalData", id.text), of: shop, by: actor,
            ["record": "customer", "reason": .string(reason.rawValue), "files": JSONValue(files)],
            in: transaction)
        // A backup from before they were known holds what they wrote as visitors.
        let before = try conversations.visitors(whoBecame: id, in: shop, transaction).map(\.text)
        for visitor in before { try people.destroyKey(of: .customer(visitor, of: shop), transaction) }
        guard reason != .again else { return }
        for name in [id.text] + before { note(name, in: shop, transaction) }
    }

    /// Nobody is erased whom a backup could bring back.
    /// - Throws: `StorageFailure.unavailable` while the journal cannot be written.
    private func requireJournal(_ reason: Reason) throws {
        guard reason != .again else { return }
        do {
            try journal.prepare()
        } catch {
            throw StorageFailure.unavailable("\(error)")
        }
    }

    /// Notes in the journal who was erased, once it is certain.
    private func note(_ person: String, in shop: ShopID, _ transaction: Transaction) {
        let entry = ErasureJournal.Entry(ring: ring, shop: shop, customer: person, at: transaction.now)
        transaction.afterCommit { [journal, logger] in
            do {
                try journal.append([entry])
            } catch {
                // The next start adds it from the database.
                logger.error("an erasure is not in the journal yet", metadata: ["fault": "\(error)"])
            }
        }
    }

    private func requireNothingOpen(
        _ ids: [Identifier<Customer>], in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        let open = try openMatters(of: ids, in: shop, transaction)
        guard open.isEmpty else {
            throw InputRefusal("personHasOpenMatters", open.arguments, kind: .conflict)
        }
    }

    /// The same for all records of one person.
    func openMatters(
        of ids: [Identifier<Customer>], in shop: ShopProfile, _ transaction: Transaction
    ) throws -> OpenMatters {
        try ids.reduce(.none) { try $0 + openMatters(of: $1, in: shop, transaction) }
    }

    /// What has to come to its end before a customer's data can be erased.
    func openMatters(
        of id: Identifier<Customer>, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> OpenMatters {
        var open = CaseFilter()
        (open.customerID, open.states) = (id, CaseState.open)
        return OpenMatters(
            cases: try afterSales.count(open, in: shop.id, transaction),
            complaints: try complaints.openCount(of: id, in: shop.id, transaction),
            orders: try orders.unsentCount(of: id, in: shop.id, transaction))
    }
}

/// How much of a customer's waits for somebody.
struct OpenMatters: Sendable {
    /// Of visitors nothing waits.
    static let none = OpenMatters(cases: 0, complaints: 0, orders: 0)

    let cases: Int
    let complaints: Int
    /// Those that were not sent.
    let orders: Int

    static func + (left: OpenMatters, right: OpenMatters) -> OpenMatters {
        OpenMatters(
            cases: left.cases + right.cases, complaints: left.complaints + right.complaints,
            orders: left.orders + right.orders)
    }

    var isEmpty: Bool { cases + complaints + orders == 0 }

    var arguments: [String: String] {
        ["cases": "\(cases)", "complaints": "\(complaints)", "orders": "\(orders)"]
    }
}

extension Erasure {
    /// Brings journal and database to the same: applies what a restored database does not know, and notes what another
    /// node has erased or a loss of power kept from the journal.
    func settle(_ database: any Database) async throws {
        let isNew = !journal.exists
        try journal.prepare()
        let noted = Set(try journal.entries().filter { $0.ring == ring })
        let known = Set(noted.map { Person.customer($0.customer, of: $0.shop) })
        let erased = try await database.read { [people] in try people.erasures($0) }
        let done = Set(erased.map(\.person))
        if isNew, !erased.isEmpty {
            logger.warning(
                "there was no journal of erasures; it begins with those that the database knows",
                metadata: ["path": "\(journal.path)"])
        }
        for entry in noted where !done.contains(.customer(entry.customer, of: entry.shop)) {
            try await database.write(in: entry.shop) {
                try again(Partner(actorID: entry.customer), in: entry.shop, $0)
            }
        }
        try note(erased, unless: known)
    }

    /// Brings into the journal whom others have erased: another node, or somebody at a command line.
    /// - Parameter moment: since then; nil: ever.
    func noteOthers(since moment: Timestamp?, _ database: any Database) async throws {
        let erased = try await database.read { [people] in try people.erasures(since: moment, $0) }
        guard !erased.isEmpty else { return }
        let noted = try journal.entries().filter { $0.ring == ring }
        try note(erased, unless: Set(noted.map { Person.customer($0.customer, of: $0.shop) }))
    }

    private func note(_ erased: [(person: Person, at: Timestamp)], unless known: Set<Person>) throws {
        try journal.append(
            erased.filter { !known.contains($0.person) }.compactMap { erasure in
                erasure.person.customer.map {
                    .init(ring: ring, shop: erasure.person.shop, customer: $0, at: erasure.at)
                }
            })
    }
}
