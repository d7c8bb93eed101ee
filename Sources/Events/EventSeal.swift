import Base
import Crypto
import Storage

/// A seal over some events of one shop, and over the seal before it. What is sealed can no longer be changed, removed
/// or added without breaking every seal that follows.
public struct EventSeal: Sendable, Equatable {
    /// Counts from 1 without a gap, over all shops.
    public let number: Int64
    public let shop: ShopID
    /// Covers the shop's events after its seal before this one, up to this position.
    public let last: Int64
    public let count: Int
    /// Position and digest of each event in order, 40 bytes an event: they name the one that was changed.
    let entries: [UInt8]
    public let at: Timestamp
    public let hash: [UInt8]

    /// What the first seal follows.
    static let beginning = [UInt8](repeating: 0, count: 32)

    /// Seals events of one shop behind the seal before.
    init(_ events: [SealedEvent], of shop: ShopID, after previous: EventSeal?, at: Timestamp) {
        precondition(!events.isEmpty, "a seal covers something")
        number = (previous?.number ?? 0) + 1
        self.shop = shop
        last = events.last?.position ?? 0
        count = events.count
        entries = events.flatMap { SealBytes.of($0.position) + $0.digest }
        self.at = at
        hash = Self.hash(number, shop, at, entries, after: previous?.hash ?? Self.beginning)
    }

    init(
        number: Int64, shop: ShopID, last: Int64, count: Int, entries: [UInt8], at: Timestamp, hash: [UInt8]
    ) {
        (self.number, self.shop, self.last, self.count) = (number, shop, last, count)
        (self.entries, self.at, self.hash) = (entries, at, hash)
    }

    public var hashText: String { SealBytes.hex(hash) }

    /// The events as they were when they were sealed; nil when the entries are none.
    var events: [SealedEvent]? {
        guard entries.count == count * SealedEvent.bytes else { return nil }
        return (0..<count).map { index in
            let entry = entries[index * SealedEvent.bytes..<(index + 1) * SealedEvent.bytes]
            return SealedEvent(
                position: entry.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) },
                digest: Array(entry.dropFirst(8)))
        }
    }

    /// Whether it says what it was made to say, behind the seal before.
    func holds(after previous: [UInt8]) -> Bool {
        hash == Self.hash(number, shop, at, entries, after: previous) && events?.last?.position == last
    }

    private static func hash(
        _ number: Int64, _ shop: ShopID, _ at: Timestamp, _ entries: [UInt8], after previous: [UInt8]
    ) -> [UInt8] {
        let head = Array("huitou event seal 1\n".utf8) + previous + SealBytes.of(number)
        return Array(
            SHA256.hash(data: head + SealBytes.of(shop.text) + SealBytes.of(at.milliseconds) + entries))
    }
}

/// An event's place and the digest of everything that it says.
struct SealedEvent: Sendable, Equatable {
    static let bytes = 40

    let position: Int64
    /// SHA-256.
    let digest: [UInt8]

    init(position: Int64, digest: [UInt8]) { (self.position, self.digest) = (position, digest) }

    /// - Parameters:
    ///   - numbers: position and time.
    ///   - texts: shop, actor, type, subject, what it is related to and the detail, as they are stored.
    init(_ numbers: (position: Int64, at: Int64), _ texts: [String]) {
        position = numbers.position
        let content =
            SealBytes.of(numbers.position) + SealBytes.of(numbers.at) + texts.flatMap { SealBytes.of($0) }
        digest = Array(SHA256.hash(data: content))
    }
}

/// Bytes that say one thing only: numbers in eight bytes, texts behind their length.
enum SealBytes {
    static func of(_ number: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> Int64(56 - 8 * $0)) }
    }

    static func of(_ text: String) -> [UInt8] { of(Int64(text.utf8.count)) + Array(text.utf8) }

    static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
