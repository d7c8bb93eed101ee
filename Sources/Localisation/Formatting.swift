import Base

/// How one reader sees amounts and times: in their language, in the shop's time zone.
public struct Formatting: Sendable {
    public let language: Language
    private let texts: TextTable
    private let zone: LocalDay

    public init(_ texts: TextTable, in zone: LocalDay) {
        language = texts.language
        self.texts = texts
        self.zone = zone
    }

    // MARK: Money

    /// `¥1,234.50`; an amount below zero begins with a minus sign.
    public func money(_ money: Money) -> String { Self.money(money) }

    /// The same where no reader is at hand: amounts look alike in every language.
    public static func money(_ money: Money) -> String { sign(of: money) + digits(of: money) }

    /// What stands before the figures, a minus sign included.
    public func sign(of money: Money) -> String { Self.sign(of: money) }

    /// The figures alone, in groups of three: `1,234.50`.
    public func digits(of money: Money) -> String { Self.digits(of: money) }

    private static func sign(of money: Money) -> String {
        (money.isNegative ? "\u{2212}" : "") + money.currency.sign
    }

    private static func digits(of money: Money) -> String {
        let digits = money.digits.drop { $0 == "-" }
        let whole = digits.prefix { $0 != "." }
        return grouped(whole) + digits.dropFirst(whole.count)
    }

    /// A whole number in groups of three: `12,400`.
    public func number(_ number: some BinaryInteger) -> String {
        (number < 0 ? "\u{2212}" : "") + Self.grouped(Substring(String(number.magnitude)))
    }

    // MARK: Times

    /// The date and time to the minute as a record shows it: `2026-11-03 17:30`.
    public func minute(of moment: Timestamp) -> String { zone.minute(of: moment) }

    /// The date as a record shows it: `2026-11-03`.
    public func date(of moment: Timestamp) -> String { zone.date(of: moment) }

    /// The date and time as a sentence says it: `11 月 3 日 17:30`; the year stands only
    /// when it is not this one.
    public func moment(_ moment: Timestamp, now: Timestamp) -> String {
        sentence("time.moment", moment, now)
    }

    /// The date as a sentence says it: `11 月 3 日`.
    public func day(_ moment: Timestamp, now: Timestamp) -> String {
        sentence("time.day", moment, now)
    }

    /// A length of time in words, at most two units: see `SpanWords`.
    public func span(_ span: Span) -> String { Self.span(span, texts) }

    /// The same where no shop's time zone is at hand.
    public static func span(_ span: Span, _ texts: TextTable) -> String {
        SpanWords(texts).words(for: span)
    }

    private func sentence(_ name: String, _ moment: Timestamp, _ now: Timestamp) -> String {
        let (reading, today) = (zone.reading(at: moment), zone.reading(at: now))
        let date = reading.date
        return texts[
            date.year == today.date.year ? name : name + ".withYear",
            [
                "year": String(date.year), "month": texts["time.month.\(date.month)"],
                "day": String(date.day), "time": reading.time,
            ]]
    }

    private static func grouped(_ digits: Substring) -> String {
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return text
    }
}
