/// An ISO 4217 currency code and how many decimal digits its minor unit has.
public struct Currency: Hashable, Sendable, CustomStringConvertible {
    public let code: String

    /// - Returns: nil unless ISO 4217 knows the code and somebody pays in it.
    public init?(_ code: String) {
        guard CurrencyTable.codes.contains(code) else { return nil }
        self.code = code
    }

    /// A code that was taken before: it stays readable, whatever the table says today.
    /// - Returns: nil unless it is three capital Latin letters.
    public init?(stored code: String) {
        guard code.utf8.count == 3, code.utf8.allSatisfy({ (65...90).contains($0) }) else { return nil }
        self.code = code
    }

    private init(known code: String) { self.code = code }

    public static let cny = Currency(known: "CNY")
    public static let usd = Currency(known: "USD")

    /// Digits after the decimal point, as ISO 4217 gives them.
    public var minorDigits: Int { CurrencyTable.minorDigits[code] ?? 2 }

    /// The sign that stands before an amount on pages.
    public var sign: String {
        switch code {
        case "CNY": "¥"
        case "USD": "$"
        case "EUR": "€"
        case "GBP": "£"
        case "JPY": "JP¥"
        case "HKD": "HK$"
        case "TWD": "NT$"
        default: code + "\u{00A0}"
        }
    }

    public var description: String { code }
}
