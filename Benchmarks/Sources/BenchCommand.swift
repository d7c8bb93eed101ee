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
            """)

    @Option(help: "Orders to import for the import figure and the load of opened cases.")
    var orders = 200_000

    @Option(help: "Cases in the large shop; the small one has 10,000.")
    var cases = 100_000

    @Option(help: "Seconds of each load.")
    var seconds = 10

    func run() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let bench = Bench(place: place, orders: orders, cases: cases, seconds: seconds)
        try await bench.run()
    }
}
