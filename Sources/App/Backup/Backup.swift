import Archive
import Base
import Events
import Files
import Foundation
import Storage
import StorageSQLite
import Vault

/// Copies a data directory into one file while a server works with it.
///
/// The database is copied first, as it stands at one moment; then every file that this copy names. Files are only ever
/// added and bear the hash of their bytes, so all of them are there and each can be checked.
public struct Backup: Sendable {
    private let directory: DataDirectory
    private let keys: KeyFile
    private let outside: Outside
    private let progress: @Sendable (BackupProgress) -> Void

    /// Leaves out, and notes, files that are missing or damaged already; otherwise they stop the backup.
    public var leavesOutMissingFiles = false

    /// - Parameter keys: what seals the directory's secrets; nil: the file in it. An encrypted backup carries it along.
    public init(
        of directory: DataDirectory, keys: KeyFile? = nil, outside: Outside = .system,
        progress: @escaping @Sendable (BackupProgress) -> Void = { _ in }
    ) {
        self.directory = directory
        self.keys = keys ?? KeyFile(directory.keys)
        self.outside = outside
        self.progress = progress
    }

    /// Writes a file. It gets its name once it is whole and on the disk.
    /// - Throws: `BackupFault`, `ArchiveFault`, `StorageFailure`.
    public func write(to path: String, key: ArchiveKey?, replacing: Bool) async throws -> BackupReport {
        guard replacing || !FileManager.default.fileExists(atPath: path) else {
            throw BackupFault.alreadyThere(path)
        }
        let part = path + ".part"
        // Left from a backup that was broken off, if at all.
        try? FileManager.default.removeItem(atPath: part)
        let sink = try FileStream.making(part)
        do {
            let report = try await write(to: sink, key: key)
            guard rename(part, path) == 0 else {
                throw ArchiveFault.system(String(cString: strerror(errno)), path: path)
            }
            try FileStream.settle(directory: URL(filePath: path).deletingLastPathComponent().path)
            return report
        } catch {
            try? FileManager.default.removeItem(atPath: part)  // the first fault is the one to tell
            throw error
        }
    }

    /// Writes to a pipe. Whoever reads it tells a broken-off backup by its missing end.
    public func write(to sink: FileStream, key: ArchiveKey?) async throws -> BackupReport {
        guard directory.hasDatabase else { throw BackupFault.noDatabase(directory.url.path) }
        let work = try WorkDirectory(in: directory.url, number: outside.random())
        let copies = try copyDatabases(to: work)
        let database = try SQLiteDatabase(
            path: work.path(DataDirectory.databaseName), durability: .normal, outside: outside)
        if let damage = try await database.damage(), !damage.isEmpty {
            throw BackupFault.databaseDamaged(damage)
        }
        let contents = try await database.read { try Contents(files: directory.files, $0) }
        try await database.close()
        guard leavesOutMissingFiles || contents.faults.isEmpty else {
            throw BackupFault.filesMissing(contents.faults)
        }
        return try await write(contents, copies, work, to: sink, key)
    }

    /// What the copied database says.
    private struct Contents: Sendable {
        let lastEvent: Int64
        let seal: String?
        private(set) var fileBytes: Int64 = 0
        private(set) var missing: Set<String> = []
        private(set) var faults: [String] = []

        init(files: URL, _ transaction: Transaction) throws {
            lastEvent = Int64(try transaction.count("SELECT COALESCE(MAX(position), 0) FROM events"))
            seal = try EventSealStore().newest(transaction).map { "\($0.number):\($0.hashText)" }
            try FileDesk.forEachContent(transaction) { address, bytes in
                let path = files.appending(path: FileDesk.place(of: address)).path
                // A file that cannot be opened is missing.
                let found = try? FileStream.reading(path).size()
                if found == Int64(bytes) {
                    fileBytes += Int64(bytes)
                } else {
                    missing.insert(address)
                    faults.append(found == nil ? "\(path) is missing" : "\(path) has another length")
                }
            }
        }
    }

    /// - Returns: the names of the copies.
    private func copyDatabases(to work: WorkDirectory) throws -> [String] {
        let names = [
            DataDirectory.databaseName,
            // Copied later than what it must not know less than.
            FileManager.default.fileExists(atPath: directory.provider) ? DataDirectory.providerName : nil,
        ].compactMap(\.self)
        for name in names {
            try SQLiteCopy.copy(from: directory.url.appending(path: name).path, to: work.path(name)) {
                progress(BackupProgress(stage: .copying, done: $0, all: $1))
            }
        }
        return names
    }

    private func write(
        _ contents: Contents, _ copies: [String], _ work: WorkDirectory, to sink: FileStream,
        _ key: ArchiveKey?
    ) async throws -> BackupReport {
        let streams = try copies.map { (name: $0, file: try FileStream.reading(work.path($0))) }
        let facts = BackupFacts(
            made: outside.now(), lastEvent: contents.lastEvent, seal: contents.seal,
            bytes: try streams.reduce(contents.fileBytes) { $0 + (try $1.file.size()) },
            missingFiles: contents.missing.sorted())
        let archive = try ArchiveWriter(
            to: sink, key: key, salt: outside.bytes(32), spool: try work.spool(), at: facts.made)
        let meter = Meter(facts.bytes, progress)
        try archive.add(BackupFacts.name, facts.json.bytes)
        for stream in streams {
            try archive.add(
                stream.name, file: stream.file, path: work.path(stream.name), progress: meter.advance)
        }
        // Beside what they open, keys go only where nobody can read them.
        if key != nil, keys.exists { try archive.add(DataDirectory.keysName, keys.read().json.bytes) }
        try await addFiles(contents, work, to: archive, meter)
        let total = try archive.finish()
        return BackupReport(facts: facts, members: total.members, bytes: total.bytes)
    }

    private func addFiles(
        _ contents: Contents, _ work: WorkDirectory, to archive: ArchiveWriter, _ meter: Meter
    ) async throws {
        let database = try SQLiteDatabase(
            path: work.path(DataDirectory.databaseName), durability: .normal, outside: outside)
        let (files, box) = (directory.files, Unshared(archive))
        try await database.read { transaction in
            try FileDesk.forEachContent(transaction) { address, _ in
                guard !contents.missing.contains(address) else { return }
                let place = FileDesk.place(of: address)
                let path = files.appending(path: place).path
                try box.value.add(
                    "\(DataDirectory.filesName)/\(place)", file: try FileStream.reading(path), path: path,
                    expecting: address, progress: meter.advance)
            }
        }
        try await database.close()
    }
}
