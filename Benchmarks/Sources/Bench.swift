import Base
import Foundation

/// The whole run, a figure after the other.
struct Bench {
    let place: Workplace
    let orders: Int
    let cases: Int
    let seconds: Int
    let rounds: Int
    let streams: Int

    private static let small = 10_000

    func run() async throws {
        var table = FigureTable()
        try ShopFiles(directory: place.directory, orders: orders + max(cases, Self.small)).write()
        try await start(&table)
        try await importing(&table)
        let small = try await filled(Self.small, from: 0, &table)
        let large = try await filled(cases, from: fifths(2), &table)
        func growth(_ what: String, _ cost: (Costs) -> Double) {
            let ratio = cost(large) / cost(small)
            table.add(
                "processor \(what), \(thousands(cases)) cases against \(thousands(Self.small))",
                String(format: "%.2f", ratio), .below(1.5, "", ratio))
        }
        growth("per opened case", \.open)
        growth("per queue page", \.queue)
        growth("per case or timeline", \.read)
        if place.database != nil { try await severalNodes(&table) }
        let floor = try await floor(&table)
        table.add(
            "cases opened a second against that floor, \(thousands(cases)) there",
            String(format: "%.2f", large.openedPerSecond / floor))
        print(table.text)
    }

    /// The orders of each load are its own: two fifths for each size of the shop, one for several nodes.
    private func fifths(_ count: Int) -> Int { orders / 5 * count }

    private func severalNodes(_ table: inout FigureTable) async throws {
        var nodes: [RunningServer] = []
        defer { for node in nodes { node.stop() } }
        for port in 18_703...18_705 {
            nodes.append(try await RunningServer(place, data: "data", port: port))
        }
        try await ShopLoads.openCases(
            of: fifths(4)..<orders, on: nodes, place, seconds: seconds, &table)
    }

    private func floor(_ table: inout FigureTable) async throws -> Double {
        guard let database = place.database else {
            let floor = try await RawFloor(place: place).commitsPerSecond(bytes: 6_000, seconds: 3)
            table.add("floor: 6 kB committed to SQLite one after the other", "\(thousands(Int(floor)))/s")
            return floor
        }
        let floor = ServerFloor(place: place, database: database)
        let (alone, together) = (
            try floor.commitsPerSecond(bytes: 6_000, connections: 1, commits: 6_400),
            try floor.commitsPerSecond(bytes: 6_000, connections: ShopLoads.mostConnections, commits: 32_000)
        )
        table.add("floor: 6 kB committed by pgbench one after the other", "\(thousands(Int(alone)))/s")
        table.add(
            "the same by \(ShopLoads.mostConnections) connections at once", "\(thousands(Int(together)))/s")
        return alone
    }

    private func start(_ table: inout FigureTable) async throws {
        let server = try await RunningServer(place, data: "data", port: 18_701)
        server.stop()
        let again = try await RunningServer(place, data: "data", port: 18_701)
        let start = again.secondsToFirstAnswer
        table.add("start to first answer", String(format: "%.2f s", start), .below(0.5, "s", start))
        try await Task.sleep(for: .seconds(1))
        table.add(
            "idle memory", String(format: "%.0f MB", again.megabytes), .below(80, "MB", again.megabytes))
        try await again.learn(in: place.directory.appending(path: "data"))
        table.add(
            "idle memory once the intents are learnt", String(format: "%.0f MB", again.megabytes),
            .below(80, "MB", again.megabytes))
        _ = try await again.call(
            "POST", "/v1/shops",
            #"{"id":"bench","name":"bench","currency":"CNY","timeZone":"Asia/Shanghai","policy":"seven-day"}"#
        )
        try await live(on: again, &table)
        try await MessageLoads(place: place, server: again, seconds: seconds, rounds: rounds).run(&table)
        again.stop()
    }

    private func live(on server: RunningServer, _ table: inout FigureTable) async throws {
        let live = LiveStreams(server)
        let each = try await live.open(streams)
        table.add(
            "memory of a live stream, \(thousands(streams)) idle", String(format: "%.1f KB", each),
            .below(25, "KB", each))
        let delays = try await live.tell(times: 30).sorted()
        let (median, p99) = (delays[delays.count / 2], delays[delays.count * 99 / 100])
        table.add(
            "an event a second told to 1 % of them",
            String(format: "median %.1f ms, p99 %.1f ms", median, p99),
            .below(100, "ms", p99))
    }

    private func importing(_ table: inout FigureTable) async throws {
        func take(_ names: String...) async throws -> Double {
            let files = names.map { place.directory.appending(path: "\($0).jsonl").path }
            let options = place.options(data: "data")
            return try await measured {
                try place.output(place.program, ["import", "--shop", "bench"] + options + files)
            }.seconds
        }
        _ = try await take("products", "customers")
        let count = orders + max(cases, Self.small)
        let time = try await take("orders")
        let rate = Double(count) / time
        table.add(
            "import of \(thousands(count)) orders", "\(thousands(Int(rate)))/s", .atLeast(20_000, "/s", rate))
    }

    private struct Costs {
        var openedPerSecond = 0.0
        var open = 0.0
        var queue = 0.0
        var read = 0.0
    }

    /// Fills the shop up to a number of cases and measures there; opened cases take their orders from `first` on.
    private func filled(
        _ count: Int, from first: Int, _ table: inout FigureTable
    ) async throws -> Costs {
        let filler = CaseFiller(place: place, data: "data", shop: "bench")
        let already = first == 0 ? 0 : Self.small
        try await filler.fill(max(0, count - already), from: orders + already)
        try await filler.writeIDs(5_000, to: "ids.txt")
        let server = try await RunningServer(place, data: "data", port: 18_702)
        defer { server.stop() }
        let loads = ShopLoads(
            place: place, server: server, there: "\(thousands(count)) there", seconds: seconds, rounds: rounds
        )
        let opened = try loads.openCases(of: first..<(first + fifths(2)), &table)
        let queue = try loads.read("newest 25 of a queue", "queue.lua", ids: "ids.txt", &table)
        let read = try loads.read("a case or its timeline", "case.lua", ids: "ids.txt", &table)
        return Costs(
            openedPerSecond: opened.perSecond, open: opened.processorPerRequest,
            queue: queue.processorPerRequest, read: read.processorPerRequest)
    }
}
