import AfterSales
import Base
import Customers
import Localisation
import Staff
import Storage

/// What the commands of the program do for a person, by whoever has the machine.
public struct PersonRights: Sendable {
    private let services: Services
    private let shop: ShopID
    private static let operatorOnTheMachine = StepTaker(
        Principal(actor: .system, role: .platform, shop: nil, isUnlimited: true, readsPersonal: true))

    public init(_ services: Services, in shop: ShopID) {
        self.services = services
        self.shop = shop
    }

    /// The reasons that erasing takes.
    public static let reasons = Erasure.Given.allCases.map(\.rawValue)

    /// - Throws: `shopUnknown`, `customerUnknown`.
    /// - Returns: all that is kept of a customer, as JSON.
    public func export(_ customer: String) async throws -> JSONValue {
        let record = try await services.shops.shop(shop)
        let export = PersonExport(services: services, shop: record, texts: services.texts(.english))
        return try await services.database.write(in: shop) {
            try export.document(of: Identifier(customer), for: Self.operatorOnTheMachine, $0)
        }
    }

    /// - Parameter reason: one of `reasons`.
    /// - Throws: `shopUnknown`, `customerUnknown`, `personHasOpenMatters`.
    /// - Returns: when the customer's data were erased.
    public func erase(_ customer: String, because reason: String) async throws -> Timestamp {
        let profile = try await services.shops.shop(shop).profile
        let given = Erasure.Given(rawValue: reason) ?? .other
        return try await services.database.write(in: shop) { [services] in
            try services.erasure.erase(
                Identifier(customer), because: given.reason, by: Self.operatorOnTheMachine, in: profile, $0)
        }
    }
}
