import GRDB
import Storage

extension StorageFailure {
    /// An engine's error in the words of `Storage`; anything else, such as a refusal, stays what it is.
    static func translated(_ error: any Error) -> any Error {
        error is GRDB.DatabaseError ? StorageFailure(error) : error
    }

    init(_ error: any Error) {
        guard let error = error as? GRDB.DatabaseError else {
            self = (error as? StorageFailure) ?? .failed("\(type(of: error))")
            return
        }
        let detail = error.message ?? ""
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
            self = .constraint(kind: .unique, detail: detail)
        case .SQLITE_CONSTRAINT_CHECK: self = .constraint(kind: .check, detail: detail)
        case .SQLITE_CONSTRAINT_FOREIGNKEY: self = .constraint(kind: .foreignKey, detail: detail)
        case .SQLITE_CONSTRAINT_NOTNULL: self = .constraint(kind: .notNull, detail: detail)
        case let code where code.primaryResultCode == .SQLITE_CONSTRAINT:
            self = .constraint(kind: .other, detail: detail)
        case let code where code.primaryResultCode == .SQLITE_FULL: self = .diskFull
        case let code
        where [.SQLITE_BUSY, .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_READONLY].contains(
            code.primaryResultCode):
            self = .unavailable(detail)
        default: self = .failed("SQLite \(error.extendedResultCode.rawValue): \(detail)")
        }
    }
}
