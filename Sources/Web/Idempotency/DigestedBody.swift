import Crypto
import Hummingbird

/// A body that is read while it arrives, once, and of which a digest is taken on the way.
public final class DigestedBody: AsyncSequence, AsyncIteratorProtocol {
    private var chunks: RequestBody.AsyncIterator
    private var hash: SHA256

    init(_ request: Request) {
        chunks = request.body.makeAsyncIterator()
        hash = SHA256(of: request)
    }

    public func makeAsyncIterator() -> DigestedBody { self }

    public func next() async throws -> ByteBuffer? {
        guard let chunk = try await chunks.nextChunk() else { return nil }
        chunk.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
        return chunk
    }

    /// The digest of method, path and whole body; reads what has not been read.
    func digest() async throws -> [UInt8] {
        while try await next() != nil {}
        return Array(hash.finalize())
    }
}
