import App
import Base
import Foundation
import TestSupport
import Testing

/// What somebody whom nobody knows can have of a server.
@Suite(.timeLimit(.minutes(15))) struct VisitorBoundsTests {
    @Test
    func `a visitor sends up so many files before they send them, and what they never send goes after a day`()
        async throws
    {
        try await TestServer.run {
            $0.visitorFiles = 2
        } _: { server in
            let shop = try await Qinghe.open(server.root)
            let visitor = try await shop.visitor()
            func upload(_ salt: UInt64, key: String) async throws -> Reply {
                try await visitor.upload(
                    shop.path("chat/files"), Qinghe.picture(salt), as: "image/jpeg", key: key)
            }
            let sent = try await upload(1, key: "one").expect(201).id
            let unsent = try await upload(2, key: "two").expect(201).id
            let refused = try await upload(3, key: "three").expect(429, "uploadsTooMany")
            #expect(refused.headers["retry-after"] != nil)
            // A repetition is answered as it was.
            try await upload(2, key: "two").expect(201)
            try await visitor.post(shop.path("chat/messages"), ["kind": "image", "fileId": .string(sent)])
                .expect(201)
            try await upload(3, key: "three").expect(201)
            try await server.clock.pass(.days(3))
            try await visitor.get(shop.path("chat/files/\(sent)")).expect(200)
            try await visitor.get(shop.path("chat/files/\(unsent)")).expect(404, "fileUnknown")
        }
    }

    @Test func `one address sends up so many files in an hour, whoever it says it is`() async throws {
        try await TestServer.run {
            $0.addressFiles = 2
        } _: { server in
            let shop = try await Qinghe.open(server.root)
            for number in 0..<3 {
                let reply = try await shop.visitor().upload(
                    shop.path("chat/files"), Qinghe.picture(UInt64(number)), as: "image/jpeg")
                reply.expect(number < 2 ? 201 : 429, number < 2 ? nil : "uploadsTooMany")
            }
        }
    }

    @Test func `a visitor follows with so many streams and no more, until one ends`() async throws {
        try await Self.run(["HUITOU_CALLER_STREAMS": "1"]) { server, shop in
            let visitor = try await shop.visitor()
            let call = visitor.call("GET", shop.path("chat/stream"))
            let (heard, listening) = AsyncStream<Void>.makeStream()
            let following = Task {
                try await server.follow(call) { _ in
                    listening.yield()
                    return false
                }
            }
            for await _ in heard { break }
            try await server.send(call).expect(429, "streamsTooMany")
            // Somebody else is not concerned.
            _ = try await server.listen(shop.visitor().call("GET", shop.path("chat/stream"))) { _ in true }
            following.cancel()
            _ = await following.result
            let metrics = server.root.with(key: nil)
            while try await !metrics.get("/metrics").text.contains("huitou_live_streams 0\n") { continue }
            _ = try await server.listen(call) { _ in true }
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        "POST /v1/shops/qinghe/chat/visits HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{",
    ])
    func `a request that trickles is ended`(beginning: String) async throws {
        try await Self.run(["HUITOU_REQUEST_SECONDS": "1"]) { server, shop in
            let start = ContinuousClock.now
            let said = try await Task.detached { try SlowClient(port: server.port).trickle(beginning) }.value
            #expect(said.hasPrefix("HTTP/1.1 408") && said.contains("requestTooSlow"), "\(said)")
            #expect(ContinuousClock.now - start < .seconds(10))
            try await shop.get("orders").expect(200)
        }
    }

    @Test func `metrics with a place of their own are told there and nowhere else`() async throws {
        let port = try SlowClient.freePort()
        try await Self.run(["HUITOU_METRICS_LISTEN": "127.0.0.1:\(port)"]) { server, _ in
            let anybody = server.root.with(key: nil)
            try await anybody.get("/metrics").expect(404)
            let said = try await Task.detached {
                try SlowClient(port: port).ask(
                    "GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            }.value
            #expect(said.hasPrefix("HTTP/1.1 200") && said.contains("huitou_live_streams"))
        }
    }

    private static func run(
        _ environment: [String: String], _ body: (ServerProcess, Qinghe) async throws -> Void
    ) async throws {
        let directory = try TestDirectory()
        let engine = try ServerProcess.environment(directory)
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(
                data: directory.url, client: client, engine.merging(environment) { $1 }, [])
            try await body(server, Qinghe.open(server.root))
            #expect(await server.stop() == 0)
        }
    }
}

/// A client that sends what nobody should.
private struct SlowClient {
    private let socket: Int32

    init(port: Int) throws {
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.address(port)
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0)
        var patience = timeval(tv_sec: 0, tv_usec: 200_000)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Sends the beginning, then a sign now and then, until the server has ended the connection.
    func trickle(_ beginning: String) throws -> String {
        defer { close(socket) }
        try write(beginning)
        var said = ""
        for _ in 0..<100 {
            guard let piece = read() else { return said }
            said += piece
            // It may have ended meanwhile.
            if said.isEmpty { try? write("x") }
        }
        return said + " and goes on"
    }

    func ask(_ request: String) throws -> String {
        defer { close(socket) }
        try write(request)
        var said = ""
        for _ in 0..<100 {
            guard let piece = read() else { break }
            said += piece
        }
        return said
    }

    static func freePort() throws -> Int {
        let probe = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        var (address, length) = (address(0), socklen_t(MemoryLayout<sockaddr_in>.size))
        let isTaken = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(probe, $0, length) == 0 && getsockname(probe, $0, &length) == 0
            }
        }
        try #require(isTaken)
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private func write(_ text: String) throws {
        let bytes = Array(text.utf8)
        try #require(send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
    }

    /// - Returns: nil when the other side has ended it; empty when nothing has come for a while.
    private func read() -> String? {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = recv(socket, &bytes, bytes.count, 0)
        if count > 0 { return String(decoding: bytes[..<count], as: UTF8.self) }
        return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? "" : nil
    }

    private static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }
}
