import Base
import Events
import Hummingbird
import HummingbirdTesting
import Logging
import Storage
import StorageSQLite
import Testing

@testable import Web

@Suite struct EventStreamTests {
    private static func append(
        _ count: Int, _ log: EventLog, _ database: SQLiteDatabase, type: String = "case.opened",
        to shop: ShopID = World.shop
    ) async throws {
        try await database.write { transaction in
            for number in 0..<count {
                try log.append(
                    type, on: DomainEvent.Subject("case", "C\(number)"), of: shop, by: .system,
                    in: transaction)
            }
        }
    }

    /// Opens a stream, does something, stops the hub and returns what the stream wrote.
    private func stream(
        _ uri: String, headers: HTTPFields = [:], heartbeat: Duration = .seconds(15), most: Int = 10,
        before: Int = 0,
        _ meanwhile: @escaping @Sendable (EventLog, SQLiteDatabase, StreamHub) async throws -> Void
    ) async throws -> TestResponse {
        let world = try World()
        var answer: TestResponse?
        try await world.withDatabase { database in
            let log = EventLog(broadcast: Broadcast())
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let hub = StreamHub(database, log.broadcast, logger, heartbeat: heartbeat, most: most)
            try await Self.append(before, log, database)
            let application = try world.application { router in
                router.get("v1/shops/:shop/events") { request, context in
                    try EventStream(hub).response(
                        to: request, in: try context.shop(), where: { $0.type != "case.hidden" },
                        { ["type": .string($0.type), "case": .string($0.subject.id)] })
                }
            }
            answer = try await application.test(.router) { client in
                try await withThrowingTaskGroup(of: TestResponse?.self) { group in
                    group.addTask {
                        await hub.run()
                        return nil
                    }
                    group.addTask {
                        try await client.execute(uri: uri, method: .get, headers: headers)
                    }
                    group.addTask {
                        try await meanwhile(log, database, hub)
                        hub.close()
                        return nil
                    }
                    var answer: TestResponse?
                    for try await part in group { answer = part ?? answer }
                    return answer
                }
            }
        }
        return try #require(answer)
    }

    private static func numbers(_ text: String) -> [String] {
        text.split(separator: "\n\n").filter { $0.contains("data: ") }.compactMap {
            $0.split(separator: "\n").first.map { String($0.dropFirst(4)) }
        }
    }

    private static func until(_ condition: @Sendable () -> Bool) async throws {
        for _ in 0..<2_000 where !condition() { try await Task.sleep(for: .milliseconds(2)) }
    }

    @Test func `a client that comes back gets what it missed and what comes`() async throws {
        let response = try await stream("/v1/shops/qinghe/events", headers: [.lastEventID: "3"], before: 250)
        {
            log, database, hub in
            try await Self.until { hub.count == 1 }
            for _ in 0..<10 { try await Self.append(50, log, database) }
            try await Self.append(5, log, database, type: "case.hidden")
            try await Self.append(1, log, database, to: "maiping")
            try await Self.append(1, log, database, type: "case.closed")
            try await Task.sleep(for: .milliseconds(300))
        }
        #expect(response.headers[.contentType] == "text/event-stream")
        #expect(response.text.hasPrefix("retry: 2000\n"))
        let expected = Array(4...750) + [757]
        #expect(Self.numbers(response.text) == expected.map { String($0) })
        #expect(response.text.contains("id: 757\ndata: {\"type\":\"case.closed\",\"case\":\"C0\"}\n\n"))
        #expect(!response.text.contains("hidden"))
    }

    @Test(arguments: [("?after=2", ["3", "4"]), ("", ["4"]), ("?after=99", ["4"])])
    func `a client says where it begins`(query: String, expected: [String]) async throws {
        let response = try await stream("/v1/shops/qinghe/events\(query)", before: 3) { log, database, hub in
            try await Self.until { hub.count == 1 }
            try await Task.sleep(for: .milliseconds(200))
            try await Self.append(1, log, database)
            try await Task.sleep(for: .milliseconds(200))
        }
        #expect(Self.numbers(response.text) == expected)
    }

    @Test func `a quiet stream writes comments with its number`() async throws {
        let response = try await stream(
            "/v1/shops/qinghe/events", heartbeat: .milliseconds(60), before: 3
        ) { log, database, hub in
            try await Task.sleep(for: .milliseconds(500))
        }
        #expect(response.text.contains(": \nid: 3\n\n"))
    }

    @Test func `a client that leaves makes room`() async throws {
        let world = try World()
        try await world.withDatabase { database in
            let hub = StreamHub(database, Broadcast(), Logger(label: "test"))
            let application = try world.application { router in
                router.get("v1/shops/:shop/events") { request, context in
                    try EventStream(hub).response(to: request, in: try context.shop()) {
                        ["type": .string($0.type)]
                    }
                }
            }
            try await application.test(.live) { client in
                let leaving = TestClient(host: "localhost", port: try #require(client.port))
                leaving.connect()
                try await leaving.executeAndDontWaitForResponse(
                    TestClient.Request("/v1/shops/qinghe/events", method: .get))
                try await Self.until { hub.count == 1 }
                #expect(hub.count == 1)
                try await leaving.shutdown()
                try await Self.until { hub.count == 0 }
                #expect(hub.count == 0)
            }
        }
    }

    @Test(arguments: ["?after=-1", "?after=x", "?after=99999999999999999999"])
    func `a number that is none is refused`(query: String) async throws {
        let response = try await stream("/v1/shops/qinghe/events\(query)") { _, _, _ in }
        #expect(response.code == "queryInvalid")
    }

    @Test func `a node takes so many streams and no more`() async throws {
        let response = try await stream("/v1/shops/qinghe/events", most: 0) { _, _, _ in }
        #expect(response.status == .serviceUnavailable && response.code == "tooManyStreams")
    }

    @Test func `the feed keeps the newest events and says when it does not know`() async throws {
        try await World().withDatabase { database in
            try await Self.append(310, EventLog(broadcast: Broadcast()), database)
            let events = try await database.read {
                try EventStore().after(10, in: World.shop, limit: 1_000, $0)
            }
            let feed = ShopFeed(World.shop)
            #expect(feed.events(after: 5) == nil)
            feed.begin(after: 10)
            #expect(feed.events(after: 9) == nil)
            #expect(feed.events(after: 10)?.isEmpty == true)
            feed.append(events)
            #expect(feed.events(after: 10) == nil)
            #expect(feed.events(after: 54)?.count == 256)
            #expect(feed.events(after: 309)?.map(\.position) == [310])
            #expect(feed.events(after: 310)?.isEmpty == true)
            #expect(feed.last == 310)
        }
    }
}
