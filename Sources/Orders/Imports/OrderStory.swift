import Base
import Policies

/// An order that was changed here or has cases, held against what its source says of it now.
struct OrderStory {
    let order: Order
    let changes: [OrderChange]

    /// An order that was cancelled here stays cancelled whatever its source still says.
    func kept(_ source: Order) -> Order {
        guard isCancelledHere else { return source }
        return Order(
            id: source.id, customerID: source.customerID, status: .cancelled, placedAt: source.placedAt,
            paidAt: source.paidAt, shippedAt: source.shippedAt, deliveredAt: source.deliveredAt,
            address: source.address, freight: source.freight, lines: source.lines,
            shipments: source.shipments, version: source.version, heldFor: order.heldFor)
    }

    /// Whether the source says other goods or another price, which stay as they are here.
    func keepsTerms(against source: Order) -> Bool { Self.terms(order) != Self.terms(source) }

    /// What has left although it should not have. Of single units parcels tell that name their goods; where none does, the
    /// source's own lines, as long as they count more units than were to be sent.
    func strayed(in source: Order) -> StrayShipment.Extent? {
        let hasLeft = source.status == .shipped || source.status == .delivered
        if isCancelledHere { return hasLeft ? .order : nil }
        let named = source.shipments.flatMap(\.variantIDs)
        let sent =
            named.isEmpty && hasLeft
            ? source.lines.flatMap { Array(repeating: $0.variantID, count: $0.wanted) } : named
        let goods = Dictionary(grouping: order.lines, by: \.variantID)
        let isStray = goods.contains { variant, lines in
            lines.contains { $0.cancelled > 0 }
                && sent.count { $0 == variant } > lines.reduce(0) { $0 + $1.wanted }
        }
        return isStray ? .units : nil
    }

    private var isCancelledHere: Bool {
        order.status == .cancelled && changes.contains { $0.kind == .cancel }
    }

    private static func terms(_ order: Order) -> [String] {
        order.lines.map { "\($0.variantID) \($0.quantity) \($0.paid)" }.sorted() + ["\(order.freight)"]
    }
}
