import AfterSales
import Base
import Files
import Hummingbird
import Orders
import Policies
import Storage
import Web

/// | method | path, under orders/:order | does |
/// |---|---|---|
/// | GET | apply | step 1: which goods |
/// | POST | apply/goods | goes on to step 2 |
/// | GET | apply/reason | step 2: what happened |
/// | GET | apply/details | step 2: what should be done, and evidence |
/// | POST | apply/details | keeps the files, goes on to step 3 |
/// | GET | apply/result | step 3: what the policy says |
/// | POST | apply | opens the case, or goes to the one that it has opened already |
struct ApplyRoutes {
    let services: Services

    func add(to router: some RouterMethods<WebContext>) {
        router.customer(.get, "orders/:order/apply", services) { try await show(.goods, $0) }
        router.customer(.post, "orders/:order/apply/goods", services, takeGoods)
        router.customer(.get, "orders/:order/apply/reason", services) { try await show(.reason, $0) }
        router.customer(.get, "orders/:order/apply/details", services) { try await show(.details, $0) }
        router.customer(.post, "orders/:order/apply/details", services, takeDetails)
        router.customer(.get, "orders/:order/apply/result", services) { try await show(.result, $0) }
        router.customer(.post, "orders/:order/apply", services, open)
    }
}

extension CustomerCall {
    fileprivate var drafts: ApplicationDrafts {
        get throws { ApplicationDrafts(services, of: try customer.actor, in: shop) }
    }
}

@Sendable private func show(_ step: ApplyStep, _ call: CustomerCall) async throws -> Response {
    let draft = try ApplicationDraft(Query(call.request))
    let drafts = try call.drafts
    return try await ApplyPage.response(step, call.read { try drafts.filled(draft, $0) }, call)
}

@Sendable private func takeGoods(_ call: CustomerCall) async throws -> Response {
    let form = try await FormBody.read(call.request)
    var draft = try ApplicationDraft(form)
    return try await call.answering {
        let order = try await call.read { try call.ownOrder(call.context.id("order"), $0).order }
        draft.goods = try order.lines.compactMap { line in
            let units = try form.int("units.\(line.id)", in: 0...line.quantity) ?? 0
            return units > 0 ? ApplicationDraft.Goods(line: line.id, quantity: units) : nil
        }
        guard !draft.goods.isEmpty else {
            throw InputRefusal("goodsMissing", at: "/goods", kind: .unprocessable)
        }
        return .seeOther(draft.address(ApplyStep.reason.place(in: call)))
    } refused: { problem in
        try await ApplyPage.response(.goods, draft, call, problem: problem)
    }
}

/// Files are kept at once, so that going back and forth does not lose them.
@Sendable private func takeDetails(_ call: CustomerCall) async throws -> Response {
    var draft = ApplicationDraft()
    return try await call.answering {
        let form = try await call.form()
        _ = try await call.read { try call.ownOrder(call.context.id("order"), $0) }
        draft = try ApplicationDraft(form)
        draft.note = try form.text("note", upTo: Limits.noteCharacters)
        guard draft.kind != nil else { throw InputRefusal("kindMissing", at: "/kind", kind: .unprocessable) }
        for index in draft.goods.indices {
            draft.goods[index].newVariant = try form.text(
                "variant.\(draft.goods[index].line)", upTo: Limits.idBytes
            ).map { Identifier($0) }
        }
        draft.refundTo = try form.text(
            draft.kind == .exchange ? "difference" : "refund", upTo: Limits.idBytes
        )
        .map { Identifier($0) }
        draft.evidence = draft.evidence.filter { form.all("keep").contains($0) }
        draft.evidence += try await FormFiles(call.services).keep(
            form.files, by: call.customer.actor, in: call.shop.id)
        let (drafts, chosen) = (try call.drafts, draft)
        draft = try await call.services.database.write(in: call.shop.id) { try drafts.kept(chosen, $0) }
        return .seeOther(draft.address(ApplyStep.result.place(in: call)))
    } refused: { problem in
        try await ApplyPage.response(draft.goods.isEmpty ? .goods : .details, draft, call, problem: problem)
    }
}

@Sendable private func open(_ call: CustomerCall) async throws -> Response {
    let form = try await call.form()
    let draft = try ApplicationDraft(form)
    return try await call.answering {
        let (taker, drafts) = (try call.taker, try call.drafts)
        return try await call.once(form) { transaction in
            let order = try call.ownOrder(call.context.id("order"), transaction).order
            return call.place(of: try drafts.send(draft, of: order.id, by: taker, transaction))
        }
    } refused: { problem in
        try await ApplyPage.response(.result, draft, call, problem: problem)
    }
}
