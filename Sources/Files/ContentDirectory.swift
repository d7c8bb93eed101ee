import Base
import Crypto
import Foundation
import Storage

/// Where files lie, each under the SHA-256 of the bytes that lie there, so that whoever has the directory can tell that
/// none was changed without being able to read any.
struct ContentDirectory: Sendable {
    let url: URL

    /// Where a file lies inside the directory: `ab/abcd…`.
    static func place(of address: String) -> String { "\(address.prefix(2))/\(address)" }

    func path(of address: String) -> String { url.appending(path: Self.place(of: address)).path }

    /// - Returns: under which name they lie.
    /// - Throws: `StorageFailure` when the disk refuses.
    func write(_ bytes: Data) throws -> String {
        let address = Self.hash(bytes)
        let place = url.appending(path: Self.place(of: address))
        if FileManager.default.fileExists(atPath: place.path) { return address }
        do {
            let folder = place.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try bytes.write(to: place, options: .atomic)
            for path in [place.path, folder.path] { FileOwner.give(path, toOwnerOf: url.path) }
            for path in [place.path, folder.path, url.path] { try settle(path) }
            return address
        } catch let error as CocoaError where error.isDiskFull {
            throw StorageFailure.diskFull
        } catch let error as CocoaError {
            throw StorageFailure.unavailable("files: \(error.code.rawValue)")
        }
    }

    func remove(_ address: String) {
        // What is gone already needs no deleting.
        try? FileManager.default.removeItem(atPath: path(of: address))
    }

    /// SHA-256 in small letters.
    static func hash(_ bytes: some DataProtocol) -> String {
        SHA256.hash(data: bytes).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    /// Presses a file, or the names in a directory, onto the disk: a row must not outlive the file that it names.
    private func settle(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw errno == ENOSPC ? StorageFailure.diskFull : .unavailable("files: \(errno)")
        }
    }
}

extension CocoaError {
    /// Also where only the system's own number says it, as for directories.
    fileprivate var isDiskFull: Bool {
        code == .fileWriteOutOfSpace || (underlying as? POSIXError)?.code == .ENOSPC
            || (underlying as? NSError)?.code == Int(ENOSPC)
    }
}
