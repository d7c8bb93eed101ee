import App
import Archive
import ArgumentParser
import Base
import Foundation

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy a data directory into one file, while its server goes on.",
        discussion: """
            The copy holds one moment of the database and every file that it names, with checksums. It gets its name
            once it is whole and on the disk. Without a key it is a tar archive. It needs room for a second copy of the
            database inside the data directory while it runs.

            A key file holds 32 bytes, as they are or in base64; keep it apart from the backups. An encrypted backup also
            carries the installation's own keys (huitou.keys), without which its secrets cannot be read; keep a copy of
            them apart if your backups are not encrypted. Exits with 0 when the
            backup is whole, 1 when there is none, 2 when the command was not understood.

            Examples:
              huitou backup --data /var/lib/huitou --to /backup
              head -c 32 /dev/urandom | base64 > backup.key
              huitou backup --data /var/lib/huitou --to /backup/tonight.huitou --key-file backup.key
              huitou backup --data /var/lib/huitou --to - --key-file backup.key | ssh vault 'cat > tonight.huitou'
            """)

    @OptionGroup var data: DataOptions
    @Option(
        help: "The file to write, a directory that gets one named after the time, or - for standard output.")
    var to: String
    @OptionGroup var key: BackupKeyOptions
    @Flag(help: "Replace a file that is there.")
    var force = false
    @Flag(help: "Leave out files that records name and that are missing already, and note which.")
    var despiteMissingFiles = false

    func run() async throws {
        let directory = try data.directory(for: "backup")
        let (bar, key) = (ProgressBar("copying", of: 0), try key.key())
        var backup = Backup(of: directory, keys: try data.configuration().keyFile) {
            bar.show($0.stage.rawValue, $0.done, of: $0.all)
        }
        backup.leavesOutMissingFiles = despiteMissingFiles
        let report: BackupReport
        let place: String
        if to == "-" {
            place = "standard output"
            report = try await backup.write(to: .standard(STDOUT_FILENO), key: key)
        } else {
            place = file()
            report = try await backup.write(to: place, key: key, replacing: force)
        }
        bar.finish()
        Terminal.note("\(place): \(report.line)\(key == nil ? "" : ", encrypted")")
        for hash in report.facts.missingFiles { Terminal.note("left out: file \(hash)") }
    }

    private func file() -> String {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: to, isDirectory: &isDirectory), isDirectory.boolValue
        else {
            return to
        }
        let time = Outside.system.now().description.prefix(19).replacing(":", with: "")
        return URL(filePath: to).appending(path: "huitou-\(time)Z.huitou").path
    }
}

/// What a backup is encrypted with.
struct BackupKeyOptions: ParsableArguments {
    @Option(help: "A file with 32 bytes of chance, as they are or in base64.")
    var keyFile: String?
    @Option(
        help: "A file whose first line is a passphrase of 12 characters or more. (HUITOU_BACKUP_PASSPHRASE)")
    var passphraseFile: String?

    func validate() throws {
        guard keyFile == nil || passphraseFile == nil else {
            throw ValidationError("--key-file and --passphrase-file do not go together.")
        }
    }

    /// Nil: not encrypted.
    func key() throws -> ArchiveKey? {
        if let keyFile { return try .file(keyFile) }
        if let passphraseFile { return try .passphrase(file: passphraseFile) }
        let text = ProcessInfo.processInfo.environment["HUITOU_BACKUP_PASSPHRASE"]
        return try text.map { try .passphrase(text: $0) }
    }
}

extension BackupReport {
    /// What a person wants to know of a backup.
    var line: String {
        let files = ByteCountFormatter.string(fromByteCount: bytes, countStyle: .file)
        return "\(members) members, \(files), made at \(facts.made), up to event \(facts.lastEvent)"
            + (facts.seal.map { ", seal \($0)" } ?? "")
    }
}
