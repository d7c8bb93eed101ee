/// What every slice needs to know of the shop it works for.
public struct ShopProfile: Sendable {
    public let id: ShopID
    public let currency: Currency
    public let day: LocalDay

    public init(id: ShopID, currency: Currency, day: LocalDay) {
        self.id = id
        self.currency = currency
        self.day = day
    }
}
