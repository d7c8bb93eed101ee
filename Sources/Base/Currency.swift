/// An ISO 4217 currency code and how many decimal digits its minor unit has.
public struct Currency: Hashable, Sendable, CustomStringConvertible {
    public let code: String

    /// - Returns: nil unless the code is three capital Latin letters.
    public init?(_ code: String) {
        guard code.utf8.count == 3, code.utf8.allSatisfy({ (65...90).contains($0) }) else { return nil }
        self.code = code
    }

    private init(known code: String) { self.code = code }

    public static let cny = Currency(known: "CNY")
    public static let usd = Currency(known: "USD")

    /// Digits after the decimal point; ISO 4217 gives 2 for all but these.
    public var minorDigits: Int {
        switch code {
        case "JPY", "KRW", "VND", "CLP", "ISK", "XAF", "XOF", "XPF", "UGX", "PYG": 0
        case "BHD", "KWD", "OMR", "JOD", "TND", "IQD", "LYD": 3
        default: 2
        }
    }

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
