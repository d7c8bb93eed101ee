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
            ]),
        Migration(
            "2026-11-22-simulated-provider-payments",
            [
                "ALTER TABLE seen ADD COLUMN payment TEXT",
                "ALTER TABLE seen ADD COLUMN refusal TEXT",
                "CREATE INDEX seen_by_payment ON seen (payment) WHERE payment IS NOT NULL",
            ]),
    ]

    /// Its code for a number that is drawn to be refused.
    private static let refusal = "SIMULATED_REFUSAL"
    /// Its code where all refunds of a payment together would be more than the payment.
    public static let refundAbovePayment = "REFUND_ABOVE_PAYMENT"

    /// - Parameter notice: where it sends its notices, which may come twice and in any order.
    public init(
        memory: any Database, behaviour: @escaping @Sendable () -> Behaviour,
        notice: @escaping @Sendable (Movement, GatewayAnswer) async -> Void
    ) {
        self.memory = memory
        self.behaviour = behaviour
        self.notice = notice
    }

    public func send(_ order: GatewayOrder) async -> GatewayAnswer {
        let (behaviour, movement) = (behaviour(), order.movement)
        let fault = Fault(of: movement.number.text, behaviour)
        if behaviour.delay > .zero { try? await Task.sleep(for: behaviour.delay) }  // being slow is the point
        do {
            let answer = try await memory.write { try take(order, fault, $0) }
            if answer == .succeeded, fault == .doubled { await notice(movement, .succeeded) }
            return answer
        } catch {
            return .lost
        }
    }

    public func query(_ order: GatewayOrder) async -> GatewayAnswer {
        let number = order.movement.number
        do {
            return try await memory.write { transaction in
                guard let seen = try seen(number, transaction), seen.calls > 0 else { return .neverSeen }
                if seen.moved { return .succeeded }
                if let refusal = seen.refusal { return .refused(reason: refusal) }
                let moved = seen.queries >= 1
                try transaction.run(
                    "UPDATE seen SET queries = queries + 1, moved = \(moved ? 1 : 0) WHERE number = \(number)"
                )
                return moved ? .succeeded : .accepted
            }
        } catch {
            return .lost
        }
    }

    /// Makes a charge or refund after all that it has refused, as real providers do now and then, and sends its notice.
    public func makeAfterAll(_ movement: Movement) async {
        do {
            let made = try await memory.write { transaction in
                try transaction.changes(
                    "UPDATE seen SET moved = 1, refusal = NULL WHERE number = \(movement.number)")
            }
            if made > 0 { await notice(movement, .succeeded) }
        } catch {
            return  // what it cannot write down it does not do
        }
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

    // MARK: Memory

    private typealias Seen = (calls: Int, moved: Bool, queries: Int, refusal: String?)

    private func seen(_ number: Identifier<Movement>, _ transaction: Transaction) throws -> Seen? {
        try transaction.first("SELECT calls, moved, queries, refusal FROM seen WHERE number = \(number)") {
            (try $0.int(), try $0.int() == 1, try $0.int(), try $0.optionalText())
        }
    }

    private func take(
        _ order: GatewayOrder, _ fault: Fault, _ transaction: Transaction
    ) throws -> GatewayAnswer {
        let before = try seen(order.movement.number, transaction)
        if before?.moved == true {
            try note(order, calls: 1, moved: true, refusal: nil, transaction)
            return fault == .lostAfter ? .lost : .succeeded
        }
        if fault == .lostBefore, before == nil {
            try note(order, calls: 0, moved: false, refusal: nil, transaction)
            return .lost
        }
        let refusal = try fault == .refused ? Self.refusal : aboveThePayment(order, transaction)
        let moves = refusal == nil && fault != .late
        try note(order, calls: 1, moved: moves, refusal: refusal, transaction)
        if let refusal { return .refused(reason: refusal) }
        return fault == .lostAfter ? .lost : moves ? .succeeded : .accepted
    }

    /// No payment gives back more than it brought, over all of its refunds that were made or taken on.
    private func aboveThePayment(_ order: GatewayOrder, _ transaction: Transaction) throws -> String? {
        guard let payment = order.payment, let name = Self.name(of: order) else { return nil }
        let earlier =
            try transaction.first(
                """
                SELECT COALESCE(SUM(amount), 0) FROM seen
                WHERE payment = \(name) AND number <> \(order.movement.number) AND calls > 0 AND refusal IS NULL
                """
            ) { try $0.int64() } ?? 0
        return earlier + order.movement.amount.amount > payment.amount.amount ? Self.refundAbovePayment : nil
    }

    /// Payments of other shops may have the same number.
    private static func name(of order: GatewayOrder) -> String? {
        order.payment.map { "\(order.shop)/\($0.number)" }
    }

    private func note(
        _ order: GatewayOrder, calls: Int, moved: Bool, refusal: String?, _ transaction: Transaction
    ) throws {
        let movement = order.movement
        try transaction.run(
            """
            INSERT INTO seen (number, kind, amount, calls, moved, queries, payment, refusal)
            VALUES (\(movement.number), \(movement.kind), \(movement.amount.amount), \(calls),
                \(moved ? 1 : 0), 0, \(Self.name(of: order)), \(refusal))
            ON CONFLICT (number) DO UPDATE SET calls = seen.calls + \(calls), refusal = excluded.refusal,
                moved = CASE WHEN seen.moved = 1 THEN 1 ELSE excluded.moved END
            """)
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
