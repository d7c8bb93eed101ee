import Base
import Conversations
import Customers
import Localisation
import Staff
import Storage
import Web

/// What is one with a conversation: others of the person that go on in it, and the person's other records.
struct MergedModel: Sendable {
    /// A conversation that goes on in this one, with what was written there.
    struct Thread: Sendable {
        let merge: ConversationMerge
        let thread: ThreadModel
    }

    let threads: [Thread]
    /// What it was merged into.
    let into: ConversationMerge?
    /// The person's other conversations, newest first.
    let others: [Conversation]
    let persons: [PersonMerge]
    /// Customers who may be the same person: they gave the same e-mail address or phone number.
    let alike: [Customer]

    private static let listed = 5

    init(
        _ conversation: Conversation, _ same: [Partner], _ told: (String) -> String, _ call: DeskCall,
        _ transaction: Transaction
    ) throws {
        let (desk, shop) = (call.services.conversations, call.shop.id)
        threads = try desk.merges(into: conversation.id, in: shop, transaction).map { merge in
            let source = try desk.conversation(
                merge.source, for: .shop(call.principal.actor), in: shop, transaction)
            return Thread(
                merge: merge,
                thread: try ThreadModel(
                    source, call.services, call.reader, side: .shop, in: call.shop, transaction
                ).withWords(told))
        }
        into = try desk.merge(of: conversation.id, in: shop, transaction)
        let taken = Set(threads.map(\.merge.source))
        others = try same.flatMap { partner in
            try desk.ids(of: partner, in: shop, transaction).suffix(Self.listed + taken.count)
        }.filter { $0 != conversation.id && !taken.contains($0) }.sorted(by: >).prefix(Self.listed).map {
            try desk.conversation($0, for: .shop(call.principal.actor), in: shop, transaction)
        }
        persons = try desk.merges(of: conversation.partner, in: shop, transaction)
        alike = try Self.alike(conversation.partner, same, call, transaction)
    }

    /// Those that another conversation may be merged from.
    func sources(into conversation: Conversation) -> [Conversation] {
        guard into == nil else { return [] }
        return others.filter { conversation.state != .closed || $0.state == .closed }
    }

    /// Who merged.
    var actors: [Actor] { threads.map(\.merge.by) + [into?.by].compactMap(\.self) + persons.map(\.by) }

    private static func alike(
        _ partner: Partner, _ same: [Partner], _ call: DeskCall, _ transaction: Transaction
    ) throws -> [Customer] {
        guard let id = partner.customerID, call.may(.customersChange) else { return [] }
        let (customers, shop) = (call.services.customers, call.shop.id)
        let customer = try customers.customer(id, in: shop, transaction)
        var found: [Customer] = []
        for criteria in [
            customer.email.map { CustomerDesk.Criteria.email($0) },
            customer.phone.map { CustomerDesk.Criteria.phone($0) },
        ].compactMap(\.self) {
            found += try customers.find(criteria, limit: listed, in: shop, transaction).items
        }
        var known = Set(same.compactMap(\.customerID))
        return found.filter { known.insert($0.id).inserted }
    }
}
