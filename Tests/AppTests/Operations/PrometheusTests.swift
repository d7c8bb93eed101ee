import Base
import Foundation
import TestSupport
import Testing

/// `/metrics` as Prometheus itself reads it, where it is installed (bin/setup --test).
@Suite(.timeLimit(.minutes(15))) struct PrometheusTests {
    @Test func `names, types and help are such that promtool finds no fault`() async throws {
        try await Self.busy { server, directory in
            let text = try await server.send(Call(method: "GET", path: "/metrics")).expect(200).text
            let file = directory.url.appending(path: "metrics.txt")
            try Data(text.utf8).write(to: file)
            let checked = try await Shell.run("sh", "-c", "promtool check metrics < '\(file.path)'")
            guard checked.status != 127 else {
                print("NOT CHECKED: promtool is not installed; bin/setup --test does it")
                return
            }
            #expect(checked.status == 0, "\(checked.text)")
        }
    }

    @Test func `every label has a bounded set of values, and none holds an id or what somebody sent`()
        async throws
    {
        try await Self.busy { server, _ in
            for path in 0..<50 { _ = try await server.send(Call(method: "GET", path: "/nothing/\(path)")) }
            _ = try await server.send(Call(method: "BREW", path: "/v1/shops"))
            let text = try await server.send(Call(method: "GET", path: "/metrics")).expect(200).text
            for figure in [
                "process_resident_memory_bytes", "process_cpu_seconds_total", "huitou_jobs_overdue",
            ] {
                #expect(text.contains("\n\(figure) "))
            }
            let labels = text.matches(of: /(\w+)="([^"]*)"/)
            let allowed: Set = [
                "route", "method", "status", "le", "part", "kind", "state", "engine", "outcome",
            ]
            #expect(Set(labels.map { String($0.1) }).subtracting(allowed) == [])
            for label in labels {
                #expect(
                    !label.2.contains("nothing") && !label.2.contains("BREW") && !label.2.contains(Qinghe.id))
            }
            for name in text.matches(of: /(?m)^# TYPE (\w+) (\w+)$/) {
                #expect(name.1.hasPrefix("huitou_") || name.1.hasPrefix("process_"), "\(name.1)")
                #expect((name.2 == "counter") == name.1.hasSuffix("_total"), "\(name.1)")
            }
        }
    }

    @Test func `prometheus scrapes a running server and knows it is up`() async throws {
        guard try await Shell.run("prometheus", "--version").status == 0 else {
            print("NOT CHECKED: prometheus is not installed; bin/setup --test does it")
            return
        }
        try await Self.busy { server, directory in
            let settings = directory.url.appending(path: "prometheus.yml")
            let place = server.address.replacing("http://", with: "")
            try Data(
                """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: huitou
                    static_configs: [{targets: ["\(place)"]}]
                """.utf8
            ).write(to: settings)
            let port = 18_390 + Int(Outside.system.random() % 9)
            let prometheus = try Run(
                [
                    "prometheus", "--config.file=\(settings.path)", "--web.listen-address=127.0.0.1:\(port)",
                    "--storage.tsdb.path=\(directory.url.appending(path: "tsdb").path)",
                ], [:], .outputAndErrors, of: URL(filePath: "/usr/bin/env"))
            defer { kill(prometheus.number, SIGTERM) }
            let query = "http://127.0.0.1:\(port)/api/v1/query?query="
            func answers(_ what: String) async throws -> String {
                try await Shell.run("curl", "-s", query + what).text
            }
            var isUp = false
            for _ in 0..<200 where !isUp {
                isUp = try await answers("up").contains("\"1\"]")
                // As long as a scrape takes to come round.
                if !isUp { try await Task.sleep(for: .milliseconds(100)) }
            }
            #expect(isUp)
            let requests = try await answers("huitou_http_requests_total")
            #expect(requests.contains("/v1/shops/{shop}/cases"), "\(requests.prefix(600))")
        }
    }

    /// A server that has done some of everything.
    private static func busy(
        _ body: @escaping @Sendable (ServerProcess, TestDirectory) async throws -> Void
    ) async throws {
        let directory = try TestDirectory()
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(
                data: directory.url.appending(path: "data"), client: client,
                try ServerProcess.environment(directory))
            let shop = try await Qinghe.open(server.root)
            try await shop.take([TestOrder(id: "o1").json(at: try await Sandbox(root: server.root).now())])
            try await shop.post("cases", BadInput.application("o1")).expect(201)
            try await shop.get("cases").expect(200)
            try await shop.get("cases/none").expect(404)
            try await body(server, directory)
            #expect(await server.stop() == 0)
        }
    }
}
