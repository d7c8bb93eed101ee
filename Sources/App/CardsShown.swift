import AfterSales
import Base
import Conversations
import Orders
import Storage

/// Which records a message may show to whom: goods to everybody, orders and cases to whom they belong.
struct CardsShown: Sendable {
    let orders: OrderDesk
    let afterSales: AfterSalesDesk

    func callAsFunction(
        _ card: Card, _ partner: Partner, _ shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        switch card.kind {
        case .product:
            guard let product = try orders.knownProduct(Identifier(card.id), in: shop, transaction) else {
                return false
            }
            // Nobody is invited to order what is not for sale.
            return card.goods.map { goods in
                Card.Goods.quantities.contains(goods.quantity)
                    && product.variants.contains { $0.id.text == goods.variant && $0.isAvailable }
            } ?? true
        case .order:
            guard let customer = partner.customerID else { return false }
            return try orders.knownOrder(Identifier(card.id), in: shop, transaction)?.customerID == customer
        case .afterSales:
            guard let customer = partner.customerID else { return false }
            return try afterSales.owner(of: Identifier(card.id), in: shop, transaction) == customer
        }
    }
}
