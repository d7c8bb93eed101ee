import Base
import Customers
import Files
import Storage

/// The chat on a shop's site: whoever is there has one thread, which is also the one on the customer's page.
extension ConversationDesk {
    /// Whether somebody is there to answer.
    public func isAnybodyThere(in shop: ShopID, _ transaction: Transaction) throws -> Bool {
        try seatStore.isAnybodyPresent(in: shop, transaction)
    }

    /// Somebody new whom nobody knows.
    public func newVisitor(_ transaction: Transaction) -> Partner {
        .visitor(transaction.identifiers.next(Visitor.mark, at: transaction.now))
    }

    /// Posts into somebody's own thread, which begins with its first message.
    /// - Throws: `fileUnknown`, `attachmentNotImage`, `cardUnknown`, `idempotencyKeyReused`, `partnerErased`.
    public func post(
        _ new: NewMessage, inThreadOf partner: Partner, in shop: ShopID, _ transaction: Transaction
    ) throws -> (message: Message, isRepeated: Bool) {
        let speaker = Speaker.partner(partner)
        let thread =
            try newest(with: partner, on: .page, in: shop, transaction)
            ?? begin(with: partner, on: .page, skill: nil, by: speaker.actor, in: shop, transaction)
        return try post(new, to: thread.id, by: speaker, in: shop, transaction)
    }

    /// A visitor turns out to be a customer: what they wrote and sent is the customer's from now on, sealed with the
    /// customer's key. A thread of the customer's that is open ends, and what waits in it waits in the newer one.
    /// - Throws: `customerUnknown`, `partnerErased`.
    public func join(
        _ visitor: Identifier<Visitor>, to customer: Identifier<Customer>, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        _ = try customers.customer(customer, in: shop, transaction)
        let (old, new) = (Partner.visitor(visitor), Partner.customer(customer))
        let sent = try files.all(ofCustomer: visitor.text, in: shop, transaction).map(\.id)
        let posted: [Identifier<StoredFile>] = try messages.files(of: old, in: shop, transaction).map {
            Identifier($0)
        }
        try mergeStore.forget(old, in: shop, transaction)
        for id in try store.ids(of: old, in: shop, transaction) {
            guard let conversation = try store.find(id, in: shop, transaction) else { continue }
            try join(conversation, to: new, in: shop, transaction)
        }
        // Last, when it is known that the customer's data were not erased.
        for file in Set(sent + posted) {
            try files.give(file, toCustomer: customer.text, in: shop, transaction)
        }
    }

    private func join(
        _ conversation: Conversation, to partner: Partner, in shop: ShopID, _ transaction: Transaction
    ) throws {
        var joined = conversation
        joined.partner = partner
        let key = try key(of: joined, in: shop, transaction)
        if joined.state != .closed,
            var other = try store.open(with: partner, on: joined.channel, in: shop, transaction)
        {
            let waits = [other.waitingSince, joined.waitingSince].compactMap(\.self).min()
            // Who waits for a person is not answered by the assistant first.
            if waits != nil, joined.state == .assisted { joined.standing = .waiting }
            joined.waitingSince = waits
            try end(&other, by: .system, in: shop, transaction)
            try beginWait(of: &joined, in: shop, transaction)
        }
        try messages.reseal(conversation, for: joined, in: shop, transaction)
        try notes.reseal(conversation, for: joined, in: shop, transaction)
        try inspected.reseal(conversation, for: joined, in: shop, transaction)
        try tasks.reseal(conversation, for: joined, in: shop, transaction)
        let draft = try drafts.find(conversation, in: shop, transaction)
        // Whoever was nobody had nothing done.
        try dialogueStore.delete(conversation.id, in: shop, transaction)
        try store.give(joined, with: key, in: shop, transaction)
        try store.update(joined, in: shop, transaction)
        if let draft { try drafts.save(draft, in: joined, with: key, of: shop, transaction) }
        try tell(
            "joined", joined, by: .system,
            .object([
                "visitorId": .string(conversation.partner.actorID),
                "waitingSince": joined.waitingSince.map { JSONValue($0) },
            ]), in: shop,
            transaction)
    }
}
