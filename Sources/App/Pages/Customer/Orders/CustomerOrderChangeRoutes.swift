import Base
import Hummingbird
import Localisation
import Orders
import Storage
import Web

/// | method | path | does |
/// |---|---|---|
/// | POST | orders/:order/changes/preview | what a change would come to, nothing stored |
/// | POST | orders/:order/changes | changes the order |
struct CustomerOrderChangeRoutes {
    let services: Services

    func add(to router: some RouterMethods<WebContext>) {
        router.customer(.post, "orders/:order/changes/preview", services) { call in
            try await answering(call) { form in
                let (order, plan, now, images) = try await call.read { transaction in
                    let order = try changedOrder(call, transaction)
                    let request = try OrderChangeForm(form: form, order: order).request()
                    let plan = try call.services.orders.preview(
                        request, of: order.id, in: call.shop, transaction)
                    let images = try ProductImages(
                        of: plan.lines ?? [], call.services.orders, in: call.shop.id, transaction)
                    return (order, plan, transaction.now, images)
                }
                let page = CustomerChangePreviewPage(
                    form: OrderChangeForm(form: form, order: order), plan: plan, call: call,
                    images: images, reader: call.reader(at: now))
                return call.page(
                    call.texts["counter.change.check"], path: call.place(of: order.id), images: images,
                    page.body)
            }
        }
        router.customer(.post, "orders/:order/changes", services) { call in
            try await answering(call) { form in
                let actor = try call.customer.actor
                return try await call.once(form) { transaction in
                    let order = try changedOrder(call, transaction)
                    let request = try OrderChangeForm(form: form, order: order).request()
                    _ = try call.services.orders.change(
                        request, of: order.id, by: actor, in: call.shop, transaction)
                    return call.place(of: order.id)
                }
            }
        }
    }
}

/// What is refused is told on the order's page, with what was entered.
private func answering(
    _ call: CustomerCall, _ body: (FormBody) async throws -> Response
) async throws -> Response {
    let form = try await call.form()
    return try await call.answering {
        try await body(form)
    } refused: { problem in
        try await CustomerOrderPage.response(call.context.id("order"), call, problem: problem, input: form)
    }
}

private func changedOrder(_ call: CustomerCall, _ transaction: Transaction) throws -> Order {
    try call.ownOrder(call.context.id("order"), transaction).order
}
