import Base
import Events
import Logging
import Storage
import Synchronization

/// Feeds the live streams of this node. The log of a shop is read once for all who follow it, however many
/// they are.
///
/// `run()` belongs into the server's group of services; when it is cancelled every stream ends cleanly and
/// its client connects to another node.
public final class StreamHub: Sendable {
    private struct State {
        var feeds: [ShopID: ShopFeed] = [:]
        var count = 0
        var owners = StreamCounts()
        var isClosed = false
    }

    let database: any Database
    let store = EventStore()
    private let broadcast: Broadcast
    private let logger: Logger
    private let heartbeat: Duration
    private let most: Int
    private let longestLife: Duration
    let bounds: StreamBounds
    private let state = Mutex(State())
    private let opened: AsyncStream<ShopFeed>
    private let opening: AsyncStream<ShopFeed>.Continuation

    public init(
        _ database: any Database, _ broadcast: Broadcast, _ logger: Logger,
        heartbeat: Duration = .seconds(15), longestLife: Duration = .seconds(2 * 3_600),
        most: Int = Limits.streamsOfOneNode,
        bounds: StreamBounds = StreamBounds(ofOneCaller: .max, ofOneAddress: .max, proxies: 0)
    ) {
        self.database = database
        self.broadcast = broadcast
        self.logger = logger
        self.heartbeat = heartbeat
        self.longestLife = longestLife
        self.most = most
        self.bounds = bounds
        (opened, opening) = AsyncStream.makeStream()
    }

    /// A stream that wrote nothing for so long writes a comment, so that nothing on the way takes it for
    /// dead.
    var longestSilence: Duration { heartbeat * 2 / 3 }

    /// How long a stream lives at most: a client that does not read it cannot be told from one of a quiet shop, and one
    /// that does comes back. Those that began together do not end together.
    func life(ofStream number: Int) -> Duration { longestLife - longestLife / 4 * (number % 32) / 32 }

    /// How many streams are open.
    public var count: Int { state.withLock { $0.count } }

    var hasRoom: Bool { state.withLock { !$0.isClosed && $0.count < most } }

    func hasRoom(for owner: StreamOwner) -> Bool { state.withLock { $0.owners.hasRoom(for: owner) } }

    /// Feeds the streams until it is cancelled.
    public func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.beat() }
            for await feed in opened {
                group.addTask { await self.follow(feed) }
            }
            group.cancelAll()
        }
        close()
    }

    /// Ends every stream and takes no more.
    public func close() {
        let feeds = state.withLock { state in
            state.isClosed = true
            return Array(state.feeds.values)
        }
        opening.finish()
        for feed in feeds { feed.endAll() }
    }

    // MARK: Followers

    /// - Returns: nil when there is no room or the node is stopping.
    func subscribe(to shop: ShopID, as owner: StreamOwner = .uncounted) -> ShopFeed.Subscription? {
        state.withLock { state in
            guard !state.isClosed, state.count < most, state.owners.hasRoom(for: owner) else { return nil }
            state.count += 1
            state.owners.add(owner)
            if let feed = state.feeds[shop] { return feed.subscribe() }
            let feed = ShopFeed(shop)
            state.feeds[shop] = feed
            opening.yield(feed)
            return feed.subscribe()
        }
    }

    func end(_ subscription: ShopFeed.Subscription, of owner: StreamOwner = .uncounted) {
        state.withLock { state in
            state.count -= 1
            state.owners.remove(owner)
        }
        subscription.end()
    }

    /// Tells whoever follows the shop on this node now.
    public func tell(_ sign: LiveSign) { state.withLock { $0.feeds[sign.shop] }?.tell(sign) }

    // MARK: Reading the log

    private func follow(_ feed: ShopFeed) async {
        let changes = broadcast.changes(in: feed.shop)
        guard let last = await untilItWorks({ try self.store.lastPosition(in: feed.shop, $0) }) else {
            return
        }
        feed.begin(after: last)
        for await _ in changes {
            if closeIfUnused(feed) { return }
            await readOn(feed)
        }
    }

    private func readOn(_ feed: ShopFeed) async {
        let limit = ShopFeed.recentEvents / 2
        while true {
            let last = feed.last
            let page =
                await untilItWorks { try self.store.after(last, in: feed.shop, limit: limit, $0) } ?? []
            feed.append(page)
            if page.count < limit { return }
        }
    }

    /// A feed that nobody follows is forgotten at the next change in its shop.
    private func closeIfUnused(_ feed: ShopFeed) -> Bool {
        state.withLock { state in
            guard feed.isUnused else { return false }
            state.feeds[feed.shop] = nil
            return true
        }
    }

    /// - Returns: nil once the hub is cancelled.
    private func untilItWorks<Value: Sendable>(
        _ read: @escaping @Sendable (Transaction) throws -> Value
    ) async -> Value? {
        while !Task.isCancelled {
            do {
                return try await database.read(read)
            } catch {
                logger.error("the log could not be read for live streams", metadata: ["fault": "\(error)"])
                // A cancelled sleep is noticed by the loop.
                try? await Task.sleep(for: .seconds(1))
            }
        }
        return nil
    }

    private func beat() async {
        while !Task.isCancelled {
            // A cancelled sleep is noticed by the loop.
            try? await Task.sleep(for: heartbeat / 3)
            for feed in state.withLock({ Array($0.feeds.values) }) { feed.wakeAll() }
        }
    }
}
