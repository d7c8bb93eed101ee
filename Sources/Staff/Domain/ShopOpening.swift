import Base

/// What is needed to open a shop, checked.
public struct ShopOpening: Sendable {
    public let id: ShopID
    public let name: String
    public let currency: Currency
    public let timeZone: String
    public let day: LocalDay
    public let packName: String
    public let defaultLanguage: Language

    static let idCharacters = 64

    /// - Parameters:
    ///   - id: 1 to 64 of `a-z 0-9 - _`; it stands in addresses.
    ///   - packName: a pack that the caller has found to exist.
    /// - Throws: `shopIDInvalid`, `shopNameInvalid`, `currencyInvalid`, `timeZoneUnknown`.
    public init(
        id: String, name: String, currency: String, timeZone: String, packName: String,
        defaultLanguage: Language = .simplified
    ) throws(ShopRefusal) {
        guard Self.isID(id) else { throw .shopIDInvalid }
        guard let name = ShortText.name(name) else { throw .shopNameInvalid }
        guard let currency = Currency(currency) else { throw .currencyInvalid }
        guard timeZone.utf8.count <= 64, let day = LocalDay(zone: timeZone) else { throw .timeZoneUnknown }
        self.id = ShopID(id)
        self.name = name
        self.currency = currency
        self.timeZone = timeZone
        self.day = day
        self.packName = packName
        self.defaultLanguage = defaultLanguage
    }

    private static func isID(_ text: String) -> Bool {
        (1...idCharacters).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
    }
}
