import App
import ArgumentParser
import Storage

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check every balance and every event against the tables.",
        discussion:
            "Reads only. Exits with 1 and names what is wrong.\n\nExample:\n  huitou verify --data /var/lib/huitou"
    )

    @OptionGroup var data: DataOptions

    func run() async throws {
        let services = try await data.open()
        let report = try await services.database.read { try Verification().run($0) }
        try await services.close()
        for line in report.checked { print("ok   \(line)") }
        for line in report.faults { print("BAD  \(line)") }
        print(report.faults.isEmpty ? "Everything agrees." : "\(report.faults.count) faults.")
        if !report.faults.isEmpty { throw ExitCode.failure }
    }
}
