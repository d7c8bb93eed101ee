import Base
import Hummingbird

/// A request's JSON document and its bytes as they came.
public struct JSONBody: Sendable {
    public let bytes: [UInt8]
    public let value: JSONValue

    /// Reads the body. No body at all reads as an empty object, but for a change of parts, which would change nothing, and
    /// for what takes the place of something else, which would leave nothing of it.
    /// - Throws: `WebRefusal.bodyTooLarge`, `.bodyMissing`, `.unsupportedMediaType`; `InputRefusal` `jsonMalformed`,
    ///   `jsonTooDeep`.
    public static func read(_ request: Request, upTo limit: Int = Limits.bodyBytes) async throws -> JSONBody {
        let bytes = try await request.bytes(upTo: limit)
        if bytes.isEmpty {
            guard request.method != .patch, request.method != .put else { throw WebRefusal.bodyMissing }
            return JSONBody(bytes: [], value: .object([]))
        }
        try request.requireMediaType("application/json")
        return JSONBody(bytes: bytes, value: try JSONParser.parse(bytes))
    }

    /// - Throws: `InputRefusal` `fieldWrongType` when the document is no object.
    public func reader() throws -> JSONReader { try JSONReader(value) }
}
