import App
import Archive
import ArgumentParser
import Events
import Foundation

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a data directory, or a backup, and name what is wrong.",
        discussion: """
            Of a data directory it checks the database itself, every balance against the books, every case against its
            events, timers, goods and money, the event log against its seals, and every file against its hash. It reads only; a
            server may go on. With --database it checks the records on a server in the same way, all but the pages on its
            disk. Of a backup it checks every checksum; restoring one checks the rest.

            It prints the newest seal. Noted outside and given back with --seal, it proves that nothing before it was
            cut off or made anew.

            Exits with 0 when everything agrees, 1 when something does not, 2 when the command was not understood.

            Examples:
              huitou verify --data /var/lib/huitou
              huitou verify --data /var/lib/huitou --seal 512:9f3ab07c55d1
              huitou verify --database postgres://huitou@db.internal/huitou --files /srv/huitou/files
              huitou verify --backup /backup/huitou-2026-11-22T031500Z.huitou --key-file backup.key
            """)

    @OptionGroup var data: DataOptions
    @Option(help: "A backup to check instead of a data directory; - for standard input.")
    var backup: String?
    @OptionGroup var key: BackupKeyOptions
    @Option(
        help: "A seal that was noted before, as NUMBER:HASH or the begin of it; it must still be in the log.")
    var seal: String?
    @Flag(help: "Compare files by their lengths only, without reading them.")
    var quick = false

    func run() async throws {
        let noted = try seal.map { text in
            guard let noted = EventChain.Noted(text) else {
                throw ValidationError("--seal is a number, a colon and 8 or more hexadecimal digits.")
            }
            return noted
        }
        let bar = ProgressBar("checking", of: 0)
        if let backup {
            let contents = BackupContents { bar.show($0.stage.rawValue, $0.done, of: $0.all) }
            let report = try contents.check(.backup(backup), key: try key.key())
            bar.finish()
            print("ok   \(report.line)\nEvery checksum agrees.")
            return
        }
        var check = DataCheck(try data.configuration()) {
            bar.show($0.stage.rawValue, $0.done, of: $0.all)
        }
        check.readsFiles = !quick
        check.noted = noted
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
        for line in notes { Swift.print("note \(line)") }
        Swift.print(faults.isEmpty ? "Everything agrees." : "\(faults.count) faults.")
    }
}
