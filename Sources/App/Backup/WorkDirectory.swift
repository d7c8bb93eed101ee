import Archive
import Base
import Foundation

/// A directory for what a backup needs on the way, inside the data directory, because a copy of the database is as
/// secret as the database. It goes with its owner; what a killed program left is cleared away by the next.
final class WorkDirectory {
    let url: URL
    private let lock: Int32

    private static let prefix = "backup."
    private static let suffix = ".part"

    init(in parent: URL, number: UInt64) throws {
        try Self.clear(parent)
        url = parent.appending(path: Self.prefix + String(number, radix: 36) + Self.suffix)
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        FileOwner.give(url.path, toOwnerOf: parent.path)
        lock = open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        _ = flock(lock, LOCK_EX | LOCK_NB)
    }

    deinit {
        close(lock)
        try? FileManager.default.removeItem(at: url)  // the next backup clears it away
    }

    func path(_ name: String) -> String { url.appending(path: name).path }

    /// A new file that has no name any more, so that it goes when it is closed.
    func spool() throws -> FileStream {
        let path = path("spool")
        let spool = try FileStream.making(path)
        try FileManager.default.removeItem(atPath: path)
        return spool
    }

    /// Removes what no living program holds.
    private static func clear(_ parent: URL) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: parent.path)
        where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
            let url = parent.appending(path: name)
            let descriptor = open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            defer { close(descriptor) }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { try FileManager.default.removeItem(at: url) }
        }
    }
}
