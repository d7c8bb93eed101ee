import Base
import Customers
import Policies

/// What a customer bought. Facts come from the order's source; changes made here are listed with it.
public struct Order: Sendable, Hashable {
    public let id: Identifier<Order>
    public let customerID: Identifier<Customer>
    public let status: OrderStatus
    public let placedAt: Timestamp?
    public let paidAt: Timestamp?
    public let shippedAt: Timestamp?
    public let deliveredAt: Timestamp?
    public let address: Address
    public let freight: Money
    public let lines: [OrderLine]
    public let shipments: [Shipment]
    /// Counts up with every change made here; a caller that names it is told when it has moved on.
    public let version: Int
    /// Cases that ask for money back for goods that have not left: nothing is sent before they are decided.
    public let heldFor: [String]
    /// Nil unless goods left that should not have.
    public let stray: StrayShipment?

    public init(
        id: Identifier<Order>, customerID: Identifier<Customer>, status: OrderStatus, placedAt: Timestamp?,
        paidAt: Timestamp?, shippedAt: Timestamp?, deliveredAt: Timestamp?, address: Address, freight: Money,
        lines: [OrderLine], shipments: [Shipment], version: Int, heldFor: [String] = [],
        stray: StrayShipment? = nil
    ) {
        self.id = id
        self.customerID = customerID
        self.status = status
        self.placedAt = placedAt
        self.paidAt = paidAt
        self.shippedAt = shippedAt
        self.deliveredAt = deliveredAt
        self.address = address
        self.freight = freight
        self.lines = lines
        self.shipments = shipments
        self.version = version
        self.heldFor = heldFor
        self.stray = stray
    }

    public func moment(_ start: WindowStart) -> Timestamp? {
        switch start {
        case .placedAt: placedAt
        case .paidAt: paidAt
        case .shippedAt: shippedAt
        case .deliveredAt: deliveredAt
        }
    }

    public func line(_ id: Identifier<OrderLine>) -> OrderLine? { lines.first { $0.id == id } }
}

/// Some units of one variant in an order.
public struct OrderLine: Sendable, Hashable {
    public let id: Identifier<OrderLine>
    public let variantID: Identifier<Variant>
    public let productID: Identifier<Product>
    public let title: String
    /// An object of short texts in the source's order, such as colour and size.
    public let options: JSONValue
    /// Of one unit, before discounts.
    public let price: Money
    public let quantity: Int
    /// What all units cost after their share of discounts; bounds what can go back.
    public let paid: Money
    /// The buyer confirmed at purchase that these goods cannot be returned without a fault.
    public let exclusionConfirmed: Bool
    /// Units that are not sent any more, because a case has paid them back before they left.
    public let cancelled: Int

    public init(
        id: Identifier<OrderLine>, variantID: Identifier<Variant>, productID: Identifier<Product>,
        title: String,
        options: JSONValue, price: Money, quantity: Int, paid: Money, exclusionConfirmed: Bool,
        cancelled: Int = 0
    ) {
        self.id = id
        self.variantID = variantID
        self.productID = productID
        self.title = title
        self.options = options
        self.price = price
        self.quantity = quantity
        self.paid = paid
        self.exclusionConfirmed = exclusionConfirmed
        self.cancelled = cancelled
    }

    /// Units that are still sent.
    public var wanted: Int { quantity - cancelled }

    /// The same line with fewer units and its share of what was paid.
    func with(quantity: Int) -> OrderLine {
        OrderLine(
            id: id, variantID: variantID, productID: productID, title: title, options: options, price: price,
            quantity: quantity, paid: paid.share(of: quantity, after: 0, whole: self.quantity),
            exclusionConfirmed: exclusionConfirmed, cancelled: min(cancelled, quantity))
    }
}

/// A parcel as the order's source knows it.
public struct Shipment: Sendable, Hashable {
    public let id: Identifier<Shipment>
    public let carrier: String?
    public let trackingNumbers: [String]
    public let variantIDs: [Identifier<Variant>]
    public let shippedAt: Timestamp?
    public let deliveredAt: Timestamp?

    public init(
        id: Identifier<Shipment>, carrier: String?, trackingNumbers: [String],
        variantIDs: [Identifier<Variant>],
        shippedAt: Timestamp?, deliveredAt: Timestamp?
    ) {
        self.id = id
        self.carrier = carrier
        self.trackingNumbers = trackingNumbers
        self.variantIDs = variantIDs
        self.shippedAt = shippedAt
        self.deliveredAt = deliveredAt
    }
}

/// A change that took effect before shipping.
public struct OrderChange: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable { case cancel, address, payment, lines, quantities }

    public let number: Int
    public let kind: Kind
    public let reason: String?
    public let at: Timestamp
    /// How the lines were before, for taking a change back whose payment failed.
    public let before: JSONValue?
    public let movement: String?
}
