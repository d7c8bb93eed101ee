import Base
import Synchronization

/// So many an hour for each name, such as files for an address. Names beyond `mostNames` share one count, so that memory
/// stays bounded.
public final class HourlyQuota: Sendable {
    private struct State {
        var hour: Int64 = 0
        var counts: [String: Int] = [:]
    }

    private static let mostNames = 50_000
    private let most: Int
    private let state = Mutex(State())

    public init(most: Int) { self.most = most }

    /// Takes one. The answer is nil when there was one left, or else the seconds until there are more.
    public func take(_ name: String, at now: Timestamp) -> Int? {
        let (hour, into) = now.milliseconds.quotientAndRemainder(dividingBy: 3_600_000)
        return state.withLock { state in
            if state.hour != hour { state = State(hour: hour) }
            let name = state.counts.count < Self.mostNames || state.counts[name] != nil ? name : ""
            let count = state.counts[name, default: 0]
            guard count < most else { return Int((3_600_000 - into + 999) / 1_000) }
            state.counts[name] = count + 1
            return nil
        }
    }
}
