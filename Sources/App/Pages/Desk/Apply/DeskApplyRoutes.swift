import AfterSales
import Base
import Conversations
import Files
import Hummingbird
import Localisation
import Orders
import Policies
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/orders/:order/apply?goods=&reason=&kind=…&draft= | casesOpen | orderUnknown |
/// | POST | /desk/:shop/orders/:order/apply/draft | casesOpen | fileTypeNotAllowed; keeps the files, shows what the policy says |
/// | POST | /desk/:shop/orders/:order/apply | casesOpen | as POST cases of the API |
///
/// With `?conversation=` the forms come back to that thread.
struct DeskApplyRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.desk(.get, "orders/:order/apply", services, may: .casesOpen) { call in
            let draft = try ApplicationDraft(Query(call.request))
            let kept = try await call.read { try call.drafts.filled(draft, $0) }
            return try await Self.page(try call.context.id("order"), kept, call)
        }
        router.desk(.post, "orders/:order/apply/draft", services, may: .casesOpen) { call in
            let id: Identifier<Order> = try call.context.id("order")
            let form = try await FormBody.read(call.request)
            try services.sealer.check(form, call.context)
            var draft = ApplicationDraft()
            do {
                let order = try await call.read { try services.orders.order(id, in: call.shop.id, $0) }
                draft = try Self.draft(form, order)
                draft.evidence += try await FormFiles(services).keep(
                    form.files, by: call.principal.actor, in: call.shop.id)
                draft = try await services.database.write(in: call.shop.id) { [draft] in
                    try call.drafts.kept(draft, $0)
                }
                if let thread = call.thread {
                    return .seeOther(draft.address(call.place("conversations", thread), besideThread: id))
                }
                return .seeOther(draft.address("\(call.place("orders", id))/apply"))
            } catch let refusal as any Refusal where refusal.kind != .notFound {
                return try await Self.page(id, draft, call, refused: Problem(refusal, call.texts))
            }
        }
        router.desk(.post, "orders/:order/apply", services, may: .casesOpen) { call in
            let id: Identifier<Order> = try call.context.id("order")
            return try await call.submit("apply") { reader, transaction in
                let customer = try services.orders.order(id, in: call.shop.id, transaction).customerID
                let opened = try call.drafts.send(
                    ApplicationDraft(reader.form), of: id, by: call.taker().acting(for: customer), transaction
                )
                try call.show(opened, transaction)
                return call.placeAfterStep(of: opened)
            } refused: { refused in
                let draft = try ApplicationDraft(refused.body)
                let kept = try await call.read { try call.drafts.filled(draft, $0) }
                return try await Self.page(id, kept, call, refused: refused.problem)
            }
        }
    }

    /// Reason and kind are chosen together: `defective/returnRefund`.
    private static func draft(_ form: FormBody, _ order: Order) throws -> ApplicationDraft {
        var draft = ApplicationDraft()
        draft.id = try form.text("draft", upTo: Limits.idBytes).map { Identifier($0) }
        draft.goods = try order.lines.compactMap { line in
            let units = try form.int("units.\(line.id)", in: 0...line.quantity) ?? 0
            let variant = try form.text("variant.\(line.id)", upTo: Limits.idBytes)
            return units > 0
                ? .init(line: line.id, quantity: units, newVariant: variant.map { Identifier($0) }) : nil
        }
        guard !draft.goods.isEmpty else {
            throw InputRefusal("goodsMissing", at: "/goods", kind: .unprocessable)
        }
        let wish = (try form.text("wish") ?? "").split(separator: "/", maxSplits: 1).map(String.init)
        if wish.count == 2 {
            draft.reason = wish[0]
            draft.kind = CaseKind(rawValue: wish[1])
        }
        draft.refundTo = try form.text("refundTo", upTo: Limits.idBytes).map { Identifier($0) }
        draft.note = try form.text("note", upTo: Limits.noteCharacters)
        draft.evidence = form.all("keep")
        return draft
    }

    private static func page(
        _ id: Identifier<Order>, _ draft: ApplicationDraft, _ call: DeskCall, refused: Problem? = nil
    ) async throws -> Response {
        if let thread = call.thread {
            return try await ConversationPageRoutes.page(
                thread, call, beside: BesideThread(id, draft, refused))
        }
        let status = refused.map { HTTPResponse.Status(code: $0.status) } ?? .ok
        return try await call.pictured(call.texts["desk.apply.title"], .orders, status) {
            DeskApplyPage(model: try DeskApplyModel(id, draft, call, $0), refused: refused, call: call)
        }
    }
}

extension DeskCall {
    fileprivate var drafts: ApplicationDrafts { ApplicationDrafts(services, of: principal.actor, in: shop) }

    /// A case that was opened beside its customer's thread stands in it as a card, which shows from now on how it is. It is
    /// the program that puts it there: whoever waits for an answer still does.
    fileprivate func show(_ opened: Identifier<Case>, _ transaction: Transaction) throws {
        guard let thread else { return }
        let (desk, speaker) = (services.conversations, Speaker.shop(.system))
        let conversation = try desk.conversation(thread, for: speaker, in: shop.id, transaction)
        let owner = try services.afterSales.owner(of: opened, in: shop.id, transaction)
        guard conversation.state != .closed, conversation.partner.customerID == owner else { return }
        let card = NewMessage(.card(Card(.afterSales, opened.text)), key: "opened \(opened)")
        _ = try desk.post(card, to: thread, by: speaker, in: shop.id, transaction)
    }
}
