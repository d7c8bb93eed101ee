import Base
import Foundation
import Storage
import StoragePostgreSQL
import Synchronization
import TestSupport
import Testing

/// A PostgreSQL server that stands still, with all its connections open, instead of dying.
@Suite(.serialized, .timeLimit(.minutes(15)), .enabled(if: TestEngine.current == .postgresql))
struct HangingServerTests {
    private static let limit = Duration.seconds(15)

    @Test
    func `what is asked of a server that hangs is refused in time, and it goes on when the server does`()
        async throws
    {
        try await Self.run { server, database in
            try server.freeze()
            let start = ContinuousClock.now
            // More than there are connections, so that some wait for one.
            await withTaskGroup(of: Bool.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        do {
                            if number.isMultiple(of: 2) {
                                _ = try await database.read { try $0.count("SELECT COUNT(*) FROM notes") }
                            } else {
                                try await database.write(in: .freeRows) { try Self.insert(number, $0) }
                            }
                            return false
                        } catch StorageFailure.unavailable {
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                for await isRefused in group { #expect(isRefused) }
            }
            #expect(ContinuousClock.now - start < Self.limit)
            try server.thaw()
            try await database.write(in: .freeRows) { try Self.insert(100, $0) }
            #expect(
                try await database.read { try $0.count("SELECT COUNT(*) FROM notes WHERE id = 100") } == 1)
            try await database.close()
        }
    }

    @Test func `a commit that the server never answered is not begun again`() async throws {
        try await Self.run { server, database in
            let runs = Atomic(0)
            await #expect(throws: StorageFailure.self) {
                try await database.write(in: .freeRows) { transaction in
                    try Self.insert(1, transaction)
                    // What was sent is carried out before the server stands still.
                    _ = try transaction.count("SELECT COUNT(*) FROM notes")
                    runs.add(1, ordering: .relaxed)
                    try server.freeze()
                }
            }
            #expect(runs.load(ordering: .relaxed) == 1)
            try server.thaw()
            #expect(try await database.read { try $0.count("SELECT COUNT(*) FROM notes") } <= 1)
            try await database.close()
        }
    }

    @Test func `a program whose server hangs can be ended`() async throws {
        try await Self.run { server, database in
            try server.freeze()
            async let reading: Int? = try? database.read {  // that it is refused is the other test's
                try $0.count("SELECT COUNT(*) FROM notes")
            }
            let start = ContinuousClock.now
            try await database.close()
            #expect(ContinuousClock.now - start < Self.limit)
            _ = await reading
            try server.thaw()
        }
    }

    @Test func `a statement that takes longer than the silence is waited for`() async throws {
        try await Self.run { _, database in
            let slept = try await database.read { try $0.count("SELECT COUNT(*) FROM pg_sleep(2.5)") }
            #expect(slept == 1)
            try await database.close()
        }
    }

    private static func insert(_ number: Int, _ transaction: Transaction) throws {
        try transaction.run("INSERT INTO notes (id) VALUES (\(number))")
    }

    private static func run(
        _ body: (PostgreSQLServer, PostgreSQLDatabase) async throws -> Void
    ) async throws {
        let server = try PostgreSQLServer()
        var settings = PostgreSQLSettings(connection: try server.connection())
        (settings.connections, settings.silence) = (4, .seconds(1))
        let database = try PostgreSQLDatabase(settings, outside: .system)
        try await database.migrate([
            Migration("2026-11-23-test", ["CREATE TABLE notes (id BIGINT PRIMARY KEY)"])
        ])
        try await body(server, database)
    }
}
