import Base
import Hummingbird
import Localisation
import Orders
import Payments
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/orders?cursor= | ordersRead | |
/// | GET | /desk/:shop/orders/:order | ordersRead | orderUnknown |
/// | POST | /desk/:shop/orders/:order/charges/:number/retry | refundsRetry | movementNotRetryable |
/// | POST | /desk/:shop/orders/:order/charges/:number/undoing | ordersChange | undoNotPossible, movementNotRetryable |
/// | POST | /desk/:shop/orders/:order/stray-settlement | refundsRetry | nothingStrayed |
struct DeskOrderRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.desk(.get, "orders", services, may: .ordersRead) { call in
            let query = try Query(call.request)
            return try await call.page(call.texts["desk.way.orders"], .orders) {
                OrdersPage(model: try OrderList(query, call, $0), call: call).body
            }
        }
        router.desk(.get, "orders/:order", services, may: .ordersRead) { call in
            try await Self.page(try call.context.id("order"), call)
        }
        addStrays(to: router)
        charge(router, "retry", .refundsRetry) { movement, call, transaction in
            _ = try services.payments.retry(
                movement.number, by: call.principal.actor, in: call.shop.id, transaction)
        }
        charge(router, "undoing", .ordersChange) { movement, call, transaction in
            try services.takeBack(movement, by: call.taker(), in: call.shop, transaction)
        }
    }

    private func addStrays(to router: Router<WebContext>) {
        let desk = services.orders
        router.desk(.post, "orders/:order/stray-settlement", services, may: .refundsRetry) { call in
            let id: Identifier<Order> = try call.context.id("order")
            return try await call.submit(StrayNotice.form) { _, transaction in
                _ = try desk.settleStray(id, by: call.principal.actor, in: call.shop.id, transaction)
                return call.place("orders", id)
            } refused: { refused in
                try await Self.page(id, call, refused: refused)
            }
        }
    }

    private func charge(
        _ router: Router<WebContext>, _ noun: String, _ permission: Permission,
        _ act: @escaping @Sendable (Movement, DeskCall, Transaction) throws -> Void
    ) {
        let desk = services.payments
        router.desk(.post, "orders/:order/charges/:number/\(RouterPath(noun))", services, may: permission) {
            call in
            let id: Identifier<Order> = try call.context.id("order")
            let number: Identifier<Movement> = try call.context.id("number")
            let place = call.place("orders", id)
            return try await call.submit("\(noun)-\(number)") { _, transaction in
                let movement = try desk.movement(number, in: call.shop.id, transaction)
                guard movement.orderID == id.text else { throw PaymentRefusal.movementUnknown }
                try act(movement, call, transaction)
                return place
            } refused: { refused in
                try await Self.page(id, call, refused: refused)
            }
        }
    }

    static func page(
        _ id: Identifier<Order>, _ call: DeskCall, refused: RefusedForm? = nil
    ) async throws -> Response {
        let status = refused?.status ?? .ok
        return try await call.pictured(call.texts["desk.order.page", ["id": id.text]], .orders, status) {
            OrderPage(model: try OrderModel(id, call, $0), refused: refused, call: call)
        }
    }
}
