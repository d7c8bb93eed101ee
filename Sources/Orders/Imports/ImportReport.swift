import Base

/// What a file holds; its base name says it.
public enum ImportKind: String, Sendable, CaseIterable { case customers, products, orders }

/// A line with what is wrong in it.
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
    enum Outcome {
        /// With what its story here makes doubtful: goods or a price that stay as they are, a parcel that should not
        /// have left.
        case saved([InputRefusal])
        case unchanged
    }

    public private(set) var saved = 0
    /// Lines that said what is known already.
    public private(set) var unchanged = 0
    public private(set) var refused = 0
    /// The first bad lines, up to `Limits.badLinesNamed`; `refused` counts them all.
    public private(set) var badLines: [BadLine] = []
    /// Lines that were taken although something in them cannot be right; the first ones, as many.
    public private(set) var doubtfulLines: [BadLine] = []

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

    mutating func doubt(_ line: BadLine) {
        if doubtfulLines.count < Limits.badLinesNamed { doubtfulLines.append(line) }
    }

    public mutating func add(_ other: ImportReport) {
        saved += other.saved
        unchanged += other.unchanged
        refused += other.refused
        badLines += other.badLines.prefix(max(0, Limits.badLinesNamed - badLines.count))
        doubtfulLines += other.doubtfulLines.prefix(max(0, Limits.badLinesNamed - doubtfulLines.count))
    }

    public var counts: JSONValue {
        [
            "lines": JSONValue(lines), "saved": JSONValue(saved), "unchanged": JSONValue(unchanged),
            "refused": JSONValue(refused),
        ]
    }
}
