import Base

/// A shop as it is stored. Its secrets lie elsewhere, so that no page, log or cache can show them.
public struct ShopRecord: Sendable {
    public let id: ShopID
    public let name: String
    public let currency: Currency
    /// IANA name, such as `Asia/Shanghai`.
    public let timeZone: String
    public let day: LocalDay
    /// The shipped policy pack that the shop began with.
    public let packName: String
    public let defaultLanguage: Language
    public let settings: ShopSettings
    public let createdAt: Timestamp

    /// What other slices need to know of it.
    public var profile: ShopProfile { ShopProfile(id: id, currency: currency, day: day) }
}
