import AfterSales
import Base
import Customers
import Hummingbird
import Orders
import Payments
import Policies
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | cases | casesOpen | orderUnknown, reasonUnknown, lineUnknown, unitsTaken, refundMethodUnknown, … |
/// | POST | cases/preview | casesRead | the same, nothing stored |
/// | GET | cases?state=&kind=&orderId=&customerId=&assignee=&q=&goodsBack= | casesRead | queryInvalid |
/// | GET | cases/:case, cases/:case/timeline | casesRead | caseUnknown |
/// | GET | cases/:case/books | booksRead | caseUnknown |
struct CaseRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.shop(.post, "cases", services, may: .casesOpen) { call in
            try await call.command({ reader in
                (
                    side: try ActingSides.either.side(&reader),
                    application: try CaseApplication(&reader)
                )
            }) { input, transaction in
                let desk = services.afterSales
                let taker = try Self.acting(input.side, input.application.orderID, call, transaction)
                let record = try desk.open(input.application, by: taker, in: call.shop, transaction)
                let view = try desk.view(opened: record, in: call.shop, transaction)
                // What the caller has just written is nothing that they read.
                let payload = CasePayload(call, try call.personal([], transaction))
                return .created(payload.json(view), at: "\(call.path)/cases/\(record.id)")
                    .about(view.whoseWords)
            }
        }
        router.shop(.post, "cases/preview", services, may: .casesRead) { call in
            let input = try await call.body { reader in
                (
                    side: try ActingSides.either.side(&reader),
                    application: try CaseApplication(&reader)
                )
            }
            let preview = try await call.read { transaction in
                let taker = try Self.acting(input.side, input.application.orderID, call, transaction)
                return try services.afterSales.preview(
                    input.application, by: taker, in: call.shop, transaction)
            }
            return .json(CasePayload(call, try await call.personal([])).json(preview))
        }
        router.shop(
            .get, "cases", services, may: .casesRead,
            query: [
                "state", "kind", "orderId", "customerId", "assignee", "q", "escalated", "goodsBack", "order",
                "cursor", "limit",
            ]
        ) { call in
            let filter = try Self.filter(call.query)
            let page = try await call.read { try services.afterSales.list(filter, in: call.shop, $0) }
            let payload = try await call.cases(page.items)
            return .list(page) { payload.json($0) }
        }
        router.shop(.get, "cases/:case", services, may: .casesRead) { call in
            let id: Identifier<Case> = try call.context.id("case")
            let view = try await call.read {
                try services.afterSales.view(id, for: call.taker(), in: call.shop, $0)
            }
            return .json(try await call.cases([view]).json(view))
        }
        router.shop(.get, "cases/:case/timeline", services, may: .casesRead) { call in
            let id: Identifier<Case> = try call.context.id("case")
            let events = try await call.read {
                try services.afterSales.timeline(of: id, for: call.taker(), in: call.shop, $0)
            }
            return .list(Page(items: events, next: nil)) { EventPayload.json($0) }
        }
        router.shop(.get, "cases/:case/books", services, may: .booksRead) { call in
            let id: Identifier<Case> = try call.context.id("case")
            let books = try await call.read {
                try services.afterSales.books(of: id, for: call.taker(), in: call.shop, $0)
            }
            return .list(Page(items: books, next: nil)) { $0.json }
        }
        CaseStepRoutes(services: services).add(to: router)
    }

    /// The shop's own site may apply in the customer's name.
    private static func acting(
        _ side: ActingSide, _ order: Identifier<Order>, _ call: ShopCall, _ transaction: Transaction
    ) throws -> StepTaker {
        guard side == .customer,
            let customer = try call.services.orders.knownOrder(order, in: call.shop.id, transaction)?
                .customerID
        else { return call.taker() }
        return call.taker().acting(for: customer)
    }

    static func filter(_ query: Query) throws -> CaseFilter {
        var filter = CaseFilter()
        switch query["state"] {
        case nil: break
        case "open": filter.states = CaseState.open
        case "closed": filter.states = CaseState.allCases.filter(\.isClosed)
        default: filter.states = [try query.choice("state", of: CaseState.self)].compactMap { $0 }
        }
        filter.kind = try query.choice("kind", of: CaseKind.self)
        filter.orderID = try query.id("orderId")
        filter.customerID = try query.id("customerId")
        filter.assignee = try query.text("assignee")
        filter.search = try query.text("q", upTo: Limits.searchCharacters)
        filter.goodsBack = try query.choice("goodsBack", of: CaseFilter.GoodsBack.self)
        filter.escalatedOnly = try query.bool("escalated") ?? false
        filter.order = try query.choice("order", of: CaseFilter.Order.self) ?? .newest
        filter.limit = try query.limit()
        filter.after = try filter.order == .newest ? query.cursor(of: 1) : query.timedCursor()
        return filter
    }
}
