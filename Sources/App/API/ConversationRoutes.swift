import Base
import Conversations
import Customers
import Hummingbird
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | conversations | conversationsHandle | customerUnknown, channelInvalid, partnerErased |
/// | GET | conversations?state=&customerId=&assignee=&channel=&tag=&snoozed=&from=&until=&order= | conversationsRead | queryInvalid |
/// | GET | conversations/rows, by the same filters | conversationsRead | queryInvalid |
/// | GET | conversations/tags | conversationsRead | |
/// | GET | conversations/:conversation | conversationsRead | conversationUnknown |
/// | GET | conversations/:conversation/messages?after= | conversationsRead | conversationUnknown |
/// | POST | conversations/:conversation/messages | conversationsHandle | conversationClosed, answeredMeanwhile, cardUnknown, fileUnknown, … |
/// | GET | conversations/:conversation/messages/:n/versions | conversationsRead | messageUnknown |
/// | GET | conversations/:conversation/notes | conversationsRead | conversationUnknown |
struct ConversationRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        addOpening(to: router)
        addReading(to: router)
        MessageRoutes(services: services).add(to: router)
        ConversationStepRoutes(services: services).add(to: router)
        DraftRoutes(services: services).add(to: router)
        MessageSearchRoutes(services: services).add(to: router)
        QuickReplyRoutes(services: services).add(to: router)
        SeatRoutes(services: services).add(to: router)
        AnswerRoutes(services: services).add(to: router)
        TargetRoutes(services: services).add(to: router)
        AssistantSettingRoutes(services: services).add(to: router)
        InspectionRoutes(services: services).add(to: router)
        FeedbackRoutes(services: services).add(to: router)
        ShopWordRoutes(services: services).add(to: router)
    }

    private func addOpening(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(.post, "conversations", services, may: .conversationsHandle) { call in
            try await call.command({ reader in
                (
                    customer: try reader.optionalID("customerId") as Identifier<Customer>?,
                    channel: try ConversationChannel(reader.string("channel", upTo: 64)),
                    skill: try Self.skill(&reader)
                )
            }) { input, transaction in
                do {
                    let (conversation, isNew) = try desk.open(
                        with: input.customer, on: input.channel, skill: input.skill,
                        by: call.principal.actor, in: call.shop.id, transaction)
                    let place = "\(call.path)/conversations/\(conversation.id)"
                    let json = try call.personal([], transaction).json(conversation)
                    return isNew ? .created(json, at: place) : .ok(json)
                } catch CustomerRefusal.customerUnknown {
                    throw InputRefusal("customerUnknown", at: "/customerId", kind: .unprocessable)
                }
            }
        }
    }

    private func addReading(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(
            .get, "conversations", services, may: .conversationsRead,
            query: Self.filters + ["order", "cursor", "limit"]
        ) { call in
            let filter = try Self.filter(call.query)
            let page = try await call.read { try desk.list(filter, in: call.shop.id, $0) }
            let read = page.items.filter(\.hasWords).map { PersonalData.Record.conversation($0.id) }
            let people = try await call.personal(read)
            return .list(page) { people.json($0) }
        }
        router.shop(
            .get, "conversations/rows", services, may: .conversationsRead, query: Self.filters
        ) { call in
            ConversationRows(services: call.services, shop: call.shop.id).response(
                try Self.filter(call.query))
        }
        router.shop(.get, "conversations/tags", services, may: .conversationsRead) { call in
            let tags = try await call.read { try desk.tags(in: call.shop.id, $0) }
            return .list(Page(items: tags, next: nil)) { $0.json }
        }
        router.shop(.get, "conversations/:conversation", services, may: .conversationsRead) { call in
            let (conversation, place) = try await call.read { transaction in
                let conversation = try call.conversation(transaction)
                return (conversation, try desk.place(of: conversation, in: call.shop.id, transaction))
            }
            let people = try await call.conversation(whereRead: conversation.hasWords)
            return .json(people.json(conversation).adding(["queue": place?.json]))
        }
        router.shop(.get, "conversations/:conversation/notes", services, may: .conversationsRead) { call in
            let notes = try await call.read {
                try desk.notes(on: call.conversation($0), in: call.shop.id, $0)
            }
            let people = try await call.conversation(whereRead: !notes.isEmpty)
            return .list(Page(items: notes, next: nil)) { people.json($0) }
        }
    }

    /// A skill group's code, where the body names one.
    static func skill(_ reader: inout JSONReader, _ name: String = "skill") throws -> String? {
        guard let text: Identifier<Seat> = try reader.optionalID(name) else { return nil }
        return text.text
    }

    private static let filters = [
        "state", "customerId", "assignee", "channel", "tag", "snoozed", "from", "until",
    ]

    static func filter(_ query: Query) throws -> ConversationFilter {
        var filter = ConversationFilter()
        switch query["state"] {
        case nil: break
        case "open": filter.states = Conversation.State.open
        default: filter.states = [try query.choice("state", of: Conversation.State.self)].compactMap { $0 }
        }
        filter.customerID = try query.id("customerId")
        filter.assignee = try query.text("assignee")
        if let name = try query.text("channel") {
            guard let channel = try? ConversationChannel(name) else {  // the query says it in its own way
                throw WebRefusal.queryInvalid(name: "channel", expected: "channel")
            }
            filter.channel = channel
        }
        if let text = try query.text("tag") {
            guard let tag = try? Tag(text) else {  // the query says it in its own way
                throw WebRefusal.queryInvalid(name: "tag", expected: "tag")
            }
            filter.tag = tag
        }
        filter.isSnoozed = try query.bool("snoozed")
        (filter.openedFrom, filter.openedUntil) = (try query.time("from"), try query.time("until"))
        filter.order = try query.choice("order", of: ConversationFilter.Order.self) ?? .newest
        filter.limit = try query.limit()
        filter.after = try filter.order == .newest ? query.cursor(of: 1) : query.timedCursor()
        return filter
    }
}

extension ShopCall {
    /// The conversation that the path names, as somebody of the shop sees it.
    /// - Throws: `conversationUnknown`.
    func conversation(_ transaction: Transaction) throws -> Conversation {
        try services.conversations.conversation(
            context.id("conversation"), for: .shop(principal.actor), in: shop.id, transaction)
    }

    /// How the answer tells of what was written in the conversation that the path names.
    /// - Parameter isRead: whether it tells anything.
    func conversation(whereRead isRead: Bool) async throws -> PersonalPayload {
        try await personal(isRead ? [.conversation(context.id("conversation"))] : [])
    }

    /// Who speaks: the caller for the shop, or in the name of whomever the conversation is with.
    func speaker(_ side: ActingSide) -> Speaker {
        side == .customer ? .partner(byHandOf: principal.actor) : .shop(principal.actor)
    }
}
