import Base
import Jobs
import Storage
import Synchronization

/// Hears of every event inside the transaction that appends it, and sets the timers of the endpoints that may want it.
/// A shop without endpoints costs a look into memory.
public final class WebhookWaker: Sendable {
    private let jobs: JobQueue
    private let store = EndpointStore()
    private let known = Mutex<[ShopID: Known]>([:])

    private struct Known {
        let endpoints: [Identifier<WebhookEndpoint>]
        let until: Timestamp
    }

    /// An endpoint that another node added is noticed within this time.
    static let lifetime = Span.seconds(5)
    private static let mostShops = 10_000

    public init(jobs: JobQueue) { self.jobs = jobs }

    public func wake(_ shop: ShopID, _ transaction: Transaction) throws {
        for endpoint in try endpoints(of: shop, transaction) {
            try jobs.setTimerUnlessSet(
                WebhookTimers.feed, on: endpoint.text, of: shop, due: transaction.now, in: transaction)
        }
    }

    func forget(_ shop: ShopID, after transaction: Transaction) {
        transaction.afterCommit { [self] in known.withLock { $0[shop] = nil } }
    }

    private func endpoints(
        of shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<WebhookEndpoint>] {
        if let found = known.withLock({ $0[shop] }), found.until > transaction.now { return found.endpoints }
        let endpoints = try store.active(in: shop, transaction)
        known.withLock { known in
            if known.count >= Self.mostShops { known.removeAll() }
            known[shop] = Known(endpoints: endpoints, until: transaction.now + Self.lifetime)
        }
        return endpoints
    }
}
