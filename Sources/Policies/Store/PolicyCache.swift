import Base
import Synchronization

/// Packs that have been read lately, because reading YAML takes thousands of times as long as a decision.
///
/// A pack is found by its edition, which the caller has just looked up in its own transaction: what is found is
/// what that transaction sees, whatever others publish or undo meanwhile.
final class PolicyCache: Sendable {
    private let capacity: Int
    private let memory = Mutex(Memory())

    private struct Memory {
        var packs: [PolicyEdition: (pack: PolicyPack, used: UInt64)] = [:]
        var uses: UInt64 = 0
    }

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { memory.withLock { $0.packs.count } }

    /// The pack of the edition, read by the body when it is not at hand.
    func pack(_ edition: PolicyEdition, read: () throws -> PolicyPack) rethrows -> PolicyPack {
        if let pack = find(edition) { return pack }
        let pack = try read()
        keep(pack, of: edition)
        return pack
    }

    private func find(_ edition: PolicyEdition) -> PolicyPack? {
        memory.withLock { memory in
            memory.uses += 1
            memory.packs[edition]?.used = memory.uses
            return memory.packs[edition]?.pack
        }
    }

    private func keep(_ pack: PolicyPack, of edition: PolicyEdition) {
        memory.withLock { memory in
            if memory.packs.count >= capacity,
                let oldest = memory.packs.min(by: { $0.value.used < $1.value.used })
            {
                memory.packs[oldest.key] = nil
            }
            memory.packs[edition] = (pack, memory.uses)
        }
    }
}
