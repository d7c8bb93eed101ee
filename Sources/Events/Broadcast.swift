import Base
import Storage
import Synchronization

/// Tells live streams on this node that a shop has new events. It carries no data: who hears it reads the log.
///
/// On many nodes the same signal goes to the others too.
public final class Broadcast: Sendable {
    private let listeners = Mutex<[ShopID: [Int: AsyncStream<Void>.Continuation]]>([:])
    private let nextNumber = Atomic(0)
    private let others = Mutex<(any NodeSignals)?>(nil)
    private static let topic = "events"

    public init() {}

    /// Tells other nodes, and hears of theirs. Where a signal may have been missed, every stream looks.
    public func connect(_ signals: any NodeSignals) {
        others.withLock { $0 = signals }
        signals.listen { [weak self] signal in
            guard let signal else { return self?.signalAll() ?? () }
            if signal.topic == Self.topic { self?.signal(ShopID(signal.id)) }
        }
    }

    /// Signals after the transaction is durable.
    public func announce(_ shop: ShopID, after transaction: Transaction) {
        transaction.afterCommit {
            self.signal(shop)
            self.others.withLock { $0 }?.send(NodeSignal(Self.topic, shop.text))
        }
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

    private func signalAll() {
        for shop in listeners.withLock({ Array($0.keys) }) { signal(shop) }
    }

    private func signal(_ shop: ShopID) {
        let hearing = listeners.withLock { Array(($0[shop] ?? [:]).values) }
        for listener in hearing { listener.yield() }
    }
}
