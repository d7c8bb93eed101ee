import Synchronization

/// The program's counters, gauges and histograms, rendered as Prometheus text.
///
/// A metric holds at most `mostSeries` combinations of label values; what comes after them is counted as
/// `other`.
public final class MetricRegistry: Sendable {
    static let mostSeries = 1_000

    private let metrics = Mutex<[Metric]>([])

    public init() {}

    /// Something that only grows, such as requests.
    public func counter(_ name: String, _ help: String, labels: [String] = []) -> Counter {
        Counter(add(Metric(name, help, .counter, labels)))
    }

    /// Something that rises and falls, such as open streams.
    public func gauge(_ name: String, _ help: String, labels: [String] = []) -> Gauge {
        Gauge(add(Metric(name, help, .gauge, labels)))
    }

    /// How values spread, such as seconds.
    /// - Parameter bounds: the upper bounds of the buckets, rising.
    public func histogram(
        _ name: String, _ help: String, labels: [String] = [], bounds: [Double]
    ) -> Histogram {
        Histogram(add(Metric(name, help, .histogram(bounds), labels)))
    }

    /// Prometheus' text format, version 0.0.4.
    public func text() -> String { metrics.withLock { $0 }.map { $0.text() }.joined() }

    /// A metric that is there already is counted on: whoever is put together twice counts in one place.
    private func add(_ metric: Metric) -> Metric {
        metrics.withLock { metrics in
            guard let known = metrics.first(where: { $0.name == metric.name }) else {
                metrics.append(metric)
                return metric
            }
            precondition(known.hasShape(of: metric), "two different metrics are named \(metric.name)")
            return known
        }
    }

    public struct Counter: Sendable {
        private let metric: Metric
        fileprivate init(_ metric: Metric) { self.metric = metric }

        public func increment(_ labels: [String] = [], by count: Int = 1) {
            metric.add(Double(count), labels)
        }

        /// For what is counted elsewhere: the count as it stands.
        public func reach(_ total: Double, _ labels: [String] = []) { metric.set(total, labels) }
    }

    public struct Gauge: Sendable {
        private let metric: Metric
        fileprivate init(_ metric: Metric) { self.metric = metric }

        public func set(_ value: Int, _ labels: [String] = []) { metric.set(Double(value), labels) }
        public func add(_ count: Int, _ labels: [String] = []) { metric.add(Double(count), labels) }
    }

    public struct Histogram: Sendable {
        private let metric: Metric
        fileprivate init(_ metric: Metric) { self.metric = metric }

        public func observe(_ value: Double, _ labels: [String] = []) { metric.observe(value, labels) }
    }
}
