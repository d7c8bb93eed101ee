import AfterSales
import Base
import Conversations
import Customers
import Events
import Files
import Localisation
import Orders
import Staff
import Storage

/// All that is kept of one customer or visitor, in full, as one document for them to keep or take elsewhere.
struct PersonExport: Sendable {
    static let exported = "personalData.exported"

    let services: Services
    let shop: ShopRecord
    let texts: TextTable

    /// Puts the document together and notes that it was given.
    /// - Throws: `customerUnknown`.
    func document(
        of id: Identifier<Customer>, for taker: StepTaker, _ transaction: Transaction
    ) throws -> JSONValue {
        let document = try content(of: id, for: taker, transaction).adding([
            "samePerson": .array(try others(.customer(id), for: taker, transaction))
        ])
        try note(.customer(id), taker, transaction)
        return document
    }

    /// What is kept of the same person under other records.
    private func others(
        _ partner: Partner, for taker: StepTaker, _ transaction: Transaction
    ) throws -> [JSONValue] {
        try services.conversations.same(as: partner, in: shop.profile.id, transaction).filter {
            $0 != partner
        }.map { other in
            switch other {
            case .customer(let id): try content(of: id, for: taker, transaction)
            case .visitor(let id): try content(of: id, transaction)
            }
        }
    }

    private func content(
        of id: Identifier<Customer>, for taker: StepTaker, _ transaction: Transaction
    ) throws -> JSONValue {
        let customer = try services.customers.customer(id, in: shop.profile.id, transaction)
        return [
            "madeAt": JSONValue(transaction.now), "shop": JSONValue(shop.profile.id),
            "customer": customer.json, "orders": .array(try orders(of: id, transaction)),
            "cases": .array(try cases(of: id, for: taker, transaction)),
            "complaints": .array(try complaints(of: id, transaction)),
            "conversations": .array(try conversations(of: .customer(id), transaction)),
            "feedback": .array(try feedback(of: id, transaction)),
            "caseRatings": .array(
                try services.feedback.ratings(of: id, in: shop.profile.id, transaction).map(\.json)),
            "messages": .array(try messages(to: id, transaction)),
            "files": .array(try files(of: .customer(id), transaction)),
        ]
    }

    /// The same for somebody who wrote without being known.
    /// - Throws: `visitorUnknown`.
    func document(
        of id: Identifier<Visitor>, for taker: StepTaker, _ transaction: Transaction
    ) throws -> JSONValue {
        try services.erasure.requireKnown(id, in: shop.profile.id, transaction)
        let document = try content(of: id, transaction).adding([
            "samePerson": .array(try others(.visitor(id), for: taker, transaction))
        ])
        try note(.visitor(id), taker, transaction)
        return document
    }

    private func content(
        of id: Identifier<Visitor>, _ transaction: Transaction
    ) throws -> JSONValue {
        [
            "madeAt": JSONValue(transaction.now), "shop": JSONValue(shop.profile.id),
            "visitorId": JSONValue(id),
            "conversations": .array(try conversations(of: .visitor(id), transaction)),
            "files": .array(try files(of: .visitor(id), transaction)),
        ]
    }

    func document(
        of partner: Partner, for taker: StepTaker, _ transaction: Transaction
    ) throws -> JSONValue {
        switch partner {
        case .customer(let id): try document(of: id, for: taker, transaction)
        case .visitor(let id): try document(of: id, for: taker, transaction)
        }
    }

    private func note(_ partner: Partner, _ taker: StepTaker, _ transaction: Transaction) throws {
        try services.events.append(
            Self.exported, on: .init("personalData", partner.actorID), of: shop.profile.id, by: taker.actor,
            ["record": partner.customerID == nil ? "visitor" : "customer"], in: transaction)
    }

    private func orders(
        of id: Identifier<Customer>, _ transaction: Transaction
    ) throws -> [JSONValue] {
        let people = PersonalPayload(isFull: true)
        return try services.orders.ids(of: id, in: shop.profile.id, transaction).map { order in
            try ShownOrder(
                services.orders.view(order, in: shop.profile.id, transaction), services, in: shop.profile.id,
                transaction
            ).json(people)
        }
    }

    private func cases(
        of id: Identifier<Customer>, for taker: StepTaker, _ transaction: Transaction
    ) throws -> [JSONValue] {
        let payload = CasePayload(shop, texts, PersonalPayload(isFull: true), at: transaction.now)
        var filter = CaseFilter()
        (filter.customerID, filter.limit) = (id, Limits.pageItems)
        return try pages { after in
            filter.after = after
            return try services.afterSales.list(filter, in: shop.profile, transaction)
        }.map { view in
            let events = try services.afterSales.timeline(
                of: view.record.id, for: taker, in: shop.profile, transaction)
            return payload.json(view).adding(["timeline": .array(events.map(EventPayload.json))])
        }
    }

    private func complaints(
        of id: Identifier<Customer>, _ transaction: Transaction
    ) throws -> [JSONValue] {
        try pages { after in
            try services.complaints.list(
                state: nil, customer: id, after: after, limit: Limits.pageItems, in: shop.profile.id,
                transaction)
        }.map(\.json)
    }

    /// What was written to and fro; what people of the shop noted for themselves is theirs.
    private func conversations(of partner: Partner, _ transaction: Transaction) throws -> [JSONValue] {
        let (desk, shop) = (services.conversations, shop.profile.id)
        return try desk.ids(of: partner, in: shop, transaction).map { conversationID in
            let conversation = try desk.conversation(
                conversationID, for: .partner(partner), in: shop, transaction)
            let messages = try pages { after in
                Page(
                    try desk.messages(
                        of: conversation, after: after.flatMap { Int($0.keys[0]) } ?? 0,
                        limit: Limits.pageItems + 1, in: shop, transaction), limit: Limits.pageItems
                ) { Cursor([String($0.number)]) }
            }
            return conversation.json.adding(["messages": .array(messages.map(\.json))])
        }
    }

    private func feedback(
        of id: Identifier<Customer>, _ transaction: Transaction
    ) throws -> [JSONValue] {
        try pages { after in
            var filter = FeedbackFilter()
            (filter.customerID, filter.after, filter.limit) = (id, after, Limits.pageItems)
            return try services.feedback.list(filter, in: shop.profile.id, transaction)
        }.map(\.json)
    }

    private func messages(
        to id: Identifier<Customer>, _ transaction: Transaction
    ) throws -> [JSONValue] {
        try services.messages.all(toCustomer: id.text, in: shop.profile.id, transaction).map { message in
            .object([
                "kind": .string(message.kind), "about": .string(message.about),
                "channel": .string(message.channel.rawValue),
                "destination": .string(message.maskedDestination),
                "state": .string(message.state.rawValue), "madeAt": JSONValue(message.made),
                "sentAt": message.sent.map { JSONValue($0) },
            ])
        }
    }

    /// What they and others sent of them, each to be fetched by itself.
    private func files(of partner: Partner, _ transaction: Transaction) throws -> [JSONValue] {
        try services.files.all(ofCustomer: partner.actorID, in: shop.profile.id, transaction).map { file in
            [
                "id": JSONValue(file.id), "type": .string(file.kind.rawValue),
                "bytes": JSONValue(file.bytes), "at": JSONValue(file.at),
                "path": .string("/v1/shops/\(shop.profile.id)/files/\(file.id)"),
            ]
        }
    }

    private func pages<Item>(_ read: (Cursor?) throws -> Page<Item>) throws -> [Item] {
        var (items, after) = ([Item](), Cursor?.none)
        repeat {
            let page = try read(after)
            items += page.items
            after = page.next
        } while after != nil
        return items
    }
}
