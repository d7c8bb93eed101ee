import Archive
import Base
import Foundation

/// The bytes of a file that is known to be there, read piece by piece.
public struct FileContent: Sendable {
    let path: String
    let bytes: Int
    /// Nil for one that lies as it was sent.
    let key: ContentKey?

    /// How long it is, as it was sent.
    public var count: Int { bytes }

    /// Gives every piece in order.
    /// - Throws: what `body` throws, and a fault where the disk holds something else.
    public func forEachPiece(_ body: ([UInt8]) async throws -> Void) async throws {
        let source = try FileStream.reading(path)
        guard let key else {
            while case let piece = try source.read(SealedPiece.plainBytes), !piece.isEmpty {
                try await body(piece)
            }
            return
        }
        var reader = try SealedContent.Reader(source, key, bytes: bytes)
        while let piece = try reader.next() { try await body(piece) }
    }

    /// All of it.
    func whole() throws -> [UInt8] {
        let source = try FileStream.reading(path)
        guard let key else { return try source.read(bytes) }
        var reader = try SealedContent.Reader(source, key, bytes: bytes)
        var all: [UInt8] = []
        all.reserveCapacity(bytes)
        while let piece = try reader.next() { all += piece }
        return all
    }
}
