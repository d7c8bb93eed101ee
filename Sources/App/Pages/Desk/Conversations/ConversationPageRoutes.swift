import Base
import Conversations
import Events
import Hummingbird
import Jobs
import Localisation
import Orders
import Staff
import Storage
import Web

/// | method | path | may | does |
/// |---|---|---|---|
/// | GET | /desk/:shop/conversations?view=&agent=&tag=&cursor= | conversationsRead | who waits, what one has, what is open or closed |
/// | GET | /desk/:shop/conversations/panel, /stream | conversationsRead | its live part, and what tells it to look again |
/// | GET | /desk/:shop/conversations/board?day=&of=&late=&agent=&team=&channel=, /board/panel, /board/rows.csv | conversationsAssign | who waits, who is there, how soon people answer |
/// | GET | /desk/:shop/conversations/board?at= | conversationsAssign | the same at a moment that has passed |
/// | GET | /desk/:shop/conversations/rows.csv?view=&agent=&tag= | conversationsRead | the same as rows |
/// | POST | /desk/:shop/conversations/bulk | conversationsHandle | giving away, tagging and closing several |
/// | POST | /desk/:shop/conversations/presence | conversationsHandle | coming and going |
/// | GET | /desk/:shop/conversations/:conversation | conversationsRead | the thread, the customer beside it |
/// | GET | …/:conversation?case=&apply=…, /panel, /beside, /cases, /inside | conversationsRead | with one of the customer's cases, or an application, beside it; its live parts |
/// | POST | …/:conversation/messages, /cards, /invitations, /notes, /tasks, /lessons, /tags, /assignment, /snooze, /closure | conversationsHandle | answering, noting, asking colleagues, sorting, handing on, putting aside, ending |
struct ConversationPageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let stream = EventStream(services.hub)
        router.desk(.get, "conversations", services, may: .conversationsRead) { call in
            try await call.page(call.texts["desk.way.conversations"], .conversations) {
                try ConversationListPage(call, $0).body
            }
        }
        router.desk(.get, "conversations/panel", services, may: .conversationsRead) { call in
            try await call.panel { try ConversationListPage(call, $0).panel }
        }
        router.desk(.get, "conversations/stream", services, may: .conversationsRead) { call in
            let withCases = try Query(call.request).bool("cases") ?? false
            return try stream.response(
                to: call.request, call.context, in: call.shop.id,
                where: { $0.subject.kind == "conversation" || ($0.subject.kind == "case" && withCases) },
                signs: { ["case": .string($0.id), "who": .string($0.actor.id), "is": .string($0.word)] }
            ) { ["type": .string($0.type), "case": .string($0.subject.id)] }
        }
        router.desk(.get, "conversations/:conversation", services, may: .conversationsRead) { call in
            try await Self.page(try call.context.id("conversation"), call)
        }
        for part in ["panel", "beside", "cases", "inside"] {
            router.desk(
                .get, "conversations/:conversation/\(RouterPath(part))", services, may: .conversationsRead
            ) { call in
                let id: Identifier<Conversation> = try call.context.id("conversation")
                return try await call.panel { transaction in
                    let page = ConversationPage(
                        model: try ConversationModel(id, call, transaction), refused: nil, call: call)
                    switch part {
                    case "panel": return page.panel
                    case "beside": return page.beside
                    case "inside":
                        return ConversationInside(model: page.model, refused: nil, call: call).body
                    default:
                        return ConversationCases(model: page.model, refused: nil, call: call).body
                    }
                }
            }
        }
        addBoard(to: router)
        ConversationListRoutes(services: services).add(to: router)
        AttendanceRoutes(services: services).add(to: router)
        FoundMessagesRoutes(services: services).add(to: router)
        addForms(to: router)
    }

    private func addBoard(to router: Router<WebContext>) {
        router.desk(.get, "conversations/board", services, may: .conversationsAssign) { call in
            let at = try Query(call.request).text("at", upTo: 20)
            let moment = at.flatMap { BoardMomentForm.moment($0, call.shop.day) }
            return try await call.page(call.texts["desk.board.title"], .conversations) {
                if let moment { return try BoardThen(at: min(moment, $0.now), call, $0).body }
                return BoardPage(model: try BoardModel(call, $0), call: call).body
            }
        }
        router.desk(.get, "conversations/board/panel", services, may: .conversationsAssign) { call in
            try await call.panel { BoardPage(model: try BoardModel(call, $0), call: call).panel }
        }
        router.desk(.get, "conversations/board/rows.csv", services, may: .conversationsAssign) { call in
            let starts = PromiseDay.starts(
                BoardModel.daysShown, call.shop.day, now: call.services.clock.now())
            let choice = try BoardRows.Choice(Query(call.request), starts, call.formatting.date)
            return AnswerRows(services: call.services, shop: call.shop.id).response(
                choice.filter(starts, call.shop.day, ConversationRules.usual.dayHours))
        }
    }

    private func addForms(to router: Router<WebContext>) {
        let services = services
        let desk = services.conversations
        router.desk(.post, "conversations/presence", services, may: .conversationsHandle) { call in
            try await call.submit("presence") { form, transaction in
                _ = try SeatChanges(services: services).change(
                    seatOf: Identifier(call.principal.actor.id),
                    SeatChange(isPresent: form.text("present") == "yes"), by: call.principal,
                    in: call.shop.id, transaction)
                return "\(call.path)/conversations"
            }
        }
        form(router, "messages", "reply") { form, id, call, transaction in
            try Answering(services: services).post(form, to: id, call, transaction)
        }
        form(router, "cards", "card") { form, id, call, transaction in
            let message = NewMessage(.card(try Self.card(form)), key: try IdempotencyKey(form.form).text)
            _ = try desk.post(
                message, to: id, by: .shop(call.principal.actor), in: call.shop.id, transaction)
        }
        form(router, "invitations", InviteForm.name) { form, id, call, transaction in
            let variant = try form.requiredText("variantId", upTo: Limits.idBytes)
            let quantity = try form.int("quantity", in: Card.Goods.quantities) ?? 1
            guard
                let product = try services.orders.variant(Identifier(variant), in: call.shop.id, transaction)?
                    .productID
            else { throw ConversationRefusal.cardUnknown(.product) }
            let card = Card(product: product.text, Card.Goods(variant: variant, quantity: quantity))
            let message = NewMessage(.card(card), key: try IdempotencyKey(form.form).text)
            _ = try desk.post(
                message, to: id, by: .shop(call.principal.actor), in: call.shop.id, transaction)
        }
        form(router, "notes", "note") { form, id, call, transaction in
            _ = try desk.note(
                form.requiredText("text", upTo: Limits.noteCharacters), on: id, by: call.principal.actor,
                in: call.shop.id, transaction)
        }
        form(router, "tasks", AskForm.name) { form, id, call, transaction in
            let new = try AskForm.task(form, now: transaction.now, call.shop.day)
            _ = try TaskHandling(services: services).ask(
                new, about: id, by: call.principal, in: call.shop.id, transaction)
        }
        form(router, "assignment", "transfer") { form, id, call, transaction in
            _ = try ConversationAssignment(services: services).assign(
                id, to: AssignmentRoutes.assignee(form.form), remark: form.note("remark"),
                by: call.principal, in: call.shop.id, transaction)
        }
        form(router, "tags", "tags") { form, id, call, transaction in
            let line = try form.text("tags", upTo: 400) ?? ""
            _ = try desk.tag(
                id, as: Tag.several(line), by: call.principal.actor, in: call.shop.id, transaction)
        }
        form(router, "snooze", "snooze") { form, id, call, transaction in
            let isAside =
                try desk.conversation(
                    id, for: .shop(call.principal.actor), in: call.shop.id, transaction
                ).snoozedUntil != nil
            let until = isAside ? nil : try form.choice("until", of: SnoozeChoice.self)
            _ = try ConversationAssignment(services: services).snooze(
                id, until: until?.moment(after: transaction.now, call.shop.day), remark: form.note("remark"),
                by: call.principal, in: call.shop.id, transaction)
        }
        form(router, "lessons", "lesson") { form, id, call, transaction in
            let text = LessonText(
                cause: try form.requiredText("cause", upTo: Limits.noteCharacters),
                helped: try form.requiredText("helped", upTo: Limits.noteCharacters),
                article: try form.note("article"))
            _ = try desk.learn(text, from: id, by: call.principal.actor, in: call.shop.id, transaction)
        }
        form(router, "closure", "closure") { _, id, call, transaction in
            _ = try desk.close(id, by: .shop(call.principal.actor), in: call.shop.id, transaction)
        }
    }

    private func form(
        _ router: Router<WebContext>, _ noun: String, _ name: String,
        _ act:
            @escaping @Sendable (DeskFormReader, Identifier<Conversation>, DeskCall, Transaction) throws ->
            Void
    ) {
        router.desk(
            .post, "conversations/:conversation/\(RouterPath(noun))", services, may: .conversationsHandle
        ) { call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            return try await call.submit(name) { form, transaction in
                try act(form, id, call, transaction)
                return call.place("conversations", id)
            } refused: { refused in
                try await Self.page(id, call, refused: refused)
            }
        }
    }

    /// What was chosen: the kind and the id.
    private static func card(_ form: DeskFormReader) throws -> Card {
        let parts = try form.requiredText("record", upTo: Limits.idBytes + 16).split(
            separator: " ", maxSplits: 1)
        guard parts.count == 2, let kind = Card.Kind(rawValue: String(parts[0])) else {
            throw ConversationRefusal.cardUnknown(.order)
        }
        return Card(kind, String(parts[1]))
    }

    static func page(
        _ id: Identifier<Conversation>, _ call: DeskCall, refused: RefusedForm? = nil,
        beside: BesideThread? = nil
    ) async throws -> Response {
        let status = beside?.problem.map { HTTPResponse.Status(code: $0.status) } ?? refused?.status ?? .ok
        return try await call.pictured(call.texts["desk.conversation.title"], .conversations, status) {
            ConversationPage(
                model: try ConversationModel(id, beside: beside, call, $0), refused: refused, call: call)
        }
    }
}
