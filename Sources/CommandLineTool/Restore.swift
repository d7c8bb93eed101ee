import App
import Archive
import ArgumentParser
import Foundation

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in place, after everything in it was checked.",
        discussion: """
            Takes an empty data directory, or one that is not there yet. With --force it takes any that no program is
            using, and keeps what was there in a directory before-restore… inside. Nothing is changed before the
            backup's checksums, its database, its books and its files were found in order.

            An encrypted backup brings the keys of its installation along, unless they are there; one that is not encrypted
            needs them in place first (--keys, or huitou.keys in the data directory).

            Exits with 0 when the backup is in place, 1 when it was refused, 2 when the command was not understood.

            Examples:
              huitou restore /backup/huitou-2026-11-22T031500Z.huitou --data /var/lib/huitou
              huitou restore tonight.huitou --data /var/lib/huitou --key-file backup.key --force
              ssh vault 'cat tonight.huitou' | huitou restore - --data /tmp/look --key-file backup.key
            """)

    @Argument(help: "The backup, or - for standard input.")
    var file: String
    @OptionGroup var data: DataOptions
    @OptionGroup var key: BackupKeyOptions
    @Flag(help: "Take a directory that is not empty; what is in it is kept beside.")
    var force = false
    @Flag(help: "Put a whole backup in place although what it holds does not agree with itself.")
    var despiteFaults = false

    func run() async throws {
        let directory = try data.directory(for: "restore")
        let bar = ProgressBar("reading", of: 0)
        let settings = try data.configuration()
        let hadJournal = settings.erasureJournal.exists
        var restore = Restore(into: directory, keys: settings.keyFile, journal: settings.erasureJournal) {
            bar.show($0.stage.rawValue, $0.done, of: $0.all)
        }
        restore.acceptsFaults = despiteFaults
        let done = try await restore.run(from: .backup(file), key: try key.key(), replacing: force)
        bar.finish()
        // Whoever was erased since the backup was made is erased in it too.
        let journal = settings.erasureJournal
        if journal.exists { try await data.open().close() }
        done.check.print()
        Terminal.note("\(directory.url.path) holds the backup: \(done.report.line)")
        if hadJournal { return }
        Terminal.note(
            """
            No journal of erasures lies at \(journal.path): whoever was erased since the backup was made is in it again. \
            Put your copy of the journal there before you start a server.
            """)
    }
}

extension FileStream {
    /// A backup by its path, `-` for standard input.
    static func backup(_ path: String) throws -> FileStream {
        path == "-" ? try .standard(STDIN_FILENO) : try .reading(path)
    }
}
