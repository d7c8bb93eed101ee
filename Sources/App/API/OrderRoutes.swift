import AfterSales
import Base
import Customers
import Hummingbird
import Orders
import Payments
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | products, products/:product | ordersRead | productUnknown |
/// | GET | orders?customerId=, orders/:order | ordersRead | orderUnknown |
/// | POST | orders/:order/changes | ordersChange | changeTooLate, changeLocked, methodUnknown, balanceTooLow, … |
/// | POST | orders/:order/changes/preview | ordersRead | the same, nothing stored |
/// | POST | orders/:order/payments/:number/undoing | ordersChange | undoNotPossible, movementNotRetryable |
/// | POST | orders/:order/stray-settlement | refundsRetry | nothingStrayed |
struct OrderRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        addProducts(to: router)
        addStrays(to: router)
        let services = services
        router.shop(
            .get, "orders", services, may: .ordersRead,
            query: ["customerId", "cursor", "limit"]
        ) { call in
            let query = call.query
            let customer: Identifier<Customer>? = try query.id("customerId")
            let (after, limit) = (try query.cursor(of: 1), try query.limit())
            let page = try await call.read { transaction in
                try services.orders.list(
                    of: customer, after: after, limit: limit, in: call.shop.id, transaction
                )
                .map { try shown($0, call, transaction) }
            }
            let people = try await call.personal(page.items.map { .order($0.view.order.id) })
            return .list(page) { $0.json(people) }
        }
        router.shop(.get, "orders/:order", services, may: .ordersRead) { call in
            let id: Identifier<Order> = try call.context.id("order")
            let order = try await call.read {
                try shown(services.orders.view(id, in: call.shop.id, $0), call, $0)
            }
            return .json(order.json(try await call.personal([.order(id)])))
        }
        router.shop(.post, "orders/:order/changes", services, may: .ordersChange) { call in
            let id: Identifier<Order> = try call.context.id("order")
            return try await call.command({ try ChangeRequest(&$0) }) { change, transaction in
                let view = try services.orders.change(
                    change, of: id, by: call.principal.actor, in: call.shop, transaction)
                let people = try call.personal([.order(id)], transaction)
                return .created(
                    try shown(view, call, transaction).json(people), at: "\(call.path)/orders/\(id)")
            }
        }
        router.shop(.post, "orders/:order/changes/preview", services, may: .ordersRead) { call in
            let id: Identifier<Order> = try call.context.id("order")
            let change = try await call.body { try ChangeRequest(&$0) }
            return .json(
                try await call.read { try services.orders.preview(change, of: id, in: call.shop, $0) }.json)
        }
        router.shop(.post, "orders/:order/payments/:number/undoing", services, may: .ordersChange) { call in
            let (id, number): (Identifier<Order>, Identifier<Movement>) = (
                try call.context.id("order"), try call.context.id("number")
            )
            return try await call.command({ _ in }) { _, transaction in
                let movement = try services.payments.movement(number, in: call.shop.id, transaction)
                guard movement.orderID == id.text else { throw PaymentRefusal.movementUnknown }
                try services.takeBack(movement, by: call.taker(), in: call.shop, transaction)
                let view = try services.orders.view(id, in: call.shop.id, transaction)
                let people = try call.personal([.order(id)], transaction)
                return .ok(try shown(view, call, transaction).json(people))
            }
        }
    }

    private func addStrays(to router: Router<WebContext>) {
        let services = services
        router.shop(.post, "orders/:order/stray-settlement", services, may: .refundsRetry) { call in
            let id: Identifier<Order> = try call.context.id("order")
            return try await call.command({ _ in }) { _, transaction in
                let view = try services.orders.settleStray(
                    id, by: call.principal.actor, in: call.shop.id, transaction)
                let people = try call.personal([.order(id)], transaction)
                return .ok(try shown(view, call, transaction).json(people))
            }
        }
    }

    private func addProducts(to router: Router<WebContext>) {
        let services = services
        router.shop(
            .get, "products", services, may: .ordersRead,
            query: ["cursor", "limit"]
        ) { call in
            let query = call.query
            let (after, limit) = (try query.cursor(of: 1), try query.limit())
            let page = try await call.read {
                try services.orders.products(after: after, limit: limit, in: call.shop.id, $0)
            }
            return .list(page) { $0.json }
        }
        router.shop(.get, "products/:product", services, may: .ordersRead) { call in
            let id: Identifier<Product> = try call.context.id("product")
            return .json(try await call.read { try services.orders.product(id, in: call.shop.id, $0) }.json)
        }
    }

    private func shown(_ view: OrderView, _ call: ShopCall, _ transaction: Transaction) throws -> ShownOrder {
        try ShownOrder(view, services, in: call.shop.id, transaction)
    }
}
