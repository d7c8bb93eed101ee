import AfterSales
import Base
import Customers
import Staff
import Storage
import Web

/// In whose name a step is taken. The shop's own site says `"by": "customer"` for what its customer does there.
enum ActingSide: String, CaseIterable, Sendable { case shop, customer }

/// Whose step one is. Taken in a customer's name it counts as the customer's, and the log names the customer and the
/// key or person that acted. Where the customer agrees to something by it, the role must hold `customerConsent`.
enum ActingSides: Sendable {
    case shop, customer, customerWithConsent, either, eitherWithConsent

    /// Reads `by`.
    /// - Throws: `stepOfShop`, `stepOfCustomer` for the side whose step it is not.
    func side(_ reader: inout JSONReader) throws -> ActingSide {
        let named = try reader.optionalChoice("by", of: ActingSide.self)
        switch (self, named) {
        case (.shop, .customer): throw InputRefusal("stepOfShop", at: "/by", kind: .unprocessable)
        case (.customer, .shop), (.customerWithConsent, .shop):
            throw InputRefusal("stepOfCustomer", at: "/by", kind: .unprocessable)
        case (.shop, _): return .shop
        case (.customer, _), (.customerWithConsent, _): return .customer
        case (.either, _), (.eitherWithConsent, _): return named ?? .shop
        }
    }

    /// Who takes the step.
    /// - Throws: `permissionMissing` where the role may not agree for customers.
    func taker(
        _ side: ActingSide, _ taker: StepTaker, _ call: ShopCall, customer: () throws -> Identifier<Customer>
    ) throws -> StepTaker {
        guard side == .customer else { return taker }
        switch self {
        case .customerWithConsent, .eitherWithConsent:
            try call.principal.require(.customerConsent, in: call.shop.id)
        case .shop, .customer, .either: break
        }
        return taker.acting(for: try customer())
    }
}
