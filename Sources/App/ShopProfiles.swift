import Base
import Staff
import Storage

/// What the slices need of a shop, from the shop's record.
public struct ShopProfiles: Sendable {
    let shops: ShopDesk

    func callAsFunction(_ shop: ShopID, _ transaction: Transaction) throws -> ShopProfile {
        try shops.find(shop, in: transaction).profile
    }
}
