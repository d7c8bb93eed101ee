import Base
import Hummingbird
import Localisation
import Orders
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | /desk/:shop/orders/:order/changes/preview | ordersChange | as below, nothing stored |
/// | POST | /desk/:shop/orders/:order/changes | ordersChange | changeTooLate, changeLocked, methodUnknown, balanceTooLow, … |
struct DeskOrderChangeRoutes {
    let services: Services

    static let form = "change"

    func add(to router: Router<WebContext>) {
        let services = services
        router.desk(.post, "orders/:order/changes/preview", services, may: .ordersChange) { call in
            let id: Identifier<Order> = try call.context.id("order")
            let form = try await FormBody.read(call.request)
            try services.sealer.check(form, call.context)
            do {
                return try await call.pictured(call.texts["desk.change.check"], .orders) { transaction in
                    let order = try services.orders.order(id, in: call.shop.id, transaction)
                    let change = OrderChangeForm(form: form, order: order)
                    let plan = try services.orders.preview(
                        change.request(), of: id, in: call.shop, transaction)
                    let images = try ProductImages(
                        of: plan.lines ?? [], services.orders, in: call.shop.id, transaction)
                    return DeskChangePreviewPage(form: change, plan: plan, images: images, call: call)
                }
            } catch let refusal as any Refusal where refusal.kind != .notFound {
                let problem = Problem(refusal, call.texts)
                return try await DeskOrderRoutes.page(
                    id, call, refused: RefusedForm(name: Self.form, body: form, problem: problem))
            }
        }
        router.desk(.post, "orders/:order/changes", services, may: .ordersChange) { call in
            let id: Identifier<Order> = try call.context.id("order")
            return try await call.submit(Self.form) { reader, transaction in
                let order = try services.orders.order(id, in: call.shop.id, transaction)
                let change = try OrderChangeForm(form: reader.form, order: order).request()
                _ = try services.orders.change(
                    change, of: id, by: call.principal.actor, in: call.shop, transaction)
                return call.place("orders", id)
            } refused: { refused in
                try await DeskOrderRoutes.page(id, call, refused: refused)
            }
        }
    }
}
