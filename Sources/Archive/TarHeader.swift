import Base

/// The block before each member: POSIX ustar, so that an archive that is not encrypted opens with `tar` as well.
/// A member of 8 GiB and more has its size in base 256, as GNU tar writes it.
struct TarHeader: Equatable {
    static let blockBytes = 512

    let name: String
    let bytes: Int64
    let at: Timestamp

    init(name: String, bytes: Int64, at: Timestamp) {
        precondition(name.utf8.count <= 100, "a member's name is too long")
        (self.name, self.bytes, self.at) = (name, bytes, at)
    }

    /// - Returns: nil for a block that is no header, or one that was changed.
    init?(_ block: [UInt8]) {
        guard block.count == Self.blockBytes, Array(block[257..<263]) == Array("ustar\0".utf8),
            Self.octal(block[148..<156]) == Self.sum(block), block[156] == UInt8(ascii: "0"),
            let size = Self.size(block[124..<136]), let seconds = Self.octal(block[136..<148])
        else { return nil }
        let name = String(decoding: block[0..<100].prefix { $0 != 0 }, as: UTF8.self)
        self.init(name: name, bytes: size, at: Timestamp(milliseconds: seconds * 1000))
        guard self.block == block else { return nil }
    }

    var block: [UInt8] {
        var block = [UInt8](repeating: 0, count: Self.blockBytes)
        func put(_ bytes: some Sequence<UInt8>, at place: Int) {
            for (index, byte) in bytes.enumerated() { block[place + index] = byte }
        }
        put(name.utf8, at: 0)
        put("0000600".utf8, at: 100)
        put("0000000".utf8, at: 108)
        put("0000000".utf8, at: 116)
        put(Self.field(bytes), at: 124)
        put(Self.octalField(at.milliseconds / 1000, digits: 11), at: 136)
        put("0".utf8, at: 156)
        put("ustar\0".utf8, at: 257)
        put("00".utf8, at: 263)
        put(Self.octalField(Self.sum(block), digits: 6) + [0, 32], at: 148)
        return block
    }

    /// Zeroes that fill a member's last block.
    static func padding(after bytes: Int64) -> Int { Int((512 - bytes % 512) % 512) }

    private static let largestOctal: Int64 = 0o77777777777

    private static func field(_ size: Int64) -> [UInt8] {
        guard size > largestOctal else { return octalField(size, digits: 11) }
        return [0x80, 0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: size >> Int64(56 - 8 * $0)) }
    }

    private static func octalField(_ number: Int64, digits: Int) -> [UInt8] {
        let text = String(number, radix: 8)
        return Array((String(repeating: "0", count: digits - text.count) + text).utf8)
    }

    private static func size(_ field: ArraySlice<UInt8>) -> Int64? {
        guard field.first == 0x80 else { return octal(field) }
        let size = field.suffix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return size >= 0 ? size : nil
    }

    private static func octal(_ field: ArraySlice<UInt8>) -> Int64? {
        let digits = field.prefix { $0 != 0 && $0 != 32 }
        return Int64(String(decoding: digits, as: UTF8.self), radix: 8).flatMap { $0 >= 0 ? $0 : nil }
    }

    /// The sum of all bytes, with the field of the sum taken as spaces.
    private static func sum(_ block: [UInt8]) -> Int64 {
        block.indices.reduce(Int64(0)) { $0 + ((148..<156).contains($1) ? 32 : Int64(block[$1])) }
    }
}
