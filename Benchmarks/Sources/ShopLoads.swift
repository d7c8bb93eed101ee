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
    private static let neededPerSecond = 2_000.0
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
        let judged = loads.firstIndex { $0.perSecond >= Self.neededPerSecond } ?? loads.count - 1
        for (place, load) in loads.enumerated() {
            let what = "cases opened and decided, \(there), \(Self.opening[place]) connections"
            table.add(
                place == judged
                    ? "\(what): the smallest load of \(thousands(Int(Self.neededPerSecond)))/s" : what,
                load.figures,
                place == judged
                    ? .atLeast(Self.neededPerSecond, "/s", load.perSecond).and(load.p99(below: 25)) : .none)
        }
        let megabytes = loads.map(\.megabytes).max() ?? 0
        table.add(
            "memory under these loads", String(format: "%.0f MB", megabytes), .below(300, "MB", megabytes))
        return loads[loads.count - 1]
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
                let load = try Load(
                    script, on: server, place, seconds: seconds, connections: connections, environment())
                try after(load)
                return load
            })
    }
}
