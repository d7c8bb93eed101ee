import Foundation

/// The loads on a shop of one size. Each runs at several numbers of connections, so that rate and latency stand together.
struct ShopLoads {
    let place: Workplace
    let server: RunningServer
    /// What the rows say of the size.
    let there: String
    let seconds: Int
    let rounds: Int

    /// Connections that open cases. The shop needs 2,000 a second: the smallest load that does as many is judged.
    private static let opening = [8, 16, mostConnections]
    static let mostConnections = 32

    /// What opening cases is held against: other bounds where each write goes to a server and back.
    private var needed: (perSecond: Double, p99: Double) { place.database == nil ? (2_000, 25) : (800, 60) }
    /// Connections that read: from one reader to more than two cores serve at once.
    private static let reading = [1, 2, 4]

    /// Opens a case of each order, from the first on.
    /// - Returns: the largest load.
    func openCases(of orders: Range<Int>, _ table: inout FigureTable) throws -> Load {
        var first = orders.lowerBound
        let loads = try Self.opening.map { connections in
            try load("open-case.lua", connections) {
                ["BENCH_FIRST": String(first)]
            } after: { load in
                // Those under way when the load ended were carried out or not.
                first += load.requests + 2 * connections
                guard first <= orders.upperBound else {
                    throw BenchFailure("the orders did not suffice for the opened cases: give more --orders")
                }
            }
        }
        let judged = loads.firstIndex { $0.perSecond >= needed.perSecond } ?? loads.count - 1
        for (place, load) in loads.enumerated() {
            let what = "cases opened and decided, \(there), \(Self.opening[place]) connections"
            table.add(
                place == judged
                    ? "\(what): the smallest load of \(thousands(Int(needed.perSecond)))/s" : what,
                load.figures,
                place == judged
                    ? .atLeast(needed.perSecond, "/s", load.perSecond).and(load.p99(below: needed.p99))
                    : .none)
        }
        let megabytes = loads.map(\.megabytes).max() ?? 0
        table.add(
            "memory under these loads", String(format: "%.0f MB", megabytes), .below(300, "MB", megabytes))
        return loads[loads.count - 1]
    }

    /// Opens cases on several nodes at once, each with its part of the connections.
    static func openCases(
        of orders: Range<Int>, on nodes: [RunningServer], _ place: Workplace, seconds: Int,
        _ table: inout FigureTable
    ) async throws {
        let part = orders.count / nodes.count
        let loads = try await withThrowingTaskGroup(of: Load.self) { group in
            for (number, node) in nodes.enumerated() {
                group.addTask {
                    try Load(
                        "open-case.lua", on: node, place, seconds: seconds,
                        connections: mostConnections / nodes.count,
                        ["BENCH_FIRST": String(orders.lowerBound + number * part)])
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let (rate, p99) = (
            loads.reduce(0) { $0 + $1.perSecond }, loads.map(\.p99Milliseconds).max() ?? 0
        )
        let cost = loads.reduce(0) { $0 + $1.processorPerRequest } / Double(loads.count)
        let failures = loads.reduce(0) { $0 + $1.failures }
        table.add(
            "cases opened and decided on \(nodes.count) nodes, \(mostConnections / nodes.count) connections each",
            String(
                format: "%@/s, p99 %.1f ms, %.0f us processor%@", thousands(Int(rate)), p99,
                cost * 1_000_000, failures > 0 ? ", \(failures) FAILED" : ""),
            .atLeast(800, "/s", rate).and(.below(60, "ms", p99)))
    }

    /// - Returns: the largest load.
    func read(
        _ what: String, _ script: String, ids: String, _ table: inout FigureTable
    ) throws -> Load {
        let file = place.directory.appending(path: ids).path
        let loads = try Self.reading.map { connections in
            let load = try load(script, connections) { ["BENCH_IDS": file] }
            table.add(
                "\(what), \(there), \(connections) \(connections == 1 ? "connection" : "connections")",
                load.figures, load.p99(below: 5))
            return load
        }
        return loads[loads.count - 1]
    }

    private func load(
        _ script: String, _ connections: Int, _ environment: () -> [String: String],
        after: (Load) throws -> Void = { _ in }
    ) throws -> Load {
        Load(
            middleOf: try (0..<rounds).map { _ in
                server.settle()
                let load = try Load(
                    script, on: server, place, seconds: seconds, connections: connections, environment())
                try after(load)
                return load
            })
    }
}
