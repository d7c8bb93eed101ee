import Synchronization

/// What the connections of one pool have found out about the server together: while it is away, what has waited long
/// enough is told so at once, instead of each finding it out in its turn.
final class ServerReach: Sendable {
    /// How long it is believed that the server is away.
    private static let belief = Duration.seconds(3)
    private let lostAt = Mutex<ContinuousClock.Instant?>(nil)

    func isFound() { lostAt.withLock { $0 = nil } }

    func isLost() { lostAt.withLock { $0 = .now } }

    var isAway: Bool { lostAt.withLock { $0.map { ContinuousClock.now - $0 < Self.belief } ?? false } }
}
