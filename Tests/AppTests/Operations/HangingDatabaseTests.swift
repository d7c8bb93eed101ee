import Base
import Foundation
import TestSupport
import Testing

/// A database server that stands still while the program runs.
@Suite(.timeLimit(.minutes(15)), .enabled(if: TestEngine.current == .postgresql))
struct HangingDatabaseTests {
    private static let limit = Duration.seconds(15)

    @Test
    func `a node whose database hangs says that it is not ready, comes back by itself, and can be stopped`()
        async throws
    {
        let (directory, server) = (try TestDirectory(), try PostgreSQLServer())
        let environment = ["HUITOU_DATABASE": try server.connection()]
        try await ServerProcess.withClient { client in
            let node = try await ServerProcess.start(data: directory.url, client: client, environment, [])
            let (shop, watcher) = (try await Qinghe.open(node.root), node.root.with(key: nil))
            try server.freeze()
            try await Self.inTime { try await watcher.get("/readyz").expect(503) }
            try await Self.inTime { try await shop.get("orders").expect(503) }
            try await Self.inTime { try await watcher.get("/healthz").expect(200) }
            try server.thaw()
            try await Self.inTime {
                while try await watcher.get("/readyz").status != 200 { continue }
                try await shop.get("orders").expect(200)
            }
            try server.freeze()
            async let reading = shop.get("orders")
            try await Self.inTime { #expect(await node.stop() == 0) }
            _ = try? await reading  // it was refused or cut off
            try server.thaw()
        }
    }

    private static func inTime(_ body: () async throws -> Void) async throws {
        let start = ContinuousClock.now
        try await body()
        #expect(ContinuousClock.now - start < limit)
    }
}
