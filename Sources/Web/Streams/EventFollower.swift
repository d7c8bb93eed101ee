import Base
import Events
import Hummingbird
import Storage

/// One stream's way through the log: what its client missed, then what comes.
struct EventFollower: Sendable {
    static let pageEvents = 100

    let hub: StreamHub
    let subscription: ShopFeed.Subscription
    let isWanted: @Sendable (DomainEvent) -> Bool
    let render: @Sendable (DomainEvent) -> JSONValue
    /// What the reader sees of a sign; nil: nothing.
    var renderSign: @Sendable (LiveSign) -> JSONValue? = { _ in nil }
    /// Whose right the stream lives by; nil: everybody may read.
    var standing: Standing?

    /// Writes until the subscription ends (the node stops or the client has left), its time is over, the right to read is
    /// gone, or a write fails.
    /// - Parameter start: the last position the client has; nil begins with what comes next.
    func follow(from start: Int64?, _ write: (ByteBuffer) async throws -> Void) async throws {
        do {
            try await followOn(from: start, write)
        } catch is StandingWatch.Ended {
            return
        }
    }

    private func followOn(from start: Int64?, _ write: (ByteBuffer) async throws -> Void) async throws {
        var position = try await position(from: start)
        var sign = subscription.feed.lastSign
        var watch = StandingWatch(standing, number: subscription.number)
        try await write(ByteBuffer(string: "retry: 2000\nid: \(position)\n\n"))
        _ = try await catchUp(&position, &watch, write)
        var lastWrite = ContinuousClock.now
        let end = lastWrite + hub.life(ofStream: subscription.number)
        for await _ in subscription.wakes {
            guard ContinuousClock.now < end else { return }
            try await watch.pass()
            var wrote = try await catchUp(&position, &watch, write)
            if try await passOnSigns(after: &sign, write) { wrote = true }
            if !wrote, ContinuousClock.now - lastWrite >= hub.longestSilence {
                // The number goes along: events that this reader does not see need not be read again after a
                // break.
                try await write(ByteBuffer(string: ": \nid: \(position)\n\n"))
                wrote = true
            }
            if wrote { lastWrite = ContinuousClock.now }
        }
    }

    /// - Returns: whether anything was written.
    private func catchUp(
        _ position: inout Int64, _ watch: inout StandingWatch, _ write: (ByteBuffer) async throws -> Void
    ) async throws -> Bool {
        var wrote = false
        while true {
            let events = try await next(after: position)
            guard let last = events.last else { return wrote }
            try await watch.pass(events)
            let bytes = events.filter(isWanted).flatMap { message($0) }
            if !bytes.isEmpty {
                try await write(ByteBuffer(bytes: bytes))
                wrote = true
            }
            position = last.position
        }
    }

    /// They have no number: a client that comes back goes on after the last event.
    private func passOnSigns(
        after number: inout Int, _ write: (ByteBuffer) async throws -> Void
    ) async throws -> Bool {
        let (signs, last) = subscription.feed.signs(after: number)
        number = last
        let bytes = signs.compactMap(renderSign).flatMap {
            Array("event: sign\ndata: ".utf8) + $0.bytes + Array("\n\n".utf8)
        }
        if !bytes.isEmpty { try await write(ByteBuffer(bytes: bytes)) }
        return !bytes.isEmpty
    }

    private func next(after position: Int64) async throws -> ArraySlice<DomainEvent> {
        if let recent = subscription.feed.events(after: position) { return recent.prefix(Self.pageEvents) }
        let (store, shop) = (hub.store, subscription.feed.shop)
        return try await hub.database.read {
            try store.after(position, in: shop, limit: Self.pageEvents, $0)
        }[...]
    }

    /// JSON holds no line breaks, so one `data` line carries it.
    private func message(_ event: DomainEvent) -> [UInt8] {
        Array("id: \(event.position)\ndata: ".utf8) + render(event).bytes + Array("\n\n".utf8)
    }

    /// A number from beyond the log, such as one from before a restored backup, counts as the newest.
    private func position(from start: Int64?) async throws -> Int64 {
        let (store, shop) = (hub.store, subscription.feed.shop)
        let last = try await hub.database.read { try store.lastPosition(in: shop, $0) }
        return min(start ?? last, last)
    }
}
