import Base

/// What a file holds; its base name says it.
public enum ImportKind: String, Sendable, CaseIterable { case customers, products, orders }

/// One line of a file, counted from 1.
public struct ImportLine: Sendable {
    public let number: Int
    public let bytes: [UInt8]

    public init(number: Int, bytes: [UInt8]) {
        self.number = number
        self.bytes = bytes
    }

    /// Whether a line says what it said before (FNV-1a, 64 bits, with the length): compared per order, not for secrecy.
    var fingerprint: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 36) + "-" + String(bytes.count, radix: 36)
    }
}

/// A line that was left out, and why.
public struct BadLine: Sendable {
    public let number: Int
    public let refusal: any Refusal

    public init(number: Int, refusal: any Refusal) {
        self.number = number
        self.refusal = refusal
    }
}

/// How an import went.
public struct ImportReport: Sendable {
    enum Outcome { case saved, unchanged }

    public private(set) var saved = 0
    /// Lines that said what is known already.
    public private(set) var unchanged = 0
    public private(set) var refused = 0
    /// The first bad lines, up to `Limits.badLinesNamed`; `refused` counts them all.
    public private(set) var badLines: [BadLine] = []

    public init() {}

    public var lines: Int { saved + unchanged + refused }

    mutating func count(_ outcome: Outcome) {
        switch outcome {
        case .saved: saved += 1
        case .unchanged: unchanged += 1
        }
    }

    public mutating func refuse(_ line: BadLine) {
        refused += 1
        if badLines.count < Limits.badLinesNamed { badLines.append(line) }
    }

    public mutating func add(_ other: ImportReport) {
        saved += other.saved
        unchanged += other.unchanged
        refused += other.refused
        badLines += other.badLines.prefix(max(0, Limits.badLinesNamed - badLines.count))
    }

    public var counts: JSONValue {
        [
            "lines": JSONValue(lines), "saved": JSONValue(saved), "unchanged": JSONValue(unchanged),
            "refused": JSONValue(refused),
        ]
    }
}
