import Base
import Events
import Synchronization

/// The newest events of one shop, kept for the streams that follow it here.
final class ShopFeed: Sendable {
    /// A stream that has fallen further behind reads the log itself.
    static let recentEvents = 256
    /// One that has fallen further behind misses signs; they mean nothing by then.
    private static let recentSigns = 64

    private struct State {
        /// Everything after this position is in `recent`; nil before the feed has begun.
        var floor: Int64?
        var recent: [DomainEvent] = []
        /// The last signs, and the number of the newest.
        var signs: [LiveSign] = []
        var lastSign = 0
        var followers: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextNumber = 0
    }

    /// One stream's place in the feed. Its `wakes` come when there may be something new, and at every
    /// heartbeat.
    struct Subscription: Sendable {
        let feed: ShopFeed
        let number: Int
        let wakes: AsyncStream<Void>

        func end() { feed.end(number) }
    }

    let shop: ShopID
    private let state = Mutex(State())

    init(_ shop: ShopID) { self.shop = shop }

    var isUnused: Bool { state.withLock { $0.followers.isEmpty } }

    var last: Int64 { state.withLock { $0.recent.last?.position ?? $0.floor ?? 0 } }

    func subscribe() -> Subscription {
        let (wakes, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        return state.withLock { state in
            state.nextNumber += 1
            state.followers[state.nextNumber] = continuation
            return Subscription(feed: self, number: state.nextNumber, wakes: wakes)
        }
    }

    /// Everyone looks once: what happened before the feed began stands in the log only.
    func begin(after position: Int64) {
        state.withLock { $0.floor = position }
        wakeAll()
    }

    func append(_ events: [DomainEvent]) {
        guard !events.isEmpty else { return }
        state.withLock { state in
            state.recent.append(contentsOf: events)
            let surplus = state.recent.count - Self.recentEvents
            guard surplus > 0 else { return }
            state.floor = state.recent[surplus - 1].position
            state.recent.removeFirst(surplus)
        }
        wakeAll()
    }

    /// - Returns: nil when the position lies before what is kept: then the log must be read.
    func events(after position: Int64) -> [DomainEvent]? {
        state.withLock { state in
            guard let floor = state.floor, position >= floor else { return nil }
            guard let last = state.recent.last, last.position > position else { return [] }
            return Array(state.recent[(state.recent.firstIndex { $0.position > position } ?? 0)...])
        }
    }

    // MARK: Signs

    func tell(_ sign: LiveSign) {
        state.withLock { state in
            state.signs.append(sign)
            state.lastSign += 1
            if state.signs.count > Self.recentSigns { state.signs.removeFirst() }
        }
        wakeAll()
    }

    var lastSign: Int { state.withLock { $0.lastSign } }

    /// Those after a number, and the number of the last.
    func signs(after number: Int) -> (signs: ArraySlice<LiveSign>, last: Int) {
        state.withLock { state in
            (state.signs.suffix(min(state.signs.count, state.lastSign - number)), state.lastSign)
        }
    }

    func wakeAll() {
        for follower in state.withLock({ Array($0.followers.values) }) { follower.yield() }
    }

    func endAll() {
        for follower in state.withLock({ Array($0.followers.values) }) { follower.finish() }
    }

    private func end(_ number: Int) {
        state.withLock { _ = $0.followers.removeValue(forKey: number)?.finish() }
    }
}
