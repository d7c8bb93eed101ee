import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

@Suite struct MetricsTests {
    @Test func `metrics read as Prometheus wants them`() {
        let registry = MetricRegistry()
        let counter = registry.counter("cases_total", "Cases opened.", labels: ["kind"])
        counter.increment(["refundOnly"])
        counter.increment(["refundOnly"], by: 2)
        counter.increment(["a\"b\\c\nd"])
        registry.gauge("streams", "Open streams.").set(4)
        let histogram = registry.histogram("seconds", "Time.", bounds: [0.1, 1])
        for value in [0.05, 0.5, 0.5, 5] { histogram.observe(value) }
        #expect(
            registry.text() == """
                # HELP cases_total Cases opened.
                # TYPE cases_total counter
                cases_total{kind="a\\"b\\\\c\\nd"} 1
                cases_total{kind="refundOnly"} 3
                # HELP streams Open streams.
                # TYPE streams gauge
                streams 4
                # HELP seconds Time.
                # TYPE seconds histogram
                seconds_bucket{le="0.1"} 1
                seconds_bucket{le="1"} 3
                seconds_bucket{le="+Inf"} 4
                seconds_sum 6.05
                seconds_count 4

                """)
    }

    @Test func `what is put together twice counts in one place`() {
        let registry = MetricRegistry()
        for _ in 0..<2 { _ = RequestMetrics(registry) }
        for _ in 0..<2 { registry.counter("x_total", "X.").increment() }
        #expect(registry.text().contains("x_total 2\n"))
    }

    @Test func `labels are bounded`() {
        let registry = MetricRegistry()
        let counter = registry.counter("x", "X.", labels: ["name"])
        for number in 0..<(MetricRegistry.mostSeries + 5) { counter.increment(["\(number)"]) }
        #expect(registry.text().contains("x{name=\"other\"} 5\n"))
    }

    @Test func `requests are counted by pattern, never by path`() async throws {
        let registry = MetricRegistry()
        let application = try World().application(registry: registry) { router in
            router.get("v1/cases/:case") { _, _ in Response.text("x") }
        }
        try await application.test(.router) { client in
            for id in 0..<3 { _ = try await client.execute(uri: "/v1/cases/C\(id)", method: .get) }
        }
        let text = registry.text()
        #expect(text.contains("route=\"/v1/cases/{case}\",method=\"GET\",status=\"2xx\"} 3"))
        #expect(!text.contains("C1"))
    }
}
