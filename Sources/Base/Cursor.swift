/// Where a list goes on: the sort keys of the last item seen, made opaque.
public struct Cursor: Hashable, Sendable {
    public let keys: [String]

    public init(_ keys: [String]) { self.keys = keys }

    /// - Returns: nil when the text is not a cursor of `count` keys.
    public init?(_ text: String, count: Int) {
        guard text.utf8.count <= 1_024, let bytes = Self.bytes(of: text),
            let plain = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let keys = plain.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        guard keys.count == count,
            !keys.contains(where: { $0.unicodeScalars.contains(where: \.isUnwantedControl) })
        else { return nil }
        self.keys = keys
    }

    public var text: String {
        keys.joined(separator: "\u{1F}").utf8.map { byte in
            String([Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]])
        }.joined()
    }

    private static let digits = Array("0123456789abcdef")

    private static func bytes(of text: String) -> [UInt8]? {
        let digits = text.utf8.map { $0 &- 48 < 10 ? $0 - 48 : $0 &- 97 < 6 ? $0 - 87 : 255 }
        guard digits.count.isMultiple(of: 2), !digits.contains(255) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}

/// One page of a list and where the next begins.
public struct Page<Item: Sendable>: Sendable {
    public let items: [Item]
    public let next: Cursor?

    public init(items: [Item], next: Cursor?) {
        self.items = items
        self.next = next
    }

    /// From a query that asked for one row more than the page holds.
    public init(_ rows: [Item], limit: Int, cursor: (Item) -> Cursor) {
        items = Array(rows.prefix(limit))
        next = rows.count > limit ? items.last.map(cursor) : nil
    }

    public func map<Other: Sendable>(_ transform: (Item) throws -> Other) rethrows -> Page<Other> {
        Page<Other>(items: try items.map(transform), next: next)
    }
}
