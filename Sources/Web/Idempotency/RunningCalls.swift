import Base
import Synchronization

/// The long commands that run on this node now.
final class RunningCalls: Sendable {
    struct Name: Hashable {
        let shop: ShopID
        let principal: Actor
        let key: IdempotencyKey
    }

    private let names = Mutex<Set<Name>>([])

    /// - Throws: `WebRefusal.idempotencyKeyInUse`.
    func begin(_ name: Name) throws {
        guard names.withLock({ $0.insert(name).inserted }) else { throw WebRefusal.idempotencyKeyInUse }
    }

    func end(_ name: Name) { names.withLock { _ = $0.remove(name) } }
}
