import Base
import Storage

/// A payment provider for sandboxes, demos and tests, with a memory of its own that survives restarts.
///
/// It can be slow, fail, answer late, answer twice and lose answers; which number meets which fault is drawn from the
/// number itself and a seed, so that the same run meets the same faults.
public struct SimulatedProvider: PaymentGateway {
    /// How often it misbehaves, in basis points of all numbers, and how.
    public struct Behaviour: Sendable {
        public var refusedBasisPoints = 0
        /// The money moves and the answer is lost.
        public var lostAfterBasisPoints = 0
        /// The request is lost before it arrives.
        public var lostBeforeBasisPoints = 0
        /// Accepted at first, succeeds after some queries.
        public var lateBasisPoints = 0
        /// Tells the outcome a second time.
        public var doubledBasisPoints = 0
        public var delay = Duration.zero
        public var seed: UInt64 = 0

        public init() {}
    }

    private let memory: any Database
    private let behaviour: @Sendable () -> Behaviour
    private let notice: @Sendable (Movement, GatewayAnswer) async -> Void

    public static let migrations = [
        Migration(
            "2026-11-22-simulated-provider",
            [
                """
                CREATE TABLE seen (
                    number TEXT PRIMARY KEY,
                    kind TEXT NOT NULL,
                    amount BIGINT NOT NULL,
                    calls BIGINT NOT NULL,
                    moved BIGINT NOT NULL CHECK (moved IN (0, 1)),
                    queries BIGINT NOT NULL
                )
                """
            ])
    ]

    /// - Parameter notice: where it sends its notices, which may come twice and in any order.
    public init(
        memory: any Database, behaviour: @escaping @Sendable () -> Behaviour,
        notice: @escaping @Sendable (Movement, GatewayAnswer) async -> Void
    ) {
        self.memory = memory
        self.behaviour = behaviour
        self.notice = notice
    }

    public func send(_ movement: Movement) async -> GatewayAnswer {
        let behaviour = behaviour()
        let fault = Fault(of: movement.number.text, behaviour)
        if behaviour.delay > .zero { try? await Task.sleep(for: behaviour.delay) }  // being slow is the point
        if fault == .lostBefore, await calls(of: movement) == 0,
            await note(movement, moved: false, counts: false)
        {
            return .lost
        }
        guard await note(movement, moved: fault != .refused && fault != .late, counts: true) else {
            return .lost
        }
        switch fault {
        case .refused: return .refused(reason: "SIMULATED_REFUSAL")
        case .lostAfter: return .lost
        case .late: return .accepted
        case .doubled:
            await notice(movement, .succeeded)
            return .succeeded
        case .lostBefore, .none: return .succeeded
        }
    }

    public func query(_ movement: Movement) async -> GatewayAnswer {
        let fault = Fault(of: movement.number.text, behaviour())
        do {
            return try await memory.write { transaction in
                let seen = try transaction.first(
                    "SELECT calls, moved, queries FROM seen WHERE number = \(movement.number)"
                ) { (calls: try $0.int(), moved: try $0.int(), queries: try $0.int()) }
                guard let seen, seen.calls > 0 else { return .neverSeen }
                if seen.moved == 1 { return .succeeded }
                if fault == .refused { return .refused(reason: "SIMULATED_REFUSAL") }
                let moved = seen.queries >= 1
                try transaction.run(
                    """
                    UPDATE seen SET queries = queries + 1, moved = \(moved ? 1 : 0)
                    WHERE number = \(movement.number)
                    """)
                return moved ? .succeeded : .accepted
            }
        } catch {
            return .lost
        }
    }

    /// Makes a charge or refund after all that it has refused, as real providers do now and then, and sends its notice.
    public func makeAfterAll(_ movement: Movement) async {
        guard await note(movement, moved: true, counts: false) else { return }
        await notice(movement, .succeeded)
    }

    /// Every number it has seen, with how often it was called and whether money moved: what tests compare.
    public func seen() async throws -> [(
        number: String, kind: String, amount: Int64, calls: Int, moved: Bool
    )] {
        try await memory.read { transaction in
            try transaction.rows(
                "SELECT number, kind, amount, calls, moved FROM seen WHERE calls > 0 ORDER BY number"
            ) {
                (try $0.text(), try $0.text(), try $0.int64(), try $0.int(), try $0.bool())
            }
        }
    }

    private func calls(of movement: Movement) async -> Int {
        let found = try? await memory.read { transaction in  // a memory that cannot be read counts as empty
            try transaction.count("SELECT COUNT(*) FROM seen WHERE number = \(movement.number)")
        }
        return found ?? 0
    }

    private func note(_ movement: Movement, moved: Bool, counts: Bool) async -> Bool {
        do {
            try await memory.write { transaction in
                try transaction.run(
                    """
                    INSERT INTO seen (number, kind, amount, calls, moved, queries)
                    VALUES (\(movement.number), \(movement.kind), \(movement.amount.amount), \(counts ? 1 : 0),
                        \(moved ? 1 : 0), 0)
                    ON CONFLICT (number) DO UPDATE SET calls = seen.calls + \(counts ? 1 : 0),
                        moved = CASE WHEN seen.moved = 1 THEN 1 ELSE excluded.moved END
                    """)
            }
            return true
        } catch {
            return false
        }
    }

    private enum Fault: Equatable {
        case none, refused, lostAfter, lostBefore, late, doubled

        init(of number: String, _ behaviour: Behaviour) {
            var hash = behaviour.seed &+ 0xcbf2_9ce4_8422_2325
            for byte in number.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash ^= hash >> 29
            var draw = Int(hash % 10_000)
            for (share, fault) in [
                (behaviour.refusedBasisPoints, Fault.refused), (behaviour.lostAfterBasisPoints, .lostAfter),
                (behaviour.lostBeforeBasisPoints, .lostBefore), (behaviour.lateBasisPoints, .late),
                (behaviour.doubledBasisPoints, .doubled),
            ] {
                if draw < share {
                    self = fault
                    return
                }
                draw -= share
            }
            self = .none
        }
    }
}
