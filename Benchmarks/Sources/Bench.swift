import Base
import Foundation

/// The whole run, a figure after the other.
struct Bench {
    let place: Workplace
    let orders: Int
    let cases: Int
    let seconds: Int

    private static let small = 10_000
    private static let connections = 32

    func run() async throws {
        var table = FigureTable()
        try ShopFiles(directory: place.directory, orders: orders + max(cases, Self.small)).write()
        try await start(&table)
        try await importing(&table)
        let small = try await filled(Self.small, "small", &table)
        let large = try await filled(cases, "large", &table)
        table.add(
            "processor per opened case, \(cases) cases against \(Self.small)",
            "\(ratio(large.open, small.open))", "< 1.5")
        table.add("processor per queue page, the same", "\(ratio(large.queue, small.queue))", "< 1.5")
        table.add("processor per case with timeline, the same", "\(ratio(large.read, small.read))", "< 1.5")
        let floor = try await RawFloor(place: place).commitsPerSecond(bytes: 6_000, seconds: 3)
        table.add("floor: 6 kB committed to SQLite one after the other", "\(Int(floor))/s", "")
        print(table.text)
    }

    private func start(_ table: inout FigureTable) async throws {
        let server = try await RunningServer(place, data: "data", port: 18_701)
        server.stop()
        let again = try await RunningServer(place, data: "data", port: 18_701)
        table.add("start to first answer", String(format: "%.2f s", again.secondsToFirstAnswer), "< 0.5 s")
        try await Task.sleep(for: .seconds(1))
        table.add("idle memory", String(format: "%.0f MB", again.megabytes), "< 80 MB")
        _ = try await again.call(
            "POST", "/v1/shops",
            #"{"id":"bench","name":"bench","currency":"CNY","timeZone":"Asia/Shanghai","policy":"seven-day"}"#
        )
        again.stop()
    }

    private func importing(_ table: inout FigureTable) async throws {
        func take(_ names: String...) async throws -> Double {
            let files = names.map { place.directory.appending(path: "\($0).jsonl").path }
            let data = place.directory.appending(path: "data").path
            return try await measured {
                try place.output(place.program, ["import", "--shop", "bench", "--data", data] + files)
            }.seconds
        }
        _ = try await take("products", "customers")
        let count = orders + max(cases, Self.small)
        let time = try await take("orders")
        table.add("import of orders", "\(Int(Double(count) / time))/s", ">= 20,000/s")
    }

    private struct Costs {
        var open = 0.0
        var queue = 0.0
        var read = 0.0
    }

    private func filled(_ count: Int, _ name: String, _ table: inout FigureTable) async throws -> Costs {
        let filler = CaseFiller(place: place, data: "data", shop: "bench")
        let already = name == "small" ? 0 : Self.small
        try await filler.fill(max(0, count - already), from: orders + already)
        try await filler.writeIDs(5_000, to: "ids.txt")
        let server = try await RunningServer(place, data: "data", port: 18_702)
        defer { server.stop() }
        let half = orders / 2
        let opened = try Load(
            "open-case.lua", on: server, place, seconds: seconds, connections: Self.connections,
            ["BENCH_FIRST": String(name == "small" ? 0 : half)])
        report("cases opened and decided, \(count) there", opened, ">= 2,000/s, p99 < 25 ms", &table)
        table.add("memory under that load", String(format: "%.0f MB", opened.megabytes), "< 300 MB")
        let ids = ["BENCH_IDS": place.directory.appending(path: "ids.txt").path]
        let queue = try Load("queue.lua", on: server, place, seconds: seconds, connections: 4, ids)
        report("newest 25 of a queue, \(count) there", queue, "p99 < 5 ms", &table)
        let read = try Load("case.lua", on: server, place, seconds: seconds, connections: 4, ids)
        report("a case or its timeline, \(count) there", read, "p99 < 5 ms", &table)
        return Costs(
            open: opened.processorPerRequest, queue: queue.processorPerRequest, read: read.processorPerRequest
        )
    }

    private func report(_ what: String, _ load: Load, _ budget: String, _ table: inout FigureTable) {
        let figures = String(
            format: "%.0f/s, median %.1f ms, p99 %.1f ms, %.0f us processor", load.perSecond,
            load.medianMilliseconds,
            load.p99Milliseconds, load.processorPerRequest * 1_000_000)
        table.add(what, figures + (load.failures > 0 ? ", \(load.failures) FAILED" : ""), budget)
    }

    private func ratio(_ one: Double, _ other: Double) -> String {
        other > 0 ? String(format: "%.2f", one / other) : "-"
    }
}

/// Figures as a Markdown table.
struct FigureTable {
    private var rows: [(what: String, figure: String, budget: String)] = []

    mutating func add(_ what: String, _ figure: String, _ budget: String) {
        rows.append((what, figure, budget))
        FileHandle.standardError.write(Data("\(what): \(figure)\n".utf8))
    }

    var text: String {
        (["| what | figure | budget |", "|---|---|---|"]
            + rows.map { "| \($0.what) | \($0.figure) | \($0.budget) |" }).joined(separator: "\n")
    }
}
