import Base
import Policies
import Storage

/// A case that waits for the platform's ruling, in its shop.
public struct ShopDispute: Sendable {
    public let shop: ShopID
    public let record: Case
}

/// What the platform's operators see over all shops.
extension AfterSalesDesk {
    /// Cases of all shops that wait for a ruling, the most urgent first; for operators of the platform alone.
    public func disputes(
        after: Cursor?, limit: Int, _ transaction: Transaction
    ) throws -> Page<ShopDispute> {
        let places = Page(
            try DisputeStore().places(after: after, limit: limit + 1, transaction), limit: limit
        ) { Cursor([String($0.due.milliseconds), $0.shop.text, $0.id.text]) }
        return Page(
            items: try places.items.compactMap { place in
                try cases.find(place.id, in: place.shop, transaction)
                    .map { ShopDispute(shop: place.shop, record: $0) }
            }, next: places.next)
    }
}
