/// A moment in UTC, in whole milliseconds since 1970. Written as RFC 3339 with milliseconds.
public struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    public static func + (left: Timestamp, right: Span) -> Timestamp {
        Timestamp(milliseconds: left.milliseconds + right.milliseconds)
    }

    public static func - (left: Timestamp, right: Span) -> Timestamp {
        Timestamp(milliseconds: left.milliseconds - right.milliseconds)
    }

    public static func - (left: Timestamp, right: Timestamp) -> Span {
        Span(milliseconds: left.milliseconds - right.milliseconds)
    }

    /// RFC 3339, always UTC and with three decimals: `2026-11-03T09:30:00.000Z`.
    public var description: String {
        let (days, ofDay) = milliseconds.flooredDivision(by: 86_400_000)
        let date = CivilDate(daysSince1970: days)
        return String(unsafeUninitializedCapacity: 32) { buffer in
            var text = DigitWriter(buffer)
            text.write(date)
            text.write(ofDay / 3_600_000, digits: 2, after: "T")
            text.write(ofDay / 60_000 % 60, digits: 2, after: ":")
            text.write(ofDay / 1_000 % 60, digits: 2, after: ":")
            text.write(ofDay % 1_000, digits: 3, after: ".")
            text.write("Z")
            return text.count
        }
    }

    /// Reads RFC 3339 with any offset and up to nine decimals, of which three are kept.
    /// - Returns: nil for anything else, the 30th of February and years outside 1970 to 9999 included.
    public init?(_ text: String) {
        var reader = DigitReader(text)
        guard let date = reader.date(), reader.take(anyOf: "Tt ") != nil,
            let hour = reader.number(2), hour < 24, reader.take(anyOf: ":") != nil,
            let minute = reader.number(2), minute < 60, reader.take(anyOf: ":") != nil,
            let second = reader.number(2), second < 60
        else { return nil }
        var fraction: Int64 = 0
        if reader.take(anyOf: ".") != nil {
            guard let milliseconds = reader.fraction() else { return nil }
            fraction = milliseconds
        }
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        let seconds = date.daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second - offset
        guard seconds >= 0 else { return nil }
        self.init(milliseconds: seconds * 1000 + fraction)
    }
}

/// A length of time in milliseconds, read from packs as `48h`, `7d`, `5m`.
public struct Span: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func seconds(_ count: Int) -> Span { Span(milliseconds: Int64(count) * 1000) }
    public static func minutes(_ count: Int) -> Span { .seconds(count * 60) }
    public static func hours(_ count: Int) -> Span { .minutes(count * 60) }
    public static func days(_ count: Int) -> Span { .hours(count * 24) }

    /// - Returns: nil unless the text is digits and one of `s m h d`, up to ten years.
    public init?(_ text: String) {
        let digits = text.dropLast()
        guard let unit = text.last, digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let count = Int(digits),
            count <= 100_000
        else { return nil }
        switch unit {
        case "s": self = .seconds(count)
        case "m": self = .minutes(count)
        case "h": self = .hours(count)
        case "d": self = .days(count)
        default: return nil
        }
        guard self <= .days(3660) else { return nil }
    }

    public static func < (left: Span, right: Span) -> Bool { left.milliseconds < right.milliseconds }

    public var seconds: Int64 { milliseconds / 1000 }

    public var description: String {
        if milliseconds != 0, milliseconds % 86_400_000 == 0 { return "\(milliseconds / 86_400_000)d" }
        if milliseconds != 0, milliseconds % 3_600_000 == 0 { return "\(milliseconds / 3_600_000)h" }
        if milliseconds % 60_000 == 0 { return "\(milliseconds / 60_000)m" }
        return "\(milliseconds / 1000)s"
    }
}
