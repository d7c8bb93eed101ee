import Base
import Hummingbird

extension Request {
    /// The whole body.
    /// - Throws: `WebRefusal.bodyTooLarge` beyond `limit` bytes, without keeping what came.
    public func bytes(upTo limit: Int) async throws -> [UInt8] {
        try requireNoEncoding()
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw WebRefusal.bodyTooLarge(limit: limit)
        }
        var bytes: [UInt8] = []
        var chunks = body.makeAsyncIterator()
        while let chunk = try await chunks.nextChunk() {
            guard bytes.count + chunk.readableBytes <= limit else {
                throw WebRefusal.bodyTooLarge(limit: limit)
            }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return bytes
    }

    /// Compressed bodies are not read: what they would come to has no bound.
    /// - Throws: `WebRefusal.unsupportedMediaType`.
    func requireNoEncoding() throws {
        guard let encoding = headers[.contentEncoding], encoding.lowercased() != "identity" else { return }
        throw WebRefusal.unsupportedMediaType(expected: "Content-Encoding: identity")
    }

    /// The media type without its parameters, in small letters: `application/json`.
    var mediaType: String? {
        headers[.contentType].map { $0.prefix { $0 != ";" }.filter { $0 != " " }.lowercased() }
    }

    /// - Throws: `WebRefusal.unsupportedMediaType` unless the body is declared as this.
    func requireMediaType(_ expected: String) throws {
        guard mediaType == expected else { throw WebRefusal.unsupportedMediaType(expected: expected) }
    }
}

extension RequestBody.AsyncIterator {
    /// The next piece of a body as it arrives.
    /// - Throws: `WebRefusal.requestInvalid` when the body breaks off or is not sent as HTTP wants it.
    mutating func nextChunk() async throws -> ByteBuffer? {
        do {
            return try await next()
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw WebRefusal.requestInvalid
        }
    }
}
