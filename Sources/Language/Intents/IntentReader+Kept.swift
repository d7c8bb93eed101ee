extension IntentReader {
    /// Goes up when the same corpus is learnt from in another way.
    static let learning = 1

    /// What it has learnt as bytes with a mark over them, for a file that is read at the next start.
    public var kept: [UInt8] {
        var mark = ByteMark()
        mark.add(bytes)
        return Array(mark.text.utf8) + bytes
    }

    /// - Returns: nil for bytes that are not the whole of what was kept.
    public init?(kept: [UInt8]) {
        let bytes = Array(kept.dropFirst(ByteMark.characters))
        var mark = ByteMark()
        mark.add(bytes)
        guard kept.starts(with: mark.text.utf8), let classifier = TextClassifier(bytes: bytes) else {
            return nil
        }
        self.init(classifier)
    }
}

/// Tells whether bytes are the same as before; no protection against whoever wants to deceive.
struct ByteMark {
    static let characters = 16
    // FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv).
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    var text: String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: Self.characters - digits.count) + digits
    }
}
