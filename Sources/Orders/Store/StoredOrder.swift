import Base
import Customers
import Policies
import Storage
import Vault

/// An order as its row holds it, with the address still sealed.
struct StoredOrder {
    let id: Identifier<Order>
    let customerID: Identifier<Customer>
    private let status: OrderStatus
    private let times: [Timestamp?]
    private let address: String
    private let freight: Money
    private let shipments: [Shipment]
    private let version: Int
    private let heldFor: [String]
    private let stray: StrayShipment?

    init(_ row: inout Row) throws {
        id = try row.id()
        customerID = try row.id()
        status = try row.choice()
        times = try (0..<4).map { _ in try row.optionalTime() }
        address = try row.text()
        freight = try row.money()
        shipments = try row.json().items.enumerated().map { index, item in
            var reader = try JSONReader(item)
            return try Shipment(&reader, number: index + 1)
        }
        version = try row.int()
        heldFor = try row.json().items.compactMap(\.string)
        let (strayed, settled) = (try row.optionalTime(), try row.optionalTime())
        stray = strayed.map { StrayShipment(at: $0, settledAt: settled) }
    }

    /// - Parameter keys: with its customer's.
    func order(_ keys: [Person: PersonKey], in shop: ShopID) throws -> Order {
        let owner = Person.customer(customerID.text, of: shop)
        let text = try keys.open(address, of: owner, in: OrderStore.address, of: id.text) ?? ""
        return Order(
            id: id, customerID: customerID, status: status, placedAt: times[0], paidAt: times[1],
            shippedAt: times[2], deliveredAt: times[3],
            address: text.isEmpty ? .erased : try Address(JSONReader(JSONParser.parse(text))),
            freight: freight, lines: [], shipments: shipments, version: version, heldFor: heldFor,
            stray: stray)
    }
}
