import Base
import Foundation

/// One server's hold on a data directory: taken before the data is opened, and let go by the system when the process
/// ends, however it ends. Commands that read or import beside a running server need none.
public final class DataClaim: Sendable {
    static let name = "serving.lock"

    private let file: Int32

    /// - Returns: nil where the records are on a server that any number of nodes share.
    /// - Throws: `DataInUse` while another server has the data directory.
    public static func take(_ configuration: Configuration) throws -> DataClaim? {
        configuration.database == nil ? try DataClaim(configuration.dataDirectory) : nil
    }

    init(_ directory: URL) throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let path = directory.appending(path: Self.name).path
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw CocoaError(.fileWriteNoPermission, userInfo: [NSFilePathErrorKey: path])
        }
        FileOwner.give(path, toOwnerOf: directory.path)
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let inUse = DataInUse(directory: directory.path)
            close(file)
            throw inUse
        }
    }

    deinit { close(file) }
}

/// Another server uses the data directory.
public struct DataInUse: Error, CustomStringConvertible {
    public let directory: String

    public var description: String {
        "Another server is using \(directory); please stop it first, or choose another directory with --data."
    }
}
