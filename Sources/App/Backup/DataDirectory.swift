import Base
import Foundation
import Storage
import StorageSQLite

/// What lies where in the directory that `--data` names.
public struct DataDirectory: Sendable {
    public let url: URL

    public init(_ url: URL) { self.url = url }

    static let databaseName = "huitou.sqlite"
    static let providerName = "provider.sqlite"
    static let filesName = "files"
    static let keysName = "huitou.keys"
    /// A restore that is under way, or was broken off.
    static let restoreName = "restore.part"

    var database: String { url.appending(path: Self.databaseName).path }
    /// The memory of a sandbox's simulated payment provider.
    var provider: String { url.appending(path: Self.providerName).path }
    /// The keys that seal what lies here, unless they are kept elsewhere.
    public var keys: String { url.appending(path: Self.keysName).path }
    var files: URL { url.appending(path: Self.filesName) }
    var restore: URL { url.appending(path: Self.restoreName) }

    public var hasDatabase: Bool { FileManager.default.fileExists(atPath: database) }

    /// - Throws: `BackupFault.restoreUnfinished`, so that no program begins an empty database beside half a restore.
    func requireNoRestore() throws(BackupFault) {
        guard !FileManager.default.fileExists(atPath: restore.path) else {
            throw .restoreUnfinished(restore.path)
        }
    }

    /// The database as it is, without bringing its tables up to date.
    /// - Throws: `BackupFault.noDatabase`, `StorageFailure`.
    func openDatabase() throws -> any Database {
        guard hasDatabase else { throw BackupFault.noDatabase(url.path) }
        return try SQLiteDatabase(path: database, outside: .system)
    }
}

/// Why there is no backup, or why one is not put in place.
public enum BackupFault: Error, Equatable, CustomStringConvertible {
    case noDatabase(String)
    case alreadyThere(String)
    case directoryNotEmpty(String)
    case directoryInUse(String)
    case restoreUnfinished(String)
    /// Files that records name and that are not as they were: `(hash, why)`.
    case filesMissing([String])
    case databaseDamaged([String])
    /// The records, here or in a backup, have a migration that this program does not know.
    case newerProgram(String)
    /// The records are without a migration that this program counts on.
    case olderProgram(String)
    case unverified([String])

    public var description: String {
        switch self {
        case .noDatabase(let path):
            "There is no database of Huitou in \(path). Records on a PostgreSQL server are copied with pg_dump; see docs/operating/postgresql.md."
        case .alreadyThere(let path): "\(path) is already there; --force replaces it."
        case .directoryNotEmpty(let path):
            "\(path) is not empty; --force puts the backup in its place and keeps what is there beside it."
        case .directoryInUse(let path): "A program is using \(path); stop it first."
        case .restoreUnfinished(let path):
            "\(path) is left from a restore that was broken off; run huitou restore again, or remove it."
        case .filesMissing(let faults):
            Self.list("These files cannot be backed up; --despite-missing-files leaves them out:", faults)
        case .databaseDamaged(let faults): Self.list("The database is damaged:", faults)
        case .newerProgram(let migration):
            "The records are of a newer version than this program (they have \(migration)); use that version."
        case .olderProgram(let migration):
            "The records are of a version before and not brought up to date yet (\(migration) is missing); start the server on them first, or use that version."
        case .unverified(let faults):
            Self.list("The backup is whole, but what it holds does not agree with itself:", faults)
                + "\nNothing was replaced; --despite-faults puts it in place all the same."
        }
    }

    private static func list(_ head: String, _ faults: [String]) -> String {
        ([head] + faults.prefix(20).map { "  " + $0 } + (faults.count > 20 ? ["  and more"] : []))
            .joined(separator: "\n")
    }
}
