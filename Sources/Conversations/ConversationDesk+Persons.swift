import Base
import Customers
import Events
import Storage
import Vault

/// Records of one person: a customer who wrote under two, or before anybody knew them.
extension ConversationDesk {
    /// Everybody who is the same person, the customer that the others were merged with first; somebody alone stands alone.
    public func same(
        as partner: Partner, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Partner] {
        let main = try mergeStore.merge(of: partner, in: shop, transaction)?.customer ?? partner.customerID
        guard let main else { return [partner] }
        return try [.customer(main)] + mergeStore.merges(with: main, in: shop, transaction).map(\.partner)
    }

    /// What was merged with a customer, or the merge of a customer or visitor with another.
    public func merges(
        of partner: Partner, in shop: ShopID, _ transaction: Transaction
    ) throws -> [PersonMerge] {
        if let own = try mergeStore.merge(of: partner, in: shop, transaction) { return [own] }
        guard let customer = partner.customerID else { return [] }
        return try mergeStore.merges(with: customer, in: shop, transaction)
    }

    /// Notes that a customer or visitor is the same person as a customer.
    /// - Throws: `customerUnknown`, `visitorUnknown`, `mergeWithItself`, `mergedAlready`, `tooManyMerged`,
    ///   `partnerErased`.
    public func merge(
        _ partner: Partner, with customer: Identifier<Customer>, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> PersonMerge {
        let main = Partner.customer(customer)
        guard partner != main else { throw ConversationRefusal.mergeWithItself }
        _ = try customers.customer(customer, in: shop, transaction)
        try requireKnown(partner, in: shop, transaction)
        if let known = try mergeStore.merge(of: partner, in: shop, transaction), known.customer == customer {
            return known
        }
        guard try mergeStore.merge(of: partner, in: shop, transaction) == nil,
            try mergeStore.merge(of: main, in: shop, transaction) == nil,
            try partner.customerID.map({ try mergeStore.merges(with: $0, in: shop, transaction) })?.isEmpty
                != false
        else { throw ConversationRefusal.mergedAlready }
        guard try mergeStore.merges(with: customer, in: shop, transaction).count < PersonMerge.most else {
            throw ConversationRefusal.tooManyMerged
        }
        for one in [partner, main]
        where try people.key(of: .customer(one.actorID, of: shop), transaction).isErased {
            throw ConversationRefusal.partnerErased
        }
        let merge = PersonMerge(partner: partner, customer: customer, by: actor, at: transaction.now)
        try mergeStore.insert(merge, in: shop, transaction)
        try tell("merged", merge, by: actor, in: shop, transaction)
        return merge
    }

    /// Takes back that they are the same person.
    /// - Throws: `mergeUnknown`; `conversationsMerged` while conversations of both are merged.
    public func part(
        _ partner: Partner, from customer: Identifier<Customer>, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> PersonMerge {
        guard let merge = try mergeStore.merge(of: partner, in: shop, transaction), merge.customer == customer
        else { throw ConversationRefusal.mergeUnknown }
        guard try !areMerged(partner, in: shop, transaction) else {
            throw ConversationRefusal.conversationsMerged
        }
        try mergeStore.delete(partner, in: shop, transaction)
        try tell("parted", merge, by: actor, in: shop, transaction)
        return merge
    }

    // MARK: Parts

    private func requireKnown(
        _ partner: Partner, in shop: ShopID, _ transaction: Transaction
    ) throws {
        switch partner {
        case .customer(let id): _ = try customers.customer(id, in: shop, transaction)
        case .visitor:
            guard try !store.ids(of: partner, in: shop, transaction).isEmpty else {
                throw ConversationRefusal.visitorUnknown
            }
        }
    }

    /// Whether a conversation of somebody's goes on in one of somebody else's, or the other way round.
    private func areMerged(
        _ partner: Partner, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        let own = Set(try store.ids(of: partner, in: shop, transaction))
        return try own.contains { id in
            let into = try mergeStore.merge(of: id, in: shop, transaction).map { [$0.target] } ?? []
            let from = try mergeStore.merges(into: id, in: shop, transaction).map(\.source)
            return (into + from).contains { !own.contains($0) }
        }
    }

    /// The event tells of each of them, and of their newest conversations, so that whoever looks at one sees it.
    private func tell(
        _ word: String, _ merge: PersonMerge, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let main = Partner.customer(merge.customer)
        try events.append(
            "customer.\(word)", on: .init("customer", merge.customer.text), of: shop, by: actor,
            related: merge.partner.actorID, ["other": .string(merge.partner.actorID)], in: transaction)
        for (partner, other) in [(merge.partner, main), (main, merge.partner)] {
            guard let id = try store.ids(of: partner, in: shop, transaction).last,
                let conversation = try store.find(id, in: shop, transaction)
            else { continue }
            try tell(
                word == "merged" ? "personMerged" : "personParted", conversation, by: actor,
                ["other": .string(other.actorID)], in: shop, transaction)
        }
    }
}
