import Base
import Dispatch
import Foundation
import Storage

/// The engine for many nodes: a bounded pool of connections to a PostgreSQL server, each with a thread of its own.
public final class PostgreSQLDatabase: Database {
    private let settings: PostgreSQLSettings
    private let workload: Workload
    private let listener: Listener
    private let threads = DispatchGroup()

    /// Connects when the first statement is run.
    /// - Parameter time: told now and then what time it is there.
    /// - Throws: `StorageFailure.unavailable` when the connection string cannot be read.
    public init(_ settings: PostgreSQLSettings, outside: Outside, time: SharedTime? = nil) throws {
        do {
            _ = try ConnectionString(settings.connection)
        } catch {
            throw StorageFailure.translated(error)
        }
        self.settings = settings
        let workload = Workload(settings)
        self.workload = workload
        listener = Listener(settings)
        let reach = ServerReach()
        for number in 1...max(2, settings.connections) {
            let worker = Worker(settings, workload, reach, outside, time)
            threads.enter()
            let thread = Thread { [threads] in
                worker.serve()
                threads.leave()
            }
            thread.name = "huitou.postgresql.\(number)"
            thread.start()
        }
    }

    @discardableResult
    public func write<Result: Sendable>(
        in scope: WriteScope, _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            workload.add(Write(body: body, continuation: continuation), in: scope)
        }
    }

    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            workload.add(Read(body: body, continuation: continuation))
        }
    }

    public func migrate(_ migrations: [Migration]) async throws {
        try await write(in: .freeRows) { [settings] transaction in
            for statement in WriteLock.migration(settings) {
                try transaction.run(SQL(stringLiteral: statement))
            }
            try transaction.run(
                "CREATE TABLE IF NOT EXISTS migrations (name TEXT COLLATE \"C\" PRIMARY KEY, at BIGINT NOT NULL)"
            )
            let done = Set(try transaction.rows("SELECT name FROM migrations") { try $0.text() })
            for migration in migrations where !done.contains(migration.name) {
                for step in migration.steps {
                    switch step {
                    case .statement(let text):
                        try transaction.run(SQL(stringLiteral: PostgreSQLDialect.translate(text)))
                    case .change(let change): try change(transaction)
                    }
                }
                try transaction.run(
                    "INSERT INTO migrations (name, at) VALUES (\(migration.name), \(transaction.now))")
            }
        }
    }

    public var signals: (any NodeSignals)? { listener }

    public func close() async throws {
        end()
        await withCheckedContinuation { ended in threads.notify(queue: .global()) { ended.resume() } }
    }

    deinit { end() }

    private func end() {
        listener.close()
        workload.close()
    }
}
