import Base
import Customers

/// A pocket of the shop's books. Money moves from one account to another, never out of nowhere.
public enum Account: Hashable, Sendable {
    /// What a payment provider holds for the shop.
    case provider(MethodKind)
    /// What the shop owes the holder of a gift card or store credit.
    case card(customer: Identifier<Customer>, method: Identifier<PaymentMethod>)
    /// What the shop has taken for goods and freight.
    case sales
    /// What has been granted to a customer and not paid out yet.
    case owed(order: String)
    /// What a customer must still pay for a change or an exchange.
    case due(order: String)
    /// What written compensation has cost.
    case compensation
    /// What paying back return parcels has cost.
    case returnFreight
    /// What people have paid customers past the providers.
    case byHand
    /// Where balances that existed before this program come from.
    case opening

    public var name: String {
        switch self {
        case .provider(let kind): "provider:\(kind.rawValue)"
        case .card(let customer, let method): "card:\(customer)/\(method)"
        case .sales: "sales"
        case .owed(let order): "owed:\(order)"
        case .due(let order): "due:\(order)"
        case .compensation: "compensation"
        case .returnFreight: "returnFreight"
        case .byHand: "byHand"
        case .opening: "opening"
        }
    }
}
