import Base
import Crypto
import Foundation
import Storage

/// A file that somebody uploaded, named by what it holds.
public struct StoredFile: Sendable, Hashable {
    public let id: Identifier<StoredFile>
    public let sha256: String
    public let kind: FileKind
    public let bytes: Int
    public let at: Timestamp
    public let by: Actor

    public var json: JSONValue {
        [
            "id": JSONValue(id), "sha256": .string(sha256), "type": .string(kind.rawValue),
            "bytes": JSONValue(bytes),
            "at": JSONValue(at),
        ]
    }
}

public enum FileRefusal: Refusal, Equatable {
    case fileEmpty
    case fileTooLarge(most: Int)
    case fileTypeNotAllowed
    /// It ends before its own parts do.
    case fileIncomplete
    case fileUnknown

    public var code: String {
        switch self {
        case .fileEmpty: "fileEmpty"
        case .fileTooLarge: "fileTooLarge"
        case .fileTypeNotAllowed: "fileTypeNotAllowed"
        case .fileIncomplete: "fileIncomplete"
        case .fileUnknown: "fileUnknown"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .fileEmpty: .malformed
        case .fileTooLarge: .tooLarge
        case .fileTypeNotAllowed: .unsupportedType
        case .fileIncomplete: .unprocessable
        case .fileUnknown: .notFound
        }
    }

    public var arguments: [String: String] {
        if case .fileTooLarge(let most) = self {
            ["limit": String(most), "size": ByteCount.words(most)]
        } else {
            [:]
        }
    }
}

/// The door: files lie in a directory under the hash of their bytes, each once; a row per upload says whose they are.
public struct FileDesk: Sendable {
    private let directory: URL

    public static let migrations = [
        Migration(
            "2026-11-22-files",
            [
                """
                CREATE TABLE files (
                    shop TEXT NOT NULL,
                    id TEXT NOT NULL,
                    sha256 TEXT NOT NULL,
                    type TEXT NOT NULL,
                    bytes BIGINT NOT NULL CHECK (bytes > 0),
                    at BIGINT NOT NULL,
                    actor_kind TEXT NOT NULL,
                    actor_id TEXT NOT NULL,
                    PRIMARY KEY (shop, id)
                )
                """
            ]),
        Migration("2026-11-22-files-by-content", ["CREATE INDEX files_by_content ON files (sha256)"]),
    ]

    public init(directory: URL) { self.directory = directory }

    /// Checks and writes the bytes; done before the transaction that `record`s them, so that a row never points at
    /// nothing. Bytes without a row are harmless.
    /// - Throws: `FileRefusal` for an empty, over-large, unknown or broken-off file; `StorageFailure` when the disk refuses.
    public func store(_ bytes: [UInt8]) throws -> (sha256: String, kind: FileKind) {
        guard !bytes.isEmpty else { throw FileRefusal.fileEmpty }
        guard bytes.count <= Limits.fileBytes else { throw FileRefusal.fileTooLarge(most: Limits.fileBytes) }
        guard let kind = FileKind(sniffing: bytes) else { throw FileRefusal.fileTypeNotAllowed }
        guard kind.isComplete(bytes) else { throw FileRefusal.fileIncomplete }
        let hash = SHA256.hash(data: bytes).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
        let place = url(of: hash)
        if !FileManager.default.fileExists(atPath: place.path) { try write(bytes, to: place) }
        return (hash, kind)
    }

    private func write(_ bytes: [UInt8], to place: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: place, options: .atomic)
            let folder = place.deletingLastPathComponent()
            for path in [place.path, folder.path, directory.path] { try settle(path) }
        } catch let error as CocoaError where error.isDiskFull {
            throw StorageFailure.diskFull
        } catch let error as CocoaError {
            throw StorageFailure.unavailable("files: \(error.code.rawValue)")
        }
    }

    /// Presses a file, or the names in a directory, onto the disk: a row must not outlive the file that it names.
    private func settle(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw errno == ENOSPC ? StorageFailure.diskFull : .unavailable("files: \(errno)")
        }
    }

    public func record(
        sha256: String, kind: FileKind, bytes: Int, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> StoredFile {
        let file = StoredFile(
            id: transaction.identifiers.next("F", at: transaction.now), sha256: sha256, kind: kind,
            bytes: bytes,
            at: transaction.now, by: actor)
        try transaction.run(
            """
            INSERT INTO files (shop, id, sha256, type, bytes, at, actor_kind, actor_id)
            VALUES (\(shop), \(file.id), \(sha256), \(kind.rawValue), \(bytes), \(file.at), \(actor.kind), \(actor.id))
            """)
        return file
    }

    /// Nil where the shop has no such file.
    public func find(
        _ id: Identifier<StoredFile>, in shop: ShopID, _ transaction: Transaction
    ) throws -> StoredFile? {
        try transaction.first(
            "SELECT id, sha256, type, bytes, at, actor_kind, actor_id FROM files WHERE shop = \(shop) AND id = \(id)"
        ) { row in
            StoredFile(
                id: try row.id(), sha256: try row.text(), kind: try row.choice(), bytes: try row.int(),
                at: try row.time(), by: Actor(try row.choice(), try row.text()))
        }
    }

    /// Takes files of a shop away. Their bytes go after the commit, unless somebody else sent the same.
    public func delete(
        _ ids: [Identifier<StoredFile>], in shop: ShopID, _ transaction: Transaction
    ) throws {
        for id in ids {
            guard let file = try find(id, in: shop, transaction) else { continue }
            try transaction.run("DELETE FROM files WHERE shop = \(shop) AND id = \(id)")
            guard try !transaction.exists("SELECT 1 FROM files WHERE sha256 = \(file.sha256)") else {
                continue
            }
            let place = url(of: file.sha256)
            // What is gone already needs no deleting.
            transaction.afterCommit { try? FileManager.default.removeItem(at: place) }
        }
    }

    /// The hash and length of every file that any shop has, each once, in the order of the hashes.
    public func forEachContent(
        _ transaction: Transaction, _ body: (_ sha256: String, _ bytes: Int) throws -> Void
    ) throws {
        try transaction.forEach("SELECT sha256, MAX(bytes) FROM files GROUP BY sha256 ORDER BY sha256") {
            row in
            try body(try row.text(), try row.int())
        }
    }

    /// Where a file lies inside the directory: `ab/abcd…`.
    public static func place(of sha256: String) -> String { "\(sha256.prefix(2))/\(sha256)" }

    /// - Throws: `fileUnknown` when the bytes are gone.
    public func bytes(of file: StoredFile) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: url(of: file.sha256).path) else {
            throw FileRefusal.fileUnknown
        }
        return Array(data)
    }

    private func url(of hash: String) -> URL {
        directory.appending(path: Self.place(of: hash))
    }
}

extension CocoaError {
    /// Also where only the system's own number says it, as for directories.
    fileprivate var isDiskFull: Bool {
        code == .fileWriteOutOfSpace || (underlying as? POSIXError)?.code == .ENOSPC
            || (underlying as? NSError)?.code == Int(ENOSPC)
    }
}
