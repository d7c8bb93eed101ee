import Base
import Foundation
import TestSupport
import Testing

/// How a server ends that is told to: what was begun is finished, what is new goes elsewhere.
@Suite(.timeLimit(.minutes(15))) struct StopTests {
    @Test func `a request that is under way when the server is told to stop is answered, and kept`()
        async throws
    {
        let directory = try TestDirectory()
        let engine = try ServerProcess.environment(directory)
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(data: directory.url, client: client, engine)
            let shop = try await Qinghe.open(server.root)
            let now = try await Sandbox(root: server.root).now()
            let orders = (0..<3_000).map { TestOrder(id: "o\($0)").json(at: now) }
            async let importing = server.root.importing(orders, as: "orders", to: shop.id)
            // Once the first batch is there the import is under way.
            while try await shop.get("orders?limit=1").items.isEmpty { continue }
            async let status = server.stop()
            let report = try await importing.expect(200)
            #expect(
                report.json["saved"]?.int == 3_000, "\(report.text)")
            #expect(await status == 0)
            await #expect(throws: (any Error).self) { try await server.root.get("/healthz") }

            let again = try await ServerProcess.start(data: directory.url, client: client, engine)
            try await Qinghe(root: again.root, id: shop.id).get("orders/o2999").expect(200)
            #expect(await again.stop() == 0)
        }
    }

    @Test func `followers of live events do not hold the end up`() async throws {
        let directory = try TestDirectory()
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(
                data: directory.url, client: client, try ServerProcess.environment(directory))
            let shop = try await Qinghe.open(server.root)
            let call = shop.root.call("GET", shop.path("events?after=0"))
            let (heard, listening) = AsyncStream<Void>.makeStream()
            // The end of the stream is the point.
            async let following: Void? = try? server.follow(call) { _ in
                listening.yield()
                return false
            }
            for await _ in heard { break }
            let start = ContinuousClock.now
            #expect(await server.stop() == 0)
            #expect(ContinuousClock.now - start < .seconds(10))
            _ = await following
        }
    }
}
