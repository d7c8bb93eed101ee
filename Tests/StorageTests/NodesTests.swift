import Base
import Foundation
import Storage
import StoragePostgreSQL
import Synchronization
import TestSupport
import Testing

/// Several programs on one PostgreSQL server.
@Suite struct NodesTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory() }

    private func node(_ change: (inout PostgreSQLSettings) -> Void = { _ in }) throws -> PostgreSQLDatabase {
        var settings = PostgreSQLSettings(connection: try directory.connection())
        settings.connections = 4
        settings.isDurable = false
        change(&settings)
        return try PostgreSQLDatabase(settings, outside: .system)
    }

    @Test func `nodes that start together bring the schema up to date once`() async throws {
        let nodes = try (0..<4).map { _ in try node() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for node in nodes { group.addTask { try await node.migrate([Post.migration]) } }
            try await group.waitForAll()
        }
        let done = try await nodes[0].read { try $0.rows("SELECT name FROM migrations") { try $0.text() } }
        #expect(done == ["2026-01-01-post"])
    }

    @Test
    func `a node that starts while another one makes a large index waits for it, however long it takes`()
        async throws
    {
        let slow = Migration("2026-01-02-slow", ["CREATE TABLE slow AS SELECT pg_sleep(3)::text"])
        let nodes = try (0..<2).map { _ in
            try node {
                $0.statementSeconds = 1
                $0.lockSeconds = 1
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for node in nodes { group.addTask { try await node.migrate([slow]) } }
            try await group.waitForAll()
        }
        #expect(try await nodes[1].read { try $0.count("SELECT COUNT(*) FROM slow") } == 1)
    }

    @Test func `of several hosts the one that takes writes is found`() async throws {
        let (main, reader) = (try directory.connection(), try directory.connection("reader"))
        let admin = try PostgreSQLDatabase(PostgreSQLSettings(connection: main), outside: .system)
        try await admin.migrate([Post.migration])
        let host = try #require(main.split(separator: "host=").last)
        for hosts in ["/nowhere,\(host)", "\(host),/nowhere"] {
            let database = try node { $0.connection = main.replacing("host=\(host)", with: "host=\(hosts)") }
            try await database.write(in: "tea") { try Post.add("梅 \(hosts)", $0) }
            try await database.close()
        }
        #expect(try await admin.read { try $0.count("SELECT COUNT(*) FROM people") } == 2)
        // As a standby is: it answers and takes no writes.
        let standby = try node { $0.connection = reader }
        try await standby.write {
            let name = try $0.first("SELECT current_database()") { try $0.text() } ?? ""
            try $0.run(
                SQL(stringLiteral: "ALTER DATABASE \"\(name)\" SET default_transaction_read_only = on"))
        }
        try await standby.close()
        let late = try node {
            $0.connection = reader
            $0.patience = .milliseconds(300)
        }
        await #expect(throws: StorageFailure.self) { try await late.write { try Post.add("兰", $0) } }
    }

    @Test(arguments: [WriteScope.shop("tea"), .everything])
    func `on every node each write sees what the one before has done`(scope: WriteScope) async throws {
        let nodes = [try node(), try node(), try node()]
        try await nodes[0].migrate([Post.migration])
        try await nodes[0].write { try Post.add("counter", age: 0, $0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask {
                    try await nodes[number % 3].write(in: number % 10 == 0 ? .everything : scope) {
                        let age = try $0.count("SELECT age FROM people WHERE name = 'counter'")
                        try $0.run("UPDATE people SET age = \(age + 1) WHERE name = 'counter'")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await nodes[1].read { try $0.count("SELECT age FROM people") } == 300)
    }

    @Test func `who reads a shop's numbers on misses none, whichever node wrote them`() async throws {
        let nodes = [try node(), try node(), try node()]
        try await nodes[0].migrate([Post.migration])
        try await nodes[0].write { try Post.add("梅", $0) }
        async let writing: Void = withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<240 {
                group.addTask {
                    try await nodes[number % 3].write(in: "tea") {
                        try $0.run("INSERT INTO letters (person) VALUES ('梅')")
                        if number % 9 == 0 { throw CancellationError() }
                    }
                }
            }
            while await group.nextResult() != nil {}
        }
        var (seen, last): ([Int64], Int64) = ([], 0)
        while seen.count < 213 {
            let page = try await nodes[0].read { [last] in
                try $0.rows("SELECT number FROM letters WHERE number > \(last) ORDER BY number") {
                    try $0.int64()
                }
            }
            seen += page
            last = page.last ?? last
        }
        await writing
        let all = try await nodes[0].read {
            try $0.rows("SELECT number FROM letters ORDER BY number") { try $0.int64() }
        }
        #expect(seen == all)
    }

    @Test func `what is told on one node is heard on the others`() async throws {
        let (speaker, hearer) = (try node(), try node())
        let (heard, hear) = AsyncStream<NodeSignal?>.makeStream()
        let echo = Collected<NodeSignal?>()
        hearer.signals?.listen { hear.yield($0) }
        let (ready, isReady) = AsyncStream<Void>.makeStream()
        speaker.signals?.listen {
            if $0 == nil { isReady.yield() } else { echo.take($0) }
        }
        for await _ in ready { break }
        var signals = heard.makeAsyncIterator()
        #expect(await signals.next() == .some(nil), "a node that begins to listen looks for itself")
        for number in 0..<200 { speaker.signals?.send(NodeSignal("events", "shop \(number)")) }
        for number in 0..<200 {
            #expect(await signals.next() == NodeSignal("events", "shop \(number)"))
        }
        #expect(echo.elements.isEmpty, "nobody hears the own voice")
    }
}

/// The server says no, goes away or comes back.
@Suite struct ServerFaultTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory() }

    private func database(
        _ change: (inout PostgreSQLSettings) -> Void = { _ in }
    ) async throws -> any Database {
        var settings = PostgreSQLSettings(connection: try directory.connection())
        settings.connections = 3
        settings.isDurable = false
        change(&settings)
        let database = try PostgreSQLDatabase(settings, outside: .system)
        try await database.migrate([Post.migration])
        return database
    }

    @Test(arguments: ["40001", "40P01"])
    func `a transaction that met another is begun anew`(state: String) async throws {
        let database = try await database()
        let tries = Collected<Int>()
        try await database.write(in: "tea") { transaction in
            try Post.add("梅", transaction)
            tries.take(1)
            guard tries.elements.count < 3 else { return }
            try transaction.run(
                SQL(stringLiteral: "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '\(state)'; END $$"))
        }
        #expect(tries.elements.count == 3)
        #expect(try await database.read { try $0.count("SELECT COUNT(*) FROM people") } == 1)
    }

    @Test func `a connection that breaks is made anew, and what was not committed is done again`()
        async throws
    {
        let database = try await database()
        let tries = Collected<Int>()
        try await database.write(in: "tea") { transaction in
            try Post.add("梅", transaction)
            tries.take(1)
            if tries.elements.count == 1 {
                _ = try transaction.first("SELECT pg_terminate_backend(pg_backend_pid())") { _ in true }
            }
        }
        #expect(tries.elements.count == 2)
        let names = try await database.read { transaction in
            tries.take(2)
            if tries.elements.count == 3 {
                _ = try transaction.first("SELECT pg_terminate_backend(pg_backend_pid())") { _ in true }
            }
            return try transaction.rows("SELECT name FROM people") { try $0.text() }
        }
        #expect(names == ["梅"])
    }

    @Test func `a server that is away is unavailable, however often it is asked`() async throws {
        var settings = PostgreSQLSettings(connection: "postgres://nobody@/none?host=/nowhere")
        settings.patience = .milliseconds(200)
        let database = try PostgreSQLDatabase(settings, outside: .system)
        for _ in 0..<20 {
            do {
                _ = try await database.read { try $0.count("SELECT 1") }
                Issue.record("there is no server")
            } catch StorageFailure.unavailable {}
        }
    }

    @Test func `a statement that takes too long is stopped`() async throws {
        let database = try await database { $0.statementSeconds = 1 }
        await #expect(throws: StorageFailure.self) {
            try await database.read { try $0.first("SELECT pg_sleep(600)") { _ in true } }
        }
    }

    @Test func `who waits too long for others is sent away, and other shops are not`() async throws {
        let database = try await database { $0.lockSeconds = 1 }
        let other = try await self.database()
        let held = Collected<String>()
        let released = Collected<String>()
        async let long: Void = other.write(in: "tea") { transaction in
            held.take("tea")
            while released.elements.isEmpty {
                _ = try transaction.first("SELECT pg_sleep(0.02)") { _ in true }
            }
        }
        defer { released.take("tea") }
        while held.elements.isEmpty { try await Task.sleep(for: .milliseconds(10)) }  // until it is held
        do {
            try await database.write(in: "tea") { try Post.add("梅", $0) }
            Issue.record("it was not sent away")
        } catch StorageFailure.unavailable {}
        try await database.write(in: "books") { try Post.add("兰", $0) }
        released.take("tea")
        try await long
    }

    @Test func `everybody who waits too long together is told the same`() async throws {
        let database = try await database { $0.lockSeconds = 1 }
        let other = try await self.database()
        let (held, released) = (Collected<String>(), Collected<String>())
        async let long: Void = other.write(in: "tea") { transaction in
            held.take("tea")
            while released.elements.isEmpty {
                _ = try transaction.first("SELECT pg_sleep(0.02)") { _ in true }
            }
        }
        defer { released.take("tea") }
        while held.elements.isEmpty { try await Task.sleep(for: .milliseconds(10)) }  // until it is held
        let told = await withTaskGroup(of: String.self) { group in
            for number in 0..<20 {
                group.addTask {
                    do {
                        try await database.write(in: "tea") { try Post.add("梅\(number)", $0) }
                        return "done"
                    } catch StorageFailure.unavailable {
                        return "sent away"
                    } catch {
                        return "\(error)"
                    }
                }
            }
            return await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(told == ["sent away"])
        released.take("tea")
        try await long
    }

    @Test func `a node that hangs in the middle of a write does not hold up the others`() async throws {
        let (database, hanging) = (try await database { $0.lockSeconds = 30 }, try await self.database())
        let (held, released) = (Collected<String>(), Collected<String>())
        let hung = Task {
            try await hanging.write(in: "tea") { transaction in
                try Post.add("兰", transaction)
                held.take("tea")
                while released.elements.isEmpty { usleep(10_000) }  // until the others have gone on
            }
        }
        while held.elements.isEmpty { try await Task.sleep(for: .milliseconds(10)) }  // until it hangs
        try await database.write(in: "tea") { try Post.add("梅", $0) }
        released.take("tea")
        // Whether it is told no or is begun anew, what it did is there once at most.
        _ = await hung.result
        let people = try await database.read { try $0.count("SELECT COUNT(*) FROM people") }
        #expect((1...2).contains(people))
    }

    @Test func `a fault that a body passes over is not committed in silence`() async throws {
        let database = try await database()
        await #expect(throws: StorageFailure.self) {
            try await database.write(in: "tea") { transaction in
                try Post.add("梅", transaction)
                try? Post.add("梅", transaction)  // this is what a body must not do
            }
        }
        #expect(try await database.read { try $0.count("SELECT COUNT(*) FROM people") } == 0)
    }

    @Test func `a connection string that says nothing is told without repeating it`() {
        #expect(throws: StorageFailure.unavailable("PostgreSQL : the connection string cannot be read")) {
            try PostgreSQLDatabase(
                PostgreSQLSettings(connection: "postgres://a:secret@h/x?no=1"), outside: .system)
        }
    }
}
