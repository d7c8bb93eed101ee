import Base

/// Bytes that nobody should send: good ones spoilt, pieces of a format thrown together, depth, length and chance.
/// A failing test is run again with the seed that it printed.
public struct HostileBytes: Sendable {
    public let seed: UInt64
    private var chance: SeededChance
    private let samples: [[UInt8]]
    private let pieces: [[UInt8]]

    /// - Parameters:
    ///   - samples: input that is fine.
    ///   - pieces: what the format is made of: signs, keywords, broken escapes.
    public init(samples: [String], pieces: [String], seed: UInt64 = Outside.system.random()) {
        self.seed = seed
        self.samples = samples.map { Array($0.utf8) }
        self.pieces = pieces.map { Array($0.utf8) } + Self.always
        chance = SeededChance(seed: seed)
        print("hostile seed \(seed)")
    }

    public mutating func next() -> [UInt8] {
        switch chance.below(8) {
        case 0: (0..<chance.below(200)).map { _ in UInt8(truncatingIfNeeded: chance.next()) }
        case 1: thrown(chance.below(60))
        case 2: thrown(1 + chance.below(3)).repeated(chance.below(3_000))
        case 3: nested(chance.below(2_000))
        default: spoilt(chance.pick(samples), 1 + chance.below(6))
        }
    }

    /// The same as text; what is no UTF-8 is replaced.
    public mutating func text() -> String { String(decoding: next(), as: UTF8.self) }

    public mutating func below(_ bound: Int) -> Int { chance.below(bound) }

    private static let always: [[UInt8]] =
        [
            "", "\0", " ", "\r\n", "\n", "\t", "\u{FEFF}", "\u{202E}", "\u{7F}", "😀", "é", "e\u{301}", "%",
            "%0",
            "%00", "%FF", "\"", "\\", "'", "=", ";", "&", ":", ",", "-", "--", "0", "-1",
            "9223372036854775807",
            "9223372036854775808", "1e999", "NaN", "../", "//",
        ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]]

    private mutating func thrown(_ count: Int) -> [UInt8] {
        (0..<count).flatMap { _ in chance.pick(pieces) }
    }

    private mutating func nested(_ depth: Int) -> [UInt8] {
        let (open, close) = (chance.pick(pieces), chance.pick(pieces))
        return open.repeated(depth) + thrown(2) + close.repeated(chance.below(2) == 0 ? depth : 0)
    }

    private mutating func spoilt(_ sample: [UInt8], _ times: Int) -> [UInt8] {
        var bytes = sample
        for _ in 0..<times {
            let place = chance.below(bytes.count + 1)
            switch chance.below(5) {
            case 0: bytes.insert(contentsOf: chance.pick(pieces), at: place)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + chance.below(20)))
            case 2: if place < bytes.count { bytes[place] = UInt8(truncatingIfNeeded: chance.next()) }
            case 3: bytes.insert(contentsOf: bytes.dropFirst(place).prefix(chance.below(100)), at: place)
            default: bytes = Array(bytes.prefix(place))
            }
        }
        return bytes
    }
}

extension [UInt8] {
    fileprivate func repeated(_ count: Int) -> [UInt8] {
        // Bounded, so that depth and length are tried without the tests waiting for memory.
        let count = Swift.min(count, 60_000 / Swift.max(1, self.count))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * self.count)
        for _ in 0..<count { bytes += self }
        return bytes
    }
}

/// How long the slowest of many small inputs took: what grows faster than its input shows here.
public func slowest(of count: Int, _ body: () throws -> Void) rethrows -> Duration {
    var slowest = Duration.zero
    for _ in 0..<count {
        let start = ContinuousClock.now
        try body()
        slowest = max(slowest, ContinuousClock.now - start)
    }
    return slowest
}
