/// Writes numbers as varints (seven bits a byte, the lowest first), floats as four bytes, texts with their length.
struct ByteWriter {
    var bytes: [UInt8]

    init(_ mark: [UInt8]) { bytes = mark }

    mutating func number(_ value: Int) {
        var rest = UInt64(value)
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func float(_ value: Float) {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func half(_ value: Float) {
        bytes.append(UInt8(value.bitPattern >> 16 & 0xFF))
        bytes.append(UInt8(value.bitPattern >> 24))
    }

    /// A row of weights; -128, which is no weight, begins a run of zeros and is followed by its length.
    mutating func row(_ row: ArraySlice<Int8>) {
        var zeros = 0
        for weight in row + [1] {
            if weight == 0 {
                zeros += 1
                continue
            }
            if zeros == 1 { bytes.append(0) }
            if zeros > 1 {
                bytes.append(0x80)
                number(zeros)
            }
            zeros = 0
            bytes.append(UInt8(bitPattern: weight))
        }
        bytes.removeLast()
    }

    mutating func text(_ text: String) {
        number(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }
}

/// Reads what `ByteWriter` wrote; nil where the bytes end too early or say what cannot be.
struct ByteReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= bytes.count - place else { return nil }
        defer { place += count }
        return bytes[place..<place + count]
    }

    mutating func number(below bound: Int) -> Int? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            guard let byte = take(1)?.first else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value < UInt64(bound) ? Int(value) : nil }
        }
        return nil
    }

    mutating func floats(_ count: Int) -> [Float]? {
        guard let part = take(count * 4) else { return nil }
        return part.withUnsafeBytes { raw in
            (0..<count).map {
                Float(
                    bitPattern: UInt32(
                        littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
            }
        }
    }

    mutating func halves(_ count: Int) -> [Float]? {
        guard let part = take(count * 2) else { return nil }
        return part.withUnsafeBytes { raw in
            (0..<count).map { Float(bitPattern: UInt32(raw[$0 * 2]) << 16 | UInt32(raw[$0 * 2 + 1]) << 24) }
        }
    }

    mutating func row(_ length: Int) -> [Int8]? {
        var row: [Int8] = []
        while row.count < length {
            guard let byte = take(1)?.first else { return nil }
            if byte == 0x80 {
                guard let zeros = number(below: length - row.count + 1) else { return nil }
                row += repeatElement(0, count: zeros)
            } else {
                row.append(Int8(bitPattern: byte))
            }
        }
        return row
    }

    mutating func text() -> String? {
        guard let length = number(below: 1 << 16), let part = take(length) else { return nil }
        return String(validating: part, as: UTF8.self)
    }
}
