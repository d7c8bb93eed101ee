import App
import Archive
import ArgumentParser
import Foundation

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a data directory, or a backup, and name what is wrong.",
        discussion: """
            Of a data directory it checks the database itself, every balance against the books, every case against its
            events and timers, and every file against its hash. It reads only; a server may go on. Of a backup it
            checks every checksum; restoring one checks the rest.

            Exits with 0 when everything agrees, 1 when something does not, 2 when the command was not understood.

            Examples:
              huitou verify --data /var/lib/huitou
              huitou verify --backup /backup/huitou-2026-11-22T031500Z.huitou --key-file backup.key
            """)

    @OptionGroup var data: DataOptions
    @Option(help: "A backup to check instead of a data directory; - for standard input.")
    var backup: String?
    @OptionGroup var key: BackupKeyOptions
    @Flag(help: "Compare files by their lengths only, without reading them.")
    var quick = false

    func run() async throws {
        let bar = ProgressBar("checking", of: 0)
        if let backup {
            let contents = BackupContents { bar.show($0.stage.rawValue, $0.done, of: $0.all) }
            let report = try contents.check(.backup(backup), key: try key.key())
            bar.finish()
            print("ok   \(report.line)\nEvery checksum agrees.")
            return
        }
        var check = DataCheck(DataDirectory(try data.configuration().dataDirectory)) {
            bar.show($0.stage.rawValue, $0.done, of: $0.all)
        }
        check.readsFiles = !quick
        let report = try await check.run()
        bar.finish()
        report.print()
        if !report.faults.isEmpty { throw ExitCode.failure }
    }
}

extension Verification.Report {
    func print() {
        for line in checked { Swift.print("ok   \(line)") }
        for line in faults { Swift.print("BAD  \(line)") }
        Swift.print(faults.isEmpty ? "Everything agrees." : "\(faults.count) faults.")
    }
}
