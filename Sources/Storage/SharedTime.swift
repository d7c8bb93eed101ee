import Base
import Synchronization

/// The time of the server that keeps the records, by which all its nodes go: a node whose own clock is wrong, or is
/// stepped, neither fires timers early nor leaves work undone.
///
/// Asked for about once a second; in between it goes on by a clock that is never set.
public final class SharedTime: Sendable {
    private let state = Mutex(State())

    private struct State {
        var known: (server: Timestamp, at: ContinuousClock.Instant)?
        var nextAsked = ContinuousClock.now
    }

    private static let lasts = Duration.seconds(1)
    /// Answers differ by as much as the way to the server takes; time does not go back and forth for that.
    private static let jitter: Int64 = 20

    public init() {}

    /// Nil until the server was asked for the first time.
    public func now() -> Timestamp? {
        state.withLock { state in state.known.map { Self.moment($0, at: .now) } }
    }

    /// Whether the caller should ask the server now; nobody else is told so meanwhile.
    public func isToBeAsked() -> Bool {
        state.withLock { state in
            guard ContinuousClock.now >= state.nextAsked else { return false }
            state.nextAsked = .now + Self.lasts
            return true
        }
    }

    /// Takes what the server said between two moments.
    public func take(
        _ server: Timestamp, askedAt: ContinuousClock.Instant, answeredAt: ContinuousClock.Instant
    ) {
        let at = askedAt + (answeredAt - askedAt) / 2
        state.withLock { state in
            if let known = state.known,
                abs((Self.moment(known, at: at) - server).milliseconds) <= Self.jitter
            {
                return
            }
            state.known = (server, at)
        }
    }

    private static func moment(
        _ known: (server: Timestamp, at: ContinuousClock.Instant), at moment: ContinuousClock.Instant
    ) -> Timestamp {
        let passed = (moment - known.at).components
        return known.server
            + Span(milliseconds: passed.seconds * 1_000 + passed.attoseconds / 1_000_000_000_000_000)
    }
}
