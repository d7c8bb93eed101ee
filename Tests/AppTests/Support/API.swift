import Base
import Hummingbird
import Testing

/// What came back.
struct Reply: Sendable {
    let status: Int
    /// By names in small letters.
    let headers: [String: String]
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Null for what is no JSON.
    var json: JSONValue { (try? JSONParser.parse(bytes)) ?? .null }  // what is no JSON has no fields

    var code: String? { json["code"]?.string }
    var id: String { json["id"]?.string ?? "" }
    var state: String? { json["state"]?.string }
    var items: [JSONValue] { json["items"]?.items ?? [] }

    /// Checks the status, and with it the code of a problem.
    @discardableResult
    func expect(
        _ status: Int, _ code: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) -> Reply {
        #expect(self.status == status, "\(text.prefix(600))", sourceLocation: sourceLocation)
        if let code { #expect(self.code == code, "\(text.prefix(600))", sourceLocation: sourceLocation) }
        return self
    }
}

/// One request on its way.
struct Call: Sendable {
    var method: String
    var path: String
    var headers: [(String, String)] = []
    var body: [UInt8] = []
}

/// A caller of the API with a key of its own.
struct API: Sendable {
    let key: String?
    let send: @Sendable (Call) async throws -> Reply

    func with(key: String?) -> API { API(key: key, send: send) }

    func get(_ path: String) async throws -> Reply { try await send(call("GET", path)) }

    /// - Parameter key: the idempotency key; a fresh one unless it is given.
    @discardableResult
    func post(_ path: String, _ body: JSONValue = [:], key: String = API.freshKey()) async throws -> Reply {
        var call = call("POST", path, body)
        call.headers.append(("Idempotency-Key", key))
        return try await send(call)
    }

    func put(_ path: String, _ body: JSONValue) async throws -> Reply {
        try await send(call("PUT", path, body))
    }

    func patch(_ path: String, _ body: JSONValue) async throws -> Reply {
        try await send(call("PATCH", path, body))
    }

    /// Bytes as they are, such as a file or an import.
    func upload(
        _ path: String, _ bytes: [UInt8], as type: String, key: String = API.freshKey()
    ) async throws -> Reply {
        var call = call("POST", path)
        call.headers += [("Content-Type", type), ("Idempotency-Key", key)]
        call.body = bytes
        return try await send(call)
    }

    func importing(_ lines: [JSONValue], as kind: String, to shop: String) async throws -> Reply {
        let bytes = lines.flatMap { $0.bytes + [UInt8(ascii: "\n")] }
        return try await upload("/v1/shops/\(shop)/imports/\(kind)", bytes, as: "application/x-ndjson")
    }

    func call(_ method: String, _ path: String, _ body: JSONValue? = nil) -> Call {
        var call = Call(method: method, path: path)
        if let key { call.headers.append(("Authorization", "Bearer \(key)")) }
        if let body {
            call.headers.append(("Content-Type", "application/json"))
            call.body = body.bytes
        }
        return call
    }

    static func freshKey() -> String { "k-" + String(Outside.system.random(), radix: 36) }
}
