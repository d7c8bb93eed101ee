/// How well spans that were found agree with those that were marked: type, beginning and end must be the same.
public struct SpanReport: Sendable {
    public struct Span: Hashable, Sendable {
        public let type: String
        public let range: Range<Int>

        public init(_ type: String, _ range: Range<Int>) { (self.type, self.range) = (type, range) }
    }

    fileprivate struct Tally {
        var hits = 0
        var found = 0
        var marked = 0

        var harmonicMean: Double { found + marked == 0 ? 1 : 2 * Double(hits) / Double(found + marked) }
    }

    private var all = Tally()
    private var tallies: [String: Tally] = [:]

    public init() {}

    public mutating func add(found: Set<Span>, marked: Set<Span>) {
        for type in Set(found.union(marked).map(\.type)) {
            let (one, other) = (found.filter { $0.type == type }, marked.filter { $0.type == type })
            tallies[type, default: Tally()].count(one, other)
        }
        all.count(found, marked)
    }

    /// The harmonic mean of precision and recall over all spans.
    public var microF1: Double { all.harmonicMean }
    /// The same for each type, by name.
    public var byType: [(type: String, f1: Double)] {
        tallies.sorted { $0.key < $1.key }.map { ($0.key, $0.value.harmonicMean) }
    }
}

extension SpanReport.Tally {
    fileprivate mutating func count(_ found: Set<SpanReport.Span>, _ marked: Set<SpanReport.Span>) {
        hits += found.intersection(marked).count
        self.found += found.count
        self.marked += marked.count
    }
}
