import Base
import Synchronization

/// How many calls to the outside a node makes at a time, and how many of them may be of one kind for one shop.
public struct CallBounds: Sendable {
    let ofOneNode: Int
    let ofOneShop: Int

    public init(ofOneNode: Int = Limits.callsOfOneNode, ofOneShop: Int = Limits.callsOfOneShop) {
        (self.ofOneNode, self.ofOneShop) = (ofOneNode, ofOneShop)
    }
}

/// Calls to the outside that are under way on this node. A receiver that is slow holds up its own shop's calls of that
/// kind, and nobody else's; the rest waits in the database, where any node may take it.
final class CallSlots: Sendable {
    struct Lane: Hashable, Sendable {
        let shop: ShopID
        let kind: String
    }

    /// What there is no room for.
    struct Full: Sendable {
        static let nothing = Full(lanes: [], isNode: false)

        let lanes: [Lane]
        let isNode: Bool

        var isAnything: Bool { isNode || !lanes.isEmpty }
    }

    private struct State {
        var counts: [Lane: Int] = [:]
        var all = 0
    }

    private let bounds: CallBounds
    private let state = Mutex(State())

    init(_ bounds: CallBounds) { self.bounds = bounds }

    var full: Full {
        state.withLock { state in
            Full(
                lanes: state.counts.filter { $0.value >= bounds.ofOneShop }.map(\.key),
                isNode: state.all >= bounds.ofOneNode)
        }
    }

    /// - Returns: false where there is no room.
    func take(_ job: Job) -> Bool {
        let lane = Lane(shop: job.shop, kind: job.kind)
        return state.withLock { state in
            guard state.all < bounds.ofOneNode, state.counts[lane, default: 0] < bounds.ofOneShop else {
                return false
            }
            state.all += 1
            state.counts[lane, default: 0] += 1
            return true
        }
    }

    /// - Returns: whether there was no room before, and something may have waited for it.
    func giveBack(_ job: Job) -> Bool {
        let lane = Lane(shop: job.shop, kind: job.kind)
        return state.withLock { state in
            let count = state.counts[lane] ?? 1
            let wasFull = count >= bounds.ofOneShop || state.all >= bounds.ofOneNode
            state.counts[lane] = count > 1 ? count - 1 : nil
            state.all -= 1
            return wasFull
        }
    }
}
