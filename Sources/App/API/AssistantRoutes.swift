import Base
import Customers
import Hummingbird
import Jobs
import Language
import Orders
import Staff
import Storage
import Web

/// What the assistant makes of a message.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | assistant/understand | conversationsRead | customerUnknown |
struct AssistantRoutes {
    let services: Services

    private static let orders = 20

    func add(to router: Router<WebContext>) {
        router.shop(.post, "assistant/understand", services, may: .conversationsRead) { call in
            let input = try await call.body { reader in
                (
                    text: try reader.string("text", upTo: Limits.noteCharacters),
                    language: try reader.optionalLanguage("language"),
                    customer: try reader.optionalID("customerId") as Identifier<Customer>?
                )
            }
            var goods: [Understanding.Good] = []
            if let customer = input.customer {
                goods = try await call.read { try Self.goods(of: customer, call, $0) }
            }
            let today = call.shop.day.reading(at: call.services.clock.now()).date
            let context = EntityContext(today: today, products: goods.map(\.title))
            let understood = Understanding(
                of: input.text, in: input.language, context, goods, call.services.intents)
            return .json(understood.json)
        }
    }

    /// What a customer has bought lately, each product once.
    /// - Throws: `customerUnknown`.
    private static func goods(
        of customer: Identifier<Customer>, _ call: ShopCall, _ transaction: Transaction
    ) throws -> [Understanding.Good] {
        do {
            _ = try call.services.customers.customer(customer, in: call.shop.id, transaction)
        } catch CustomerRefusal.customerUnknown {
            throw InputRefusal("customerUnknown", at: "/customerId", kind: .unprocessable)
        }
        let placed = try call.services.orders.placed(
            by: customer, limit: orders, in: call.shop.id, transaction)
        var known: Set<String> = []
        return placed.items.flatMap(\.order.lines).filter { known.insert($0.productID.text).inserted }.map {
            Understanding.Good(id: $0.productID.text, title: $0.title)
        }
    }
}
