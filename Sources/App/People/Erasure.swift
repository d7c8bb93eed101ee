import AfterSales
import Base
import Conversations
import Customers
import Events
import Files
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
    let commands: IdempotentCommand
    let events: EventLog
    /// The name of the ring that seals this installation's keys.
    let ring: String
    let journal: ErasureJournal

    /// - Throws: `customerUnknown`; `personHasOpenMatters` while a case, a complaint or an order that was not sent waits.
    /// - Returns: when they were erased, now or before.
    func erase(
        _ id: Identifier<Customer>, because reason: Reason, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Timestamp {
        _ = try customers.customer(id, in: shop.id, transaction)
        let person = Person.customer(id.text, of: shop.id)
        if let before = try people.erasure(of: person, transaction) { return before }
        try requireNothingOpen(id, in: shop, transaction)
        try carryOut(id, because: reason, by: taker.actor, in: shop.id, transaction)
        return transaction.now
    }

    /// Erases whatever waits or not: what was erased before a backup was put in place stays so.
    func again(_ id: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction) throws {
        let person = Person.customer(id.text, of: shop)
        guard try people.erasure(of: person, transaction) == nil else { return }
        try carryOut(id, because: .again, by: .system, in: shop, transaction)
    }

    /// Erases somebody for whom nothing is open and the time is over.
    func expire(_ id: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction) throws {
        try carryOut(id, because: .retention, by: .system, in: shop, transaction)
    }

    private func carryOut(
        _ id: Identifier<Customer>, because reason: Reason, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        let person = Person.customer(id.text, of: shop)
        let names = try names(of: id, in: shop, transaction)
        try people.destroyKey(of: person, transaction)
        for column in PersonalColumns.all { try column.empty(person, transaction) }
        try customers.forget(id, in: shop, transaction)
        try messages.forget(customer: id.text, in: shop, transaction)
        try sessions.endAll(ofCustomer: id.text, of: shop, in: transaction)
        try codes.forget(customer: id.text, in: shop, transaction)
        let evidence =
            try afterSales.forgetEvidence(of: id, in: shop, transaction)
            + conversations.forget(id, in: shop, transaction)
        try files.delete(evidence.map { Identifier($0) }, in: shop, transaction)
        try commands.forgetAnswers(naming: names, in: shop, transaction)
        try events.append(
            Self.erased, on: .init("personalData", id.text), of: shop, by: actor,
            ["record": "customer", "reason": .string(reason.rawValue), "files": JSONValue(evidence.count)],
            in: transaction)
        let entry = ErasureJournal.Entry(ring: ring, shop: shop, customer: id.text, at: transaction.now)
        // What cannot be written now is added from the database at the next start.
        if reason != .again { transaction.afterCommit { [journal] in try? journal.append([entry]) } }
    }

    /// Ids by which answers of the API speak of the person.
    private func names(
        of id: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [String] {
        [id.text] + (try orders.ids(of: id, in: shop, transaction).map(\.text))
    }

    private func requireNothingOpen(
        _ id: Identifier<Customer>, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        var open = CaseFilter()
        (open.customerID, open.states) = (id, CaseState.open)
        let cases = try afterSales.count(open, in: shop.id, transaction)
        let complaints = try complaints.openCount(of: id, in: shop.id, transaction)
        let orders = try orders.unsentCount(of: id, in: shop.id, transaction)
        guard cases + complaints + orders == 0 else {
            throw InputRefusal(
                "personHasOpenMatters",
                ["cases": "\(cases)", "complaints": "\(complaints)", "orders": "\(orders)"], kind: .conflict)
        }
    }
}

extension Erasure {
    /// Brings journal and database to the same: applies what a restored database does not know, and notes what another
    /// node has erased or a loss of power kept from the journal.
    func settle(_ database: any Database) async throws {
        let noted = Set(try journal.entries().filter { $0.ring == ring })
        let known = Set(noted.map { Person.customer($0.customer, of: $0.shop) })
        let erased = try await database.read { [people] in try people.erasures($0) }
        let done = Set(erased.map(\.person))
        for entry in noted where !done.contains(.customer(entry.customer, of: entry.shop)) {
            try await database.write(in: entry.shop) {
                try again(Identifier(entry.customer), in: entry.shop, $0)
            }
        }
        try journal.append(
            erased.filter { !known.contains($0.person) }.compactMap { erasure in
                erasure.person.customer.map {
                    .init(ring: ring, shop: erasure.person.shop, customer: $0, at: erasure.at)
                }
            })
    }
}
