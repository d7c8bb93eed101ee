/// Walks over the fixed fields of a date text.
struct DigitReader {
    private var bytes: Substring.UTF8View

    init(_ text: String) { bytes = Substring(text).utf8 }

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func take(anyOf choices: StaticString) -> UInt8? {
        guard let byte = bytes.first, choices.contains(byte) else { return nil }
        bytes.removeFirst()
        return byte
    }

    mutating func number(_ width: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<width {
            guard let byte = bytes.first, (48...57).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 48)
            bytes.removeFirst()
        }
        return value
    }

    mutating func date() -> CivilDate? {
        guard let year = number(4), take(anyOf: "-") != nil, let month = number(2), take(anyOf: "-") != nil,
            let day = number(2)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// Decimals as milliseconds; what is finer is dropped.
    mutating func fraction() -> Int64? {
        var (value, count): (Int64, Int) = (0, 0)
        while let byte = bytes.first, (48...57).contains(byte) {
            if count < 3 { value = value * 10 + Int64(byte - 48) }
            count += 1
            bytes.removeFirst()
        }
        guard (1...9).contains(count) else { return nil }
        for _ in count..<max(3, count) { value *= 10 }
        return value
    }

    /// `Z` or `+08:00`, as seconds east of UTC.
    mutating func offset() -> Int64? {
        if take(anyOf: "Zz") != nil { return 0 }
        guard let sign = take(anyOf: "+-"), let hours = number(2), hours < 24, take(anyOf: ":") != nil,
            let minutes = number(2), minutes < 60
        else { return nil }
        return (hours * 3_600 + minutes * 60) * (sign == 45 ? -1 : 1)
    }
}

extension StaticString {
    fileprivate func contains(_ byte: UInt8) -> Bool {
        UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount).contains(byte)
    }
}
