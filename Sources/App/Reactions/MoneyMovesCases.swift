import AfterSales
import Base
import Payments
import Storage

/// When a refund or charge comes to its end, the case that waited for it goes on.
struct MoneyMovesCases: Sendable {
    let afterSales: AfterSalesDesk
    let profiles: ShopProfiles

    func run(_ movement: Movement, _ shop: ShopID, _ transaction: Transaction) throws {
        try afterSales.moneyMoved(movement, in: profiles(shop, transaction), transaction)
    }
}
