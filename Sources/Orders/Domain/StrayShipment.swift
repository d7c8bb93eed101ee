import Base

/// Goods that the shop's own system sent although they were cancelled, or paid back as not to be sent, here: the
/// customer has the money and the goods.
public struct StrayShipment: Sendable, Hashable {
    /// When the source said so.
    public let at: Timestamp
    /// When somebody had seen to it.
    public let settledAt: Timestamp?

    /// What strayed.
    enum Extent: String {
        case order, units

        /// A doubtful line of the import.
        var doubt: InputRefusal {
            switch self {
            case .order: InputRefusal("shippedThoughCancelled", at: "/status")
            case .units: InputRefusal("shippedThoughPaidBack", at: "/shipments")
            }
        }
    }

    public var json: JSONValue {
        .object(["at": JSONValue(at), "settledAt": settledAt.map { JSONValue($0) }])
    }
}
