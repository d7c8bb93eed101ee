import Base
import Events
import Hummingbird
import Logging
import Storage
import Testing

@testable import Web

/// A stream's client inside the test: what was written to it arrives piece by piece.
struct Listener {
    let log: EventLog
    let database: any Database
    private var pieces: AsyncStream<String>.Iterator
    private(set) var text = ""

    /// Follows the shop's events from a position while the body runs, then stops the node.
    /// - Returns: everything that was written.
    static func listen(
        from start: Int64?, after before: Int, heartbeat: Duration = .seconds(15),
        _ body: @Sendable (inout Listener) async throws -> Void
    ) async throws -> String {
        var text = ""
        try await World().withDatabase { database in
            let log = EventLog(broadcast: Broadcast())
            let hub = StreamHub(
                database, log.broadcast, Logger(label: "test"), heartbeat: heartbeat)
            let (pieces, writing) = AsyncStream<String>.makeStream()
            var listener = Listener(log: log, database: database, pieces: pieces.makeAsyncIterator())
            try await listener.append(before)
            let follower = EventFollower(
                hub: hub, subscription: try #require(hub.subscribe(to: World.shop)),
                isWanted: { $0.type != "case.hidden" },
                render: { ["type": .string($0.type), "case": .string($0.subject.id)] })
            async let running: Void = hub.run()
            async let following: Void = follower.follow(from: start) { writing.yield(String(buffer: $0)) }
            try await body(&listener)
            hub.close()
            try await following
            await running
            writing.finish()
            await listener.takeRest()
            text = listener.text
        }
        return text
    }

    func append(_ count: Int, type: String = "case.opened", to shop: ShopID = World.shop) async throws {
        try await database.write { [log] transaction in
            for number in 0..<count {
                let subject = DomainEvent.Subject("case", "C\(number)")
                try log.append(type, on: subject, of: shop, by: .system, in: transaction)
            }
        }
    }

    /// Waits until something has been written.
    mutating func hear(_ part: String) async throws {
        while !text.contains(part) { text += try #require(await pieces.next()) }
    }

    private mutating func takeRest() async {
        while let piece = await pieces.next() { text += piece }
    }
}
