import AfterSales
import Base
import Orders
import Policies
import Storage

/// An order with the cases that hang on it, and what they make of its lines.
struct ShownOrder: Sendable {
    let view: OrderView
    private let cases: [String]
    private let units: [Identifier<OrderLine>: LineUnits]

    init(_ view: OrderView, _ services: Services, in shop: ShopID, _ transaction: Transaction) throws {
        self.view = view
        let desk = services.afterSales
        cases = try desk.ids(ofOrder: view.order.id, in: shop, transaction)
        units = cases.isEmpty ? [:] : try desk.units(of: view.order, in: shop, transaction)
    }

    func json(_ people: PersonalPayload) -> JSONValue {
        view.json(cases: cases, units: units, address: people.address(view.order.address))
    }
}
