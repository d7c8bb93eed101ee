import AfterSales
import Base
import Conversations
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

    /// - Parameter person: a customer's id, or a visitor's.
    /// - Throws: `shopUnknown`, `customerUnknown`, `visitorUnknown`.
    /// - Returns: all that is kept of them, as JSON.
    public func export(_ person: String) async throws -> JSONValue {
        let record = try await services.shops.shop(shop)
        let export = PersonExport(services: services, shop: record, texts: services.texts(.english))
        return try await services.database.write(in: shop) {
            try export.document(of: Partner(actorID: person), for: Self.operatorOnTheMachine, $0)
        }
    }

    /// - Parameters:
    ///   - person: a customer's id, or a visitor's.
    ///   - reason: one of `reasons`.
    /// - Throws: `shopUnknown`, `customerUnknown`, `visitorUnknown`, `personHasOpenMatters`.
    /// - Returns: when their data were erased.
    public func erase(_ person: String, because reason: String) async throws -> Timestamp {
        let profile = try await services.shops.shop(shop).profile
        let given = Erasure.Given(rawValue: reason) ?? .other
        return try await services.database.write(in: shop) { [services] in
            try services.erasure.erase(
                Partner(actorID: person), because: given.reason, by: Self.operatorOnTheMachine, in: profile,
                $0
            )
        }
    }
}
