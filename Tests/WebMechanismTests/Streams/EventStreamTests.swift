import Base
import Events
import Hummingbird
import HummingbirdTesting
import Logging
import Storage
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(10))) struct EventStreamTests {
    @Test func `a client that comes back gets what it missed and what comes`() async throws {
        let text = try await Listener.listen(from: 3, after: 250) { listener in
            try await listener.hear("id: 250\ndata")
            for _ in 0..<10 { try await listener.append(50) }
            try await listener.append(5, type: "case.hidden")
            try await listener.append(1, to: "maiping")
            try await listener.append(1, type: "case.closed")
            try await listener.hear("case.closed")
        }
        #expect(text.hasPrefix("retry: 2000\nid: 3\n\n"))
        #expect(Self.numbers(text) == (Array(4...750) + [757]).map { String($0) })
        #expect(text.contains("id: 757\ndata: {\"type\":\"case.closed\",\"case\":\"C0\"}\n\n"))
    }

    @Test(arguments: [(2, ["3", "4"]), (nil, ["4"]), (99, ["4"])] as [(Int64?, [String])])
    func `a client says where it begins`(start: Int64?, expected: [String]) async throws {
        let text = try await Listener.listen(from: start, after: 3) { listener in
            try await listener.hear("retry: 2000")
            try await listener.append(1)
            try await listener.hear("id: 4\ndata")
        }
        #expect(Self.numbers(text) == expected)
    }

    @Test func `a quiet stream writes comments with its number`() async throws {
        let text = try await Listener.listen(from: nil, after: 3, heartbeat: .milliseconds(60)) { listener in
            try await listener.append(2, type: "case.hidden")
            try await listener.hear(": \nid: 5\n\n")
        }
        #expect(Self.numbers(text).isEmpty)
    }

    @Test func `a stream ends after so long, and its client goes on with another`() async throws {
        try await World().withDatabase { database in
            let hub = StreamHub(
                database, Broadcast(), Logger(label: "test"), heartbeat: .milliseconds(30),
                longestLife: .milliseconds(1))
            let follower = EventFollower(
                hub: hub, subscription: try #require(hub.subscribe(to: World.shop)), isWanted: { _ in true },
                render: { _ in [:] })
            let beating = Task { await hub.run() }
            try await follower.follow(from: nil) { _ in }
            beating.cancel()
            await beating.value
            let lives = Set((0..<64).map { hub.life(ofStream: $0) })
            #expect(lives.count == 32 && lives.allSatisfy { $0 > .microseconds(750) })
        }
    }

    @Test(arguments: ["?after=-1", "?after=x", "?after=99999999999999999999"])
    func `a number that is none is refused`(query: String) async throws {
        try await withApplication { client, _ in
            let response = try await client.execute(uri: "/v1/shops/qinghe/events\(query)", method: .get)
            #expect(response.code == "queryInvalid")
        }
    }

    @Test func `a node takes so many streams and no more`() async throws {
        try await withApplication(most: 0) { client, _ in
            let response = try await client.execute(uri: "/v1/shops/qinghe/events", method: .get)
            #expect(response.status == .serviceUnavailable && response.code == "tooManyStreams")
        }
    }

    @Test func `a stream is one answer that ends when the node stops`() async throws {
        try await withApplication { client, hub in
            async let answer = client.execute(uri: "/v1/shops/qinghe/events", method: .get)
            while hub.count == 0 { await Task.yield() }
            hub.close()
            let response = try await answer
            #expect(response.headers[.contentType] == "text/event-stream")
            #expect(response.headers[.cacheControl]?.contains("no-store") == true)
            #expect(response.text.hasPrefix("retry: 2000\n"))
        }
    }

    @Test func `a client that leaves makes room`() async throws {
        try await withApplication { client, hub in
            let leaving = TestClient(host: "localhost", port: try #require(client.port))
            leaving.connect()
            try await leaving.executeAndDontWaitForResponse(
                TestClient.Request("/v1/shops/qinghe/events", method: .get))
            while hub.count == 0 { await Task.yield() }
            try await leaving.shutdown()
            while hub.count > 0 { await Task.yield() }
        }
    }

    private func withApplication(
        most: Int = 10, _ body: @escaping @Sendable (any TestClientProtocol, StreamHub) async throws -> Void
    ) async throws {
        let world = try World()
        try await world.withDatabase { database in
            let hub = StreamHub(database, Broadcast(), Logger(label: "test"), most: most)
            let application = try world.application { router in
                router.get("v1/shops/:shop/events") { request, context in
                    try EventStream(hub).response(to: request, context, in: try context.shop()) {
                        ["type": .string($0.type)]
                    }
                }
            }
            try await application.test(.live) { try await body($0, hub) }
        }
    }

    private static func numbers(_ text: String) -> [String] {
        text.split(separator: "\n\n").filter { $0.contains("data: ") }.compactMap {
            $0.split(separator: "\n").first.map { String($0.dropFirst(4)) }
        }
    }
}
