import Base
import Storage
import Synchronization

/// Tells live streams on this node that a shop has new events. It carries no data: who hears it reads the log.
///
/// On many nodes a bus forwards the same signal between them.
public final class Broadcast: Sendable {
    private let listeners = Mutex<[ShopID: [Int: AsyncStream<Void>.Continuation]]>([:])
    private let nextNumber = Atomic(0)

    public init() {}

    /// Signals after the transaction is durable.
    public func announce(_ shop: ShopID, after transaction: Transaction) {
        transaction.afterCommit { self.signal(shop) }
    }

    /// One element whenever something happened since the last; bursts are folded into one.
    public func changes(in shop: ShopID) -> AsyncStream<Void> {
        let number = nextNumber.add(1, ordering: .relaxed).newValue
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        listeners.withLock { $0[shop, default: [:]][number] = continuation }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { listeners in
                listeners[shop]?[number] = nil
                if listeners[shop]?.isEmpty == true { listeners[shop] = nil }
            }
        }
        return stream
    }

    /// How many streams are open.
    public var count: Int { listeners.withLock { $0.values.reduce(0) { $0 + $1.count } } }

    private func signal(_ shop: ShopID) {
        let hearing = listeners.withLock { Array(($0[shop] ?? [:]).values) }
        for listener in hearing { listener.yield() }
    }
}
