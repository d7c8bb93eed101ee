import Foundation

/// One load by wrk against the server, read from what it prints.
struct Load {
    let requests: Int
    let perSecond: Double
    let medianMilliseconds: Double
    let p99Milliseconds: Double
    let failures: Int
    /// Processor seconds of the server per request.
    let processorPerRequest: Double
    let megabytes: Double

    init(
        _ script: String, on server: RunningServer, _ place: Workplace, seconds: Int, connections: Int,
        _ environment: [String: String] = [:]
    ) throws {
        let before = server.processorSeconds
        let text = try place.output(
            URL(filePath: "/usr/bin/env"),
            [
                "wrk", "-t1", "-c\(connections)", "-d\(seconds)s", "--latency", "-s",
                place.scripts.appending(path: script).path, server.url,
            ], environment.merging(["BENCH_KEY": RunningServer.key]) { own, _ in own })
        let used = server.processorSeconds - before
        megabytes = server.megabytes
        func field(_ name: String) -> String? {
            text.split(separator: "\n").map { $0.split(separator: " ") }
                .first { $0.first?.hasPrefix(name) == true }?.last.map(String.init)
        }
        requests =
            text.split(separator: "\n").first { $0.contains(" requests in ") }
            .flatMap { $0.split(separator: " ").first }.flatMap { Int($0) } ?? 0
        perSecond = field("Requests/sec").flatMap { Double($0) } ?? 0
        medianMilliseconds = Self.milliseconds(field("50%"))
        p99Milliseconds = Self.milliseconds(field("99%"))
        failures = field("Non-2xx").flatMap { Int($0) } ?? 0
        processorPerRequest = requests > 0 ? used / Double(requests) : 0
    }

    /// The middle of several loads, figure by figure; memory is the most of all.
    init(middleOf loads: [Load]) {
        func middle(_ figure: (Load) -> Double) -> Double { loads.map(figure).sorted()[loads.count / 2] }
        requests = loads.reduce(0) { $0 + $1.requests }
        perSecond = middle(\.perSecond)
        medianMilliseconds = middle(\.medianMilliseconds)
        p99Milliseconds = middle(\.p99Milliseconds)
        processorPerRequest = middle(\.processorPerRequest)
        failures = loads.reduce(0) { $0 + $1.failures }
        megabytes = loads.map(\.megabytes).max() ?? 0
    }

    /// As a row of the table says it.
    var figures: String {
        let figures = String(
            format: "%@/s, median %.1f ms, p99 %.1f ms, %.0f us processor", thousands(Int(perSecond)),
            medianMilliseconds, p99Milliseconds, processorPerRequest * 1_000_000)
        return figures + (failures > 0 ? ", \(failures) FAILED" : "")
    }

    func p99(below milliseconds: Double) -> Budget {
        let bound = Budget.below(milliseconds, "ms", p99Milliseconds)
        return Budget(text: "p99 \(bound.text)", isKept: bound.isKept)
    }

    private static func milliseconds(_ text: String?) -> Double {
        guard let text else { return 0 }
        for (unit, factor) in [("us", 0.001), ("ms", 1), ("s", 1_000)] where text.hasSuffix(unit) {
            return (Double(text.dropLast(unit.count)) ?? 0) * factor
        }
        return 0
    }
}
