import Base

/// Something named in a text, with the place where it stands.
public struct Entity: Sendable, Hashable {
    public let kind: EntityKind
    /// Offsets into the text as it was given, in Unicode scalars.
    public let range: Range<Int>
    /// The text at that place.
    public let text: String
    /// What it means, where that is more than its text.
    public let value: EntityValue

    public init(_ kind: EntityKind, _ range: Range<Int>, _ text: String, _ value: EntityValue = .text) {
        (self.kind, self.range, self.text, self.value) = (kind, range, text, value)
    }
}

/// What can be named in a message to a shop. Where two overlap the one that stands first here stays.
public enum EntityKind: String, Sendable, CaseIterable {
    case email, phone, trackingNumber, invoiceNumber, itemNumber, orderNumber, userName
    case address, amount, height, weight, date, duration, size, quantity
    case postcode, person, country, place, accountTier, colour, option, product
}

/// What an entity means.
public enum EntityValue: Sendable, Hashable {
    /// Its text says all.
    case text
    /// Hundredths of a currency's unit; the currency by its ISO code, nil where only the number tells ("二十块" is CNY,
    /// a bare "$" is USD).
    case amount(hundredths: Int64, currency: String?)
    /// One day, or the days of a week or month, both ends included.
    case days(from: CivilDate, through: CivilDate)
    /// How long; a month counts 30 days, a year 365.
    case duration(Span)
    case count(Int)
    case millimetres(Int)
    case grams(Int)
    /// The one of the given options that is meant, or the plain name of a colour.
    case choice(String)
    /// The place of a product among the given titles.
    case product(Int)
}

/// What is known beforehand and helps to find things in a text.
public struct EntityContext: Sendable {
    /// The day it is where the customer is; "yesterday" is told from it.
    public var today: CivilDate
    /// How the shop writes order numbers; without any, the ways of the large platforms are known.
    public var orderFormats: [CodeFormat]
    /// Titles of the products that may be meant, for instance those of the customer's own orders.
    public var products: [String]
    /// Names of choices that the products have: colours, sizes, materials.
    public var options: [String]

    public init(
        today: CivilDate, orderFormats: [CodeFormat] = [], products: [String] = [], options: [String] = []
    ) {
        (self.today, self.orderFormats, self.products, self.options) = (
            today, orderFormats, products, options
        )
    }
}

/// How a code is written: `W0000000` is a W and seven digits; `0` stands for a digit, anything else for itself,
/// capital or small.
public struct CodeFormat: Sendable, Hashable {
    let pattern: [UInt32]

    public init(_ pattern: String) { self.pattern = NormalText.folded(pattern) }

    func matches(_ code: ArraySlice<UInt32>) -> Bool {
        code.count == pattern.count
            && zip(code, pattern).allSatisfy { $0 == $1 || ($1 == 0x30 && $0.isDigit) }
    }
}
