import Synchronization

/// One metric with its series.
final class Metric: Sendable {
    enum Kind: Sendable, Equatable {
        case counter, gauge
        case histogram([Double])
    }

    private struct Series {
        var value = 0.0
        var count = 0
        var buckets: [Int] = []
    }

    let name: String
    private let help: String
    private let kind: Kind
    private let labels: [String]
    private let series = Mutex<[[String]: Series]>([:])

    init(_ name: String, _ help: String, _ kind: Kind, _ labels: [String]) {
        self.name = name
        self.help = help
        self.kind = kind
        self.labels = labels
    }

    /// Whether both count the same in the same way.
    func hasShape(of other: Metric) -> Bool {
        (kind, labels, help) == (other.kind, other.labels, other.help)
    }

    func add(_ amount: Double, _ values: [String]) { change(values) { $0.value += amount } }

    func set(_ value: Double, _ values: [String]) { change(values) { $0.value = value } }

    func observe(_ value: Double, _ values: [String]) {
        guard case .histogram(let bounds) = kind else { return }
        change(values) { series in
            if series.buckets.isEmpty { series.buckets = Array(repeating: 0, count: bounds.count) }
            if let place = bounds.firstIndex(where: { value <= $0 }) { series.buckets[place] += 1 }
            series.value += value
            series.count += 1
        }
    }

    private func change(_ values: [String], _ body: (inout Series) -> Void) {
        precondition(values.count == labels.count, "\(name) has other labels")
        series.withLock { all in
            let isFull = all.count >= MetricRegistry.mostSeries && all[values] == nil
            body(&all[isFull ? labels.map { _ in "other" } : values, default: Series()])
        }
    }

    func text() -> String {
        let all = series.withLock { $0 }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        var text = "# HELP \(name) \(help)\n# TYPE \(name) \(kind.name)\n"
        for (values, series) in all {
            switch kind {
            case .counter, .gauge: text += "\(name)\(brackets(values)) \(figure(series.value))\n"
            case .histogram(let bounds): text += histogram(values, series, bounds)
            }
        }
        return text
    }

    private func histogram(_ values: [String], _ series: Series, _ bounds: [Double]) -> String {
        var (text, sum) = ("", 0)
        for (bound, count) in zip(bounds, series.buckets) {
            sum += count
            text += "\(name)_bucket\(brackets(values, bound: figure(bound))) \(sum)\n"
        }
        text += "\(name)_bucket\(brackets(values, bound: "+Inf")) \(series.count)\n"
        text += "\(name)_sum\(brackets(values)) \(figure(series.value))\n"
        return text + "\(name)_count\(brackets(values)) \(series.count)\n"
    }

    private func brackets(_ values: [String], bound: String? = nil) -> String {
        var pairs = zip(labels, values).map { "\($0)=\"\(Self.escaped($1))\"" }
        if let bound { pairs.append("le=\"\(bound)\"") }
        return pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
    }

    private func figure(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}

extension Metric.Kind {
    fileprivate var name: String {
        switch self {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }
}
