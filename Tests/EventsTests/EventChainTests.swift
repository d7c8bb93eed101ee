import Base
import Events
import Storage
import TestSupport
import Testing

@Suite struct EventChainTests {
    @Test func `a log that nobody touched agrees with its seals`() async throws {
        let log = try await Log(events: 2_500)
        let newest = try #require(try await log.sealer.seal())
        #expect(newest.number >= 3)
        let report = try await log.check()
        #expect(report.faults == [])
        #expect(report.sealedEvents == 2_500 && report.unsealedEvents == 0)
        #expect(report.newest == newest)
    }

    @Test func `sealing again adds nothing, and goes on where it ended`() async throws {
        let log = try await Log(events: 10)
        let first = try await log.sealer.seal()
        #expect(try await log.sealer.seal() == first)
        try await log.append(7)
        #expect(try await log.check().unsealedEvents == 7)
        #expect(try await log.sealer.seal()?.number == (first?.number ?? 0) + 1)
        #expect(try await log.check().faults == [])
    }

    @Test(arguments: [
        ("UPDATE events SET detail = '{\"amount\":1}' WHERE position = 5", "event 5 of tea was changed"),
        ("UPDATE events SET actor_id = 'nobody' WHERE position = 5", "event 5 of tea was changed"),
        ("UPDATE events SET at = at + 1 WHERE position = 5", "event 5 of tea was changed"),
        ("DELETE FROM events WHERE position = 5", "event 5 of tea was removed"),
        ("DELETE FROM events WHERE position = 50", "event 50 of tea was removed"),
        ("UPDATE event_seals SET at = at + 1 WHERE number = 1", "seal 1 was changed"),
        ("DELETE FROM event_seals WHERE number = 2", "seals 2 to 2 were removed"),
    ])
    func `what was changed or removed is named`(statement: String, fault: String) async throws {
        let log = try await Log(events: 50)
        try await log.sealer.seal()
        try await log.append(20)
        try await log.sealer.seal()
        try await log.database.write { try $0.run(SQL(stringLiteral: statement)) }
        #expect(try await log.check().faults.contains(fault))
    }

    @Test func `an event put in between is named`() async throws {
        let log = try await Log(events: 50)
        try await log.database.write { try $0.run("DELETE FROM events WHERE position = 20") }
        try await log.sealer.seal()
        try await log.database.write { transaction in
            try transaction.run(
                """
                INSERT INTO events (position, shop, at, actor_kind, actor_id, type, subject_kind, subject_id, related, detail)
                SELECT 20, shop, at, actor_kind, actor_id, type, subject_kind, subject_id, related, detail
                FROM events WHERE position = 23
                """)
        }
        #expect(try await log.check().faults == ["event 20 of tea was inserted"])
    }

    @Test func `a seal that was made anew breaks the one that follows`() async throws {
        let log = try await Log(events: 50)
        try await log.sealer.seal()
        let other = [UInt8](repeating: 7, count: 32)
        try await log.database.write { try $0.run("UPDATE event_seals SET hash = \(other) WHERE number = 1") }
        #expect(try await log.check().faults == ["seal 1 was changed", "seal 2 was changed"])
    }

    @Test func `a tail that was cut off shows against a seal that was noted outside`() async throws {
        let log = try await Log(events: 50)
        try await log.sealer.seal()
        try await log.append(5)
        let newest = try #require(try await log.sealer.seal())
        let noted = try #require(EventChain.Noted("\(newest.number):\(newest.hashText.prefix(16))"))
        #expect(try await log.check(noted).faults == [])
        try await log.database.write { transaction in
            try transaction.run("DELETE FROM events WHERE position > 50")
            try transaction.run("DELETE FROM event_seals WHERE last_position > 50")
        }
        #expect(try await log.check().faults == [])
        #expect(try await log.check(noted).faults.count == 1)
    }

    @Test func `nodes that seal at the same time make one chain`() async throws {
        let log = try await Log(events: 3_000)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 { group.addTask { try await log.sealer.seal() } }
            for _ in 0..<20 { group.addTask { try await log.append(25) } }
            try await group.waitForAll()
        }
        try await log.sealer.seal()
        let report = try await log.check()
        #expect(report.faults == [])
        #expect(report.sealedEvents == 3_500)
    }
}

/// A log of two shops, every tenth event the second one's.
private struct Log: Sendable {
    let directory: TestDirectory
    let database: any Database
    let sealer: EventSealer

    init(events: Int) async throws {
        directory = try TestDirectory()
        database = try directory.database(
            outside: Outside(now: { TestClock.start }, random: Outside.system.random))
        sealer = EventSealer(database: database)
        try await database.migrate(EventStore.migrations + EventSealStore.migrations)
        try await append(events)
    }

    func append(_ count: Int) async throws {
        try await database.write { transaction in
            for number in 1...count {
                try EventStore().append(
                    "case.opened", on: .init("case", "C\(number)"), of: number % 10 == 9 ? "cups" : "tea",
                    by: .system, ["amount": JSONValue(number)], in: transaction)
            }
        }
    }

    func check(_ noted: EventChain.Noted? = nil) async throws -> EventChain.Report {
        try await database.read { try EventChain().check(noted, $0) }
    }
}
