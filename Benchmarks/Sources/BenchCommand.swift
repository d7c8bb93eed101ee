import ArgumentParser
import Foundation

/// Measures a release build of the program from outside, as its users would feel it, and prints a table.
@main
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "huitou-bench",
        abstract: "Measure the server on this machine and print a table.",
        discussion: """
            Needs wrk. Everything happens in a temporary directory and on the loopback interface, and is gone afterwards.

            Examples:
              bin/bench                       the small run: 10,000 and 100,000 cases
              bin/bench --cases 1000000       the run that docs/benchmarks.md holds
              bin/bench --search 1000000      search over so many messages, and nothing else
              bin/bench --database 'postgres://huitou@/bench?host=/var/run/postgresql'
            """)

    @Option(
        help: "A PostgreSQL server with an empty database that holds the records: postgres://user@host/name.")
    var database: String?

    @Option(help: "Orders for the load of opened cases, beside one for each case that is there.")
    var orders = 360_000

    @Option(help: "Cases in the large shop; the small one has 10,000.")
    var cases = 100_000

    @Option(help: "Seconds of each load.")
    var seconds = 5

    @Option(help: "How often each load runs; the table holds the medians.")
    var rounds = 3

    @Option(help: "Live streams that are opened to see what one costs.")
    var streams = 10_000

    @Option(help: "Only measure search over so many messages.")
    var search: Int?

    func run() async throws {
        let place = try Workplace(database: database)
        defer { place.remove() }
        if let search { return try await SearchBench(place: place, messages: search).run() }
        let bench = Bench(
            place: place, orders: orders, cases: cases, seconds: seconds, rounds: rounds, streams: streams)
        try await bench.run()
    }
}
