import AfterSales
import Base
import Customers
import Hummingbird
import Localisation
import Markup
import Staff
import Storage
import Web

/// One request to a shop's customer pages, and whose browser sent it.
struct CustomerCall: Sendable {
    let services: Services
    let request: Request
    let context: WebContext
    let record: ShopRecord
    /// Nil before signing in, and for everybody who is no customer of this shop.
    let visitor: Principal?

    /// - Throws: `shopUnknown`.
    init(_ request: Request, _ context: WebContext, _ services: Services) async throws {
        let id = try context.shop()
        record = try await services.shops.shop(id)
        visitor = context.principal.flatMap { $0.role == .customer && $0.shop == id ? $0 : nil }
        self.services = services
        self.request = request
        self.context = context
    }

    var shop: ShopProfile { record.profile }
    var texts: TextTable { services.texts(context.language) }
    /// The path of the shop's pages.
    var base: String { "/s/\(shop.id.inPath)" }
    var seals: FormSeals { services.sealer.seals(for: context) }

    /// - Throws: `notSignedIn`.
    var customer: Principal {
        get throws {
            guard let visitor else { throw WebRefusal.notSignedIn }
            return visitor
        }
    }

    /// - Throws: `notSignedIn`.
    var customerID: Identifier<Customer> { get throws { Identifier(try customer.actor.id) } }

    /// - Throws: `notSignedIn`.
    var taker: StepTaker { get throws { StepTaker(try customer) } }

    func reader(at now: Timestamp) -> Reader { Reader(texts, of: shop, at: now) }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result {
        try await services.database.read(body)
    }
}
