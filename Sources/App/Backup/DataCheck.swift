import Archive
import Base
import Events
import Files
import Foundation
import Storage

/// Checks a data directory, or records on a server and the files beside them: the database as the engine sees it, what
/// its records promise, and every file that they name.
public struct DataCheck: Sendable {
    private let files: URL
    /// What is checked, for people.
    private let place: String
    private let open: @Sendable () throws -> any Database
    private let missingFiles: Set<String>
    private let progress: @Sendable (BackupProgress) -> Void

    /// Whether files are read and compared with their hashes; otherwise only their lengths are.
    public var readsFiles = true

    /// A seal that was noted outside and must still stand in the log.
    public var noted: EventChain.Noted?

    /// - Parameter missingFiles: hashes of files that are known to be missing.
    public init(
        _ directory: DataDirectory, missingFiles: Set<String> = [],
        progress: @escaping @Sendable (BackupProgress) -> Void = { _ in }
    ) {
        self.init(
            files: directory.files, of: directory.url.path, missingFiles: missingFiles, progress: progress
        ) {
            try directory.requireNoRestore()
            return try directory.openDatabase()
        }
    }

    /// Checks what a server with this configuration works with.
    public init(
        _ configuration: Configuration,
        progress: @escaping @Sendable (BackupProgress) -> Void = { _ in }
    ) {
        if configuration.database == nil {
            self.init(DataDirectory(configuration.dataDirectory), progress: progress)
        } else {
            self.init(
                files: configuration.filesDirectory, of: "the database", missingFiles: [], progress: progress
            ) {
                try Databases(configuration: configuration, outside: .system).records()
            }
        }
    }

    private init(
        files: URL, of place: String, missingFiles: Set<String>,
        progress: @escaping @Sendable (BackupProgress) -> Void,
        open: @escaping @Sendable () throws -> any Database
    ) {
        self.files = files
        self.place = place
        self.missingFiles = missingFiles
        self.progress = progress
        self.open = open
    }

    /// Opens the database, whose server may go on, and changes nothing.
    /// - Throws: `BackupFault.noDatabase`, `.newerProgram`, `.olderProgram`; `StorageFailure`.
    public func run() async throws -> Verification.Report {
        let database = try open()
        do {
            if let unknown = try await unknown(database) { throw BackupFault.newerProgram(unknown) }
            if let missing = try await database.read({ try Migrations.missing(in: $0) }) {
                throw BackupFault.olderProgram(missing)
            }
            let report = try await run(on: database)
            try await database.close()
            return report
        } catch {
            try await database.close()
            throw error
        }
    }

    /// A migration that this program does not know.
    private func unknown(_ database: any Database) async throws -> String? {
        do {
            return try await database.read { try Migrations.unknown(in: $0) }
        } catch StorageFailure.failed {
            // A database that no program has used has not even the table of migrations.
            throw BackupFault.noDatabase(place)
        }
    }

    func run(on database: any Database) async throws -> Verification.Report {
        let damage = try await database.damage()
        var report = try await database.read { try Verification().run($0) }
        if let damage { report.add("the database is whole, and no row names one that is not there", damage) }
        let chain = try await database.read { [noted] in try EventChain().check(noted, $0) }
        report.add("every sealed event is as it was, none is gone and none was put in between", chain.faults)
        report.notes = Self.notes(chain)
        if damage == nil {
            report.notes.append("pages on the disk are the database server's to check: pg_amcheck")
        }
        let faults = try await database.read { try fileFaults($0) }
        report.add("every file that records name is there\(readsFiles ? " with its bytes" : "")", faults)
        return report
    }

    private static func notes(_ chain: EventChain.Report) -> [String] {
        guard let seal = chain.newest else { return ["no event is sealed yet"] }
        return [
            "newest seal \(seal.number):\(seal.hashText), made at \(seal.at)",
            "\(chain.sealedEvents) events are sealed, \(chain.unsealedEvents) are not yet",
        ]
    }

    private func fileFaults(_ transaction: Transaction) throws -> [String] {
        var all: Int64 = 0
        try FileDesk.forEachContent(transaction) { all += Int64($1) }
        let meter = Meter(all, progress, stage: .checking)
        var faults: [String] = []
        try FileDesk.forEachContent(transaction) { address, bytes in
            guard !missingFiles.contains(address), faults.count < 100 else { return }
            if let fault = fault(address, bytes) { faults.append(fault) }
            meter.advance(bytes)
        }
        return faults
    }

    private func fault(_ address: String, _ bytes: Int) -> String? {
        let path = files.appending(path: FileDesk.place(of: address)).path
        do {
            let file = try FileStream.reading(path)
            guard try file.size() == Int64(bytes) else { return "\(path) has another length" }
            return try !readsFiles || file.checksum() == address ? nil : "\(path) has other bytes"
        } catch {
            return "\(error)"
        }
    }
}
