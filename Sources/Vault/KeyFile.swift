import Base
import Foundation

/// The file that holds an installation's keys. Its owner alone may read it; it is kept apart from backups.
public struct KeyFile: Sendable {
    public let path: String

    public init(_ path: String) { self.path = path }

    public var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// - Throws: `keyFileMissing`, `keyFileClosed`, `keyFileUnreadable`, `keyFileOpenToOthers`.
    public func read() throws(VaultFault) -> KeyRing {
        let content = try content()
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & 0o077 == 0 else { throw .keyFileOpenToOthers(path) }
        return try KeyRing(reading: Array(content), path: path)
    }

    private func content() throws(VaultFault) -> Data {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw errno == ENOENT
                ? .keyFileMissing(path) : .keyFileClosed(path, because: String(cString: strerror(errno)))
        }
        close(file)
        guard let content = FileManager.default.contents(atPath: path) else { throw .keyFileUnreadable(path) }
        return content
    }

    /// Puts a ring in the place of what is there, whole or not at all. It belongs to whom the file belonged, whoever
    /// writes it.
    /// - Throws: `keyFileNotWritten`.
    public func write(_ ring: KeyRing) throws(VaultFault) {
        let part = try writePart(ring, as: path)
        guard rename(part, path) == 0 else { throw fault() }
        try settle()
    }

    /// Writes a first ring, unless another program was faster.
    /// - Returns: the ring that the file holds.
    /// - Throws: `keyFileNotWritten`, and what reading throws.
    public func make(_ ring: KeyRing) throws(VaultFault) -> KeyRing {
        let part = try writePart(ring, as: directory)
        defer { unlink(part) }
        guard link(part, path) == 0 else {
            guard errno == EEXIST else { throw fault() }
            return try read()
        }
        try settle()
        return ring
    }

    private var directory: String { URL(filePath: path).deletingLastPathComponent().path }

    /// - Parameter owned: whose owner has it.
    /// - Returns: the path of a file beside, whole and on the disk.
    private func writePart(_ ring: KeyRing, as owned: String) throws(VaultFault) -> String {
        let part = "\(path).\(getpid()).part"
        // Left from a write that was broken off, if at all.
        unlink(part)
        let file = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw fault() }
        let text = Array((ring.json.text + "\n").utf8)
        let isWritten =
            text.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) } == text.count
        guard isWritten, fsync(file) == 0, close(file) == 0 else { throw fault() }
        guard FileOwner.give(part, toOwnerOf: exists ? owned : directory) else { throw fault() }
        return part
    }

    /// The file's name is on the disk as well as its contents.
    private func settle() throws(VaultFault) {
        let directory = open(directory, O_RDONLY | O_CLOEXEC)
        guard directory >= 0, fsync(directory) == 0, close(directory) == 0 else { throw fault() }
    }

    private func fault() -> VaultFault { .keyFileNotWritten(path, because: String(cString: strerror(errno))) }
}
