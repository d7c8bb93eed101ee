import Archive
import Base
import Events
import Files
import Foundation
import Storage
import StorageSQLite
import Vault

/// Puts a backup in the place of a data directory, after everything in it was checked.
///
/// It is unpacked beside what is there, into `restore.part`, and its tables are brought up to date. Only then do its
/// parts move up, the database last.
public struct Restore: Sendable {
    private let directory: DataDirectory
    private let keys: KeyFile
    private let journal: ErasureJournal
    private let outside: Outside
    private let progress: @Sendable (BackupProgress) -> Void

    /// Puts a backup in place although what it holds does not agree with itself, as it may have been when it was made.
    public var acceptsFaults = false

    /// - Parameters:
    ///   - keys: those that are there; nil: in the data directory. When they are missing, or another installation's, the
    ///     backup's own are put in place with it.
    ///   - journal: who was erased, which stays where it is; nil: beside the keys.
    public init(
        into directory: DataDirectory, keys: KeyFile? = nil, journal: ErasureJournal? = nil,
        outside: Outside = .system,
        progress: @escaping @Sendable (BackupProgress) -> Void = { _ in }
    ) {
        self.directory = directory
        self.keys = keys ?? KeyFile(directory.keys)
        self.journal = journal ?? ErasureJournal(beside: self.keys)
        self.outside = outside
        self.progress = progress
    }

    /// - Parameter replacing: takes a directory that is not empty; what was there stays in `before-restore.…`.
    /// - Throws: `BackupFault`, `ArchiveFault`, `StorageFailure`, `VaultFault`; nothing was changed then.
    /// - Returns: what was restored, and the faults in it that were accepted.
    public func run(
        from source: FileStream, key: ArchiveKey?, replacing: Bool
    ) async throws -> (report: BackupReport, check: Verification.Report) {
        // No server starts in between.
        let claim = try DataClaim(directory.url)
        defer { withExtendedLifetime(claim) {} }
        var old = try contentsToReplace(replacing)
        let stage = DataDirectory(directory.restore)
        // Left from a restore that was broken off, if at all.
        try? FileManager.default.removeItem(at: stage.url)
        try FileManager.default.createDirectory(
            at: stage.url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        do {
            let report = try BackupContents(progress: progress).unpack(source, key: key, to: stage, outside)
            let check = try await bringUpToDate(stage, report.facts)
            let hasKeys = KeyFile(stage.keys).exists && KeyFile(directory.keys).exists
            if hasKeys { old.append(DataDirectory.keysName) }
            try putInPlace(stage, old)
            return (report, check)
        } catch {
            try? FileManager.default.removeItem(at: stage.url)  // the first fault is the one to tell
            throw error
        }
    }

    /// - Returns: the names of what is there.
    private func contentsToReplace(_ replacing: Bool) throws -> [String] {
        let manager = FileManager.default
        try manager.createDirectory(
            at: directory.url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // Asked first: looking takes away the log of a database that was not closed properly, by writing it in.
        let isInUse = try SQLiteCopy.isInUse(directory.database)
        let names = try manager.contentsOfDirectory(atPath: directory.url.path).filter {
            ![DataDirectory.restoreName, DataDirectory.keysName, DataClaim.name, "lost+found"].contains($0)
                && !$0.hasPrefix(Self.keptPrefix)
                && directory.url.appending(path: $0).standardizedFileURL != journal.url.standardizedFileURL
        }
        guard replacing || names.isEmpty else { throw BackupFault.directoryNotEmpty(directory.url.path) }
        guard !isInUse else { throw BackupFault.directoryInUse(directory.url.path) }
        return names
    }

    /// The keys that fit the backup: those that are there, else its own. Others in the stage are taken away.
    private func vault(_ stage: DataDirectory, _ database: any Database) async throws -> Vault {
        let wanted = try await database.read { transaction in
            try Migrations.hasRing(transaction) ? try Installation.ringName(transaction) : nil
        }
        let own = KeyFile(stage.keys)
        // Keys of another installation, or none that can be read, are no reason to refuse a backup that has its own.
        let isThere = wanted == nil ? keys.exists : (try? keys.read().name) == wanted
        guard isThere || own.exists || wanted == nil else { throw VaultFault.keyFileMissing(keys.path) }
        if isThere, own.exists { try FileManager.default.removeItem(atPath: own.path) }
        return try await VaultOpening(file: isThere ? keys : own, outside: outside).open(for: database)
    }

    private func bringUpToDate(
        _ stage: DataDirectory, _ facts: BackupFacts
    ) async throws -> Verification.Report {
        let database = try stage.openDatabase()
        if let unknown = try await database.read({ try Migrations.unknown(in: $0) }) {
            try await database.close()
            throw BackupFault.newerProgram(unknown)
        }
        try await database.migrate(Migrations.all(vault(stage, database)))
        let check = try await DataCheck(stage, missingFiles: Set(facts.missingFiles)).run(on: database)
        guard acceptsFaults || check.faults.isEmpty else {
            try await database.close()
            throw BackupFault.unverified(check.faults)
        }
        try await database.write { transaction in
            try EventStore().append(
                "installation.restored", on: .init("installation", ""), of: "*", by: .system,
                ["made": JSONValue(facts.made), "lastEvent": JSONValue(facts.lastEvent)], in: transaction)
        }
        try await database.close()
        return check
    }

    private static let keptPrefix = "before-restore."

    /// Moves what was there aside and what is new to its place. When anything fails, all of it is moved back.
    private func putInPlace(_ stage: DataDirectory, _ old: [String]) throws {
        let manager = FileManager.default
        let kept = directory.url.appending(
            path: Self.keptPrefix + outside.now().description.replacing(":", with: ""))
        if !old.isEmpty {
            try manager.createDirectory(
                at: kept, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        }
        FileOwner.giveAll(in: stage.url.path, toOwnerOf: directory.url.path)
        FileOwner.give(kept.path, toOwnerOf: directory.url.path)
        let new = try manager.contentsOfDirectory(atPath: stage.url.path)
        // No program is to find a database without its files: it goes first and comes last.
        let moves =
            old.sorted(by: Self.databaseFirst).map { Move($0, from: directory.url, to: kept) }
            + new.sorted { Self.databaseFirst($1, $0) }.map { Move($0, from: stage.url, to: directory.url) }
        var done: [Move] = []
        do {
            for move in moves {
                try manager.moveItem(at: move.from, to: move.to)
                done.append(move)
            }
        } catch {
            for move in done.reversed() { try manager.moveItem(at: move.to, to: move.from) }
            throw error
        }
        try manager.removeItem(at: stage.url)
        try FileStream.settle(directory: directory.url.path)
    }

    private struct Move {
        let from: URL
        let to: URL

        init(_ name: String, from old: URL, to new: URL) {
            (from, to) = (old.appending(path: name), new.appending(path: name))
        }
    }

    private static func databaseFirst(_ name: String, _ other: String) -> Bool {
        func rank(_ name: String) -> (Int, String) { (name == DataDirectory.databaseName ? 0 : 1, name) }
        return rank(name) < rank(other)
    }
}
