import Base
import Events
import Storage

/// Ends a stream with the right that it lives by: a key that is revoked, a session that is over, another role, a person
/// who is erased.
///
/// The shop's log tells most of it, so that thousands of streams need not ask the database again and again; what it does
/// not tell is asked for now and then.
struct StandingWatch {
    /// The right is gone; the stream ends as if there were no more to tell.
    struct Ended: Error {}

    /// Asked at every beat of the hub.
    private static let often = Duration.seconds(4)
    private static let seldom = Duration.seconds(45)
    /// What of it the streams are spread over, so that those that began together do not ask together.
    private static let spread = 30

    private let standing: Standing?
    private let period: Duration
    private var next: ContinuousClock.Instant

    /// - Parameters:
    ///   - standing: nil where everybody may read.
    ///   - number: the stream's, for spreading.
    init(_ standing: Standing?, number: Int) {
        self.standing = standing
        let isOften = standing?.isAskedOften ?? false
        period = isOften ? Self.often : Self.seldom + .seconds(number % Self.spread)
        next = .now + period
    }

    /// Before events are passed on: whoever lost their right by one of them is not told it.
    /// - Throws: `Ended`.
    mutating func pass(_ events: ArraySlice<DomainEvent>) async throws {
        guard let standing, events.contains(where: { Self.touches(standing.principal, $0) }) else { return }
        guard try await standing.holds() else { throw Ended() }
        next = .now + period
    }

    /// At every wake of the stream.
    /// - Throws: `Ended`.
    mutating func pass() async throws {
        guard let standing, ContinuousClock.now >= next else { return }
        do {
            guard try await standing.holds() else { throw Ended() }
            next = .now + period
        } catch is StorageFailure {
            // Nobody can say just now; nothing comes from the log either, and the next wake asks again.
            return
        }
    }

    private static func touches(_ principal: Principal, _ event: DomainEvent) -> Bool {
        switch event.subject.kind {
        case "key", "session", "staff", "personalData":
            event.subject.id == principal.actor.id || event.related == principal.actor.id
        // The shop may demand more of its people than it did.
        case "shop": principal.role != .customer
        default: false
        }
    }
}
