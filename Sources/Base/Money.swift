/// An amount in whole minor units (fen, cents) of one currency. Never a fraction, never a Double.
///
/// Arithmetic on two currencies is a programmer error and stops the program, as does an overflow:
/// amounts are bounded by `Limits.largestAmount` where they enter.
public struct Money: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let amount: Int64
    public let currency: Currency

    public init(_ amount: Int64, _ currency: Currency) {
        self.amount = amount
        self.currency = currency
    }

    public static func zero(_ currency: Currency) -> Money { Money(0, currency) }

    public var isZero: Bool { amount == 0 }
    public var isPositive: Bool { amount > 0 }
    public var isNegative: Bool { amount < 0 }

    public static func + (left: Money, right: Money) -> Money {
        precondition(left.currency == right.currency, "amounts of two currencies were added")
        return Money(left.amount + right.amount, left.currency)
    }

    public static func - (left: Money, right: Money) -> Money { left + -right }

    public static prefix func - (money: Money) -> Money { Money(-money.amount, money.currency) }

    public static func += (left: inout Money, right: Money) { left = left + right }

    public static func -= (left: inout Money, right: Money) { left = left - right }

    public static func * (left: Money, times: Int) -> Money {
        Money(left.amount * Int64(times), left.currency)
    }

    /// So many times the amount, for prices and counts that come from outside.
    /// - Throws: `InputRefusal` `amountTooLarge` beyond `Limits.largestAmount`.
    public func times(_ count: Int) throws -> Money {
        let (product, overflow) = amount.multipliedReportingOverflow(by: Int64(count))
        guard !overflow, product.magnitude <= Limits.largestAmount else {
            throw InputRefusal("amountTooLarge", kind: .unprocessable)
        }
        return Money(product, currency)
    }

    public static func < (left: Money, right: Money) -> Bool {
        precondition(left.currency == right.currency, "amounts of two currencies were compared")
        return left.amount < right.amount
    }

    /// `part` units of `whole`, so that shares taken one after another sum to the amount: the share of units
    /// `already + 1 ... already + part`.
    public func share(of part: Int, after already: Int, whole: Int) -> Money {
        precondition(
            whole > 0 && part >= 0 && already >= 0 && already + part <= whole, "units outside the line")
        return Money(cut(already + part, whole) - cut(already, whole), currency)
    }

    private func cut(_ units: Int, _ whole: Int) -> Int64 {
        let (high, low) = amount.multipliedFullWidth(by: Int64(units))
        return Int64(whole).dividingFullWidth((high, low)).quotient
    }

    /// Splits the amount in proportion to the weights by largest remainder; the parts sum to the whole.
    public func split(by weights: [Int64]) -> [Money] {
        let total = weights.reduce(0, +)
        precondition(amount >= 0 && total > 0 && weights.allSatisfy { $0 >= 0 }, "a split needs weights")
        var parts: [(index: Int, share: Int64, rest: Int64)] = weights.enumerated().map { index, weight in
            let divided = total.dividingFullWidth(amount.multipliedFullWidth(by: weight))
            return (index, divided.quotient, divided.remainder)
        }
        var left = amount - parts.reduce(0) { $0 + $1.share }
        for position in parts.indices.sorted(by: { (parts[$0].rest, $1) > (parts[$1].rest, $0) })
        where left > 0 {
            parts[position].share += 1
            left -= 1
        }
        return parts.map { Money($0.share, currency) }
    }

    /// `basisPoints` ten-thousandths of the amount, rounded half up to the minor unit.
    public func fraction(basisPoints: Int) -> Money {
        let product = amount.multipliedFullWidth(by: Int64(basisPoints))
        let divided = Int64(10_000).dividingFullWidth(product)
        return Money(divided.quotient + (divided.remainder >= 5_000 ? 1 : 0), currency)
    }

    /// The number alone, such as `50.88`.
    public var digits: String {
        let digits = currency.minorDigits
        guard digits > 0 else { return String(amount) }
        var text = String(amount.magnitude)
        while text.count <= digits { text = "0" + text }
        let point = text.index(text.endIndex, offsetBy: -digits)
        return (amount < 0 ? "-" : "") + text[..<point] + "." + text[point...]
    }

    public var description: String { digits + " " + currency.code }
}

extension Money {
    /// An amount not below zero as a rule's facts or a form write it: `1234.50`, with no more decimals than the
    /// currency has.
    public init?(digits text: String, _ currency: Currency) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? parts[1] : ""
        guard let whole = parts.first, whole.count <= 10, decimals.count <= currency.minorDigits,
            (whole + decimals).utf8.allSatisfy({ (48...57).contains($0) }), !(whole + decimals).isEmpty
        else { return nil }
        let zeros = String(repeating: "0", count: currency.minorDigits - decimals.count)
        guard let amount = Int64(whole + decimals + zeros), amount <= Limits.largestAmount else { return nil }
        self.init(amount, currency)
    }

    /// What `description` writes, such as `50.88 CNY`.
    public init?(_ description: String) {
        let parts = description.split(separator: " ")
        guard parts.count == 2, let currency = Currency(stored: String(parts[1])) else { return nil }
        self.init(digits: String(parts[0]), currency)
    }
}
