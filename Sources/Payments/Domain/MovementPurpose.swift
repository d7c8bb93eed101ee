/// What a movement settles.
public enum MovementPurpose: String, Sendable, CaseIterable {
    /// The price of goods and their freight; refunds of it never exceed what was paid.
    case sale
    /// Written compensation beyond the price.
    case compensation
    /// The parcel of a return, paid back to the customer.
    case returnFreight

    var account: Account {
        switch self {
        case .sale: .sales
        case .compensation: .compensation
        case .returnFreight: .returnFreight
        }
    }
}
