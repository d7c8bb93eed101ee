import Base
import Storage
import Synchronization

/// The clock that every transaction reads. Under `--sandbox` it can be moved; the offset is stored and survives
/// restarts.
public final class ServerClock: Sendable {
    private let real: @Sendable () -> Timestamp
    private let state = Mutex(State())
    private let turns = AsyncTurns()

    private struct State {
        var offset = Span(milliseconds: 0)
        var frozen: Timestamp?
    }

    public static let migrations = [
        Migration(
            "2026-11-22-clock",
            [
                """
                CREATE TABLE sandbox_clock (
                    one BIGINT PRIMARY KEY CHECK (one = 1),
                    offset_milliseconds BIGINT NOT NULL
                )
                """
            ])
    ]

    public init(real: @escaping @Sendable () -> Timestamp) { self.real = real }

    public func now() -> Timestamp {
        state.withLock { $0.frozen ?? real() + $0.offset }
    }

    /// Takes up the offset that an earlier run of the sandbox stored.
    public func restore(from database: any Database) async throws {
        let stored = try await database.read {
            try $0.first("SELECT offset_milliseconds FROM sandbox_clock") {
                Span(milliseconds: try $0.int64())
            }
        }
        if let stored { state.withLock { $0.offset = stored } }
    }

    /// Sets the offset of a new sandbox, such as a demo that begins in the past.
    public func start(at moment: Timestamp, _ database: any Database) async throws {
        try await release(at: moment, database)
    }

    /// One at a time: the worker's rounds and a moving clock do not mix.
    func exclusively<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        await turns.take()
        do {
            let result = try await body()
            await turns.give()
            return result
        } catch {
            await turns.give()
            throw error
        }
    }

    /// Stops at a moment, which is stored first: after a crash the clock has not gone back.
    func freeze(at moment: Timestamp, _ database: any Database) async throws {
        try await store(moment - real(), database)
        state.withLock { $0.frozen = moment }
    }

    /// Runs on from a moment.
    func release(at moment: Timestamp, _ database: any Database) async throws {
        let offset = moment - real()
        try await store(offset, database)
        state.withLock {
            $0.offset = offset
            $0.frozen = nil
        }
    }

    /// Runs on from where it was stopped, when what was to happen there failed.
    func thaw() {
        state.withLock { state in
            guard let frozen = state.frozen else { return }
            state.offset = frozen - real()
            state.frozen = nil
        }
    }

    private func store(_ offset: Span, _ database: any Database) async throws {
        try await database.write { transaction in
            try transaction.run(
                """
                INSERT INTO sandbox_clock (one, offset_milliseconds) VALUES (1, \(offset))
                ON CONFLICT (one) DO UPDATE SET offset_milliseconds = excluded.offset_milliseconds
                """)
        }
    }
}

/// A lock that waits without holding a thread, first come first served.
private actor AsyncTurns {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
        if isTaken { await withCheckedContinuation { waiting.append($0) } }
        isTaken = true
    }

    func give() {
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
    }
}
