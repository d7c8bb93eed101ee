import Events
import Storage
import Testing

@testable import Web

@Suite struct ShopFeedTests {
    @Test func `the feed keeps the newest events and says when it does not know`() async throws {
        _ = try await Listener.listen(from: nil, after: 310) { listener in
            let events = try await listener.database.read {
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
