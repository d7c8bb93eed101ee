/// Writes numbers of a fixed width into the room of a text that is being made.
struct DigitWriter {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

    mutating func write(_ mark: Unicode.Scalar) {
        buffer[count] = UInt8(ascii: mark)
        count += 1
    }

    /// A number of at least so many digits, zeros in front.
    mutating func write(_ number: Int64, digits: Int) {
        if number < 0 { write("-") }
        var (width, rest) = (1, number.magnitude / 10)
        while rest > 0 { (width, rest) = (width + 1, rest / 10) }
        width = max(width, digits)
        rest = number.magnitude
        for place in stride(from: count + width - 1, through: count, by: -1) {
            buffer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        count += width
    }

    mutating func write(_ number: Int64, digits: Int, after mark: Unicode.Scalar) {
        write(mark)
        write(number, digits: digits)
    }

    /// `2026-11-03`
    mutating func write(_ date: CivilDate) {
        write(date.year, digits: 4)
        write(date.month, digits: 2, after: "-")
        write(date.day, digits: 2, after: "-")
    }
}
