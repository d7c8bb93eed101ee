import Base
import Dispatch
import Storage
import TestSupport
import Testing

private struct Second: Error, Equatable {}

@Suite struct TransactionTests {
    @Test func `one write that fails does not undo its neighbours`() async throws {
        let post = try await Post()
        let told = Collected<Int>()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    do {
                        try await post.database.write { transaction in
                            try Post.add("person \(number)", transaction)
                            transaction.afterCommit { told.take(number) }
                            if number % 7 == 0 { throw Second() }
                            if number % 11 == 0 { try Post.add("person \(number)", transaction) }
                        }
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        let good = (0..<200).filter { $0 % 7 != 0 && $0 % 11 != 0 }
        #expect(outcomes == good.count)
        #expect(try await post.names() == good.map { "person \($0)" }.sorted())
        #expect(told.elements.sorted() == good, "only what was committed is told")
    }

    @Test func `each write sees what the one before has done`() async throws {
        let post = try await Post()
        try await post.database.write { try Post.add("counter", age: 0, $0) }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<300 {
                group.addTask {
                    _ = try? await post.database.write {  // a lost one shows in the sum
                        let age = try $0.count("SELECT age FROM people WHERE name = 'counter'")
                        try $0.run("UPDATE people SET age = \(age + 1) WHERE name = 'counter'")
                    }
                }
            }
        }
        let age = try await post.database.read {
            try $0.count("SELECT age FROM people WHERE name = 'counter'")
        }
        #expect(age == 300)
    }

    @Test func `a part that fails takes back its own changes only, however deep`() async throws {
        let post = try await Post()
        let told = Collected<String>()
        try await post.database.write { transaction in
            try Post.add("outer", transaction)
            try transaction.nested {
                try Post.add("middle", transaction)
                transaction.afterCommit { told.take("middle") }
                do {
                    try transaction.nested {
                        try Post.add("inner", transaction)
                        transaction.afterCommit { told.take("inner") }
                        throw Second()
                    }
                } catch is Second {
                    try Post.add("instead", transaction)
                }
            }
            #expect(throws: Second.self) {
                try transaction.nested {
                    try transaction.nested { try Post.add("kept for a moment", transaction) }
                    throw Second()
                }
            }
        }
        #expect(try await post.names() == ["instead", "middle", "outer"])
        #expect(told.elements == ["middle"])
    }

    @Test func `after a constraint has held, the transaction can go on`() async throws {
        let post = try await Post()
        try await post.database.write { transaction in
            try Post.add("梅", transaction)
            do {
                try transaction.nested { try Post.add("梅", transaction) }
            } catch let failure as StorageFailure where failure.isUniqueViolation {
                try Post.add("another 梅", transaction)
            }
        }
        #expect(try await post.names() == ["another 梅", "梅"].sorted())
    }

    @Test func `a read sees one moment`() async throws {
        let post = try await Post()
        try await post.database.write { try Post.add("梅", $0) }
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let go = DispatchSemaphore(value: 0)
        async let counts = post.database.read { transaction in
            let before = try transaction.count("SELECT COUNT(*) FROM people")
            begin.yield()
            go.wait()
            return (before, try transaction.count("SELECT COUNT(*) FROM people"))
        }
        for await _ in begun { break }
        try await post.database.write { try Post.add("兰", $0) }
        go.signal()
        let (before, after) = try await counts
        #expect((before, after) == (1, 1))
        #expect(try await post.names().count == 2)
    }

    @Test func `what follows a commit comes after it`() async throws {
        let post = try await Post()
        let told = Collected<String>()
        try await post.database.write { transaction in
            transaction.afterCommit { told.take("after") }
            told.take("during")
        }
        await #expect(throws: Second.self) {
            try await post.database.write { transaction in
                transaction.afterCommit { told.take("never") }
                throw Second()
            }
        }
        #expect(told.elements == ["during", "after"])
    }

    @Test func `a read cannot write`() async throws {
        let post = try await Post()
        await #expect(throws: StorageFailure.self) { try await post.database.read { try Post.add("梅", $0) } }
        #expect(try await post.names() == [])
    }

    @Test func `a transaction reads the clock once`() async throws {
        let clock = TestClock()
        let directory = try TestDirectory()
        let database = try directory.database(
            outside: Outside(
                now: {
                    clock.move(by: .seconds(1))
                    return clock.now
                }, random: { 0 }))
        let times = try await database.write { [$0.now, $0.now, $0.now] }
        #expect(Set(times).count == 1)
    }
}

@Suite struct MigrationTests {
    @Test func `a migration runs once, in its order, and only as a whole`() async throws {
        let post = try await Post()
        let more = Migration("2026-02-01-more", ["ALTER TABLE people ADD COLUMN town TEXT"])
        for _ in 0..<3 { try await post.database.migrate([Post.migration, more]) }
        let broken = Migration("2026-03-01-broken", ["CREATE TABLE towns (name TEXT)", "CREATE NONSENSE"])
        await #expect(throws: StorageFailure.self) {
            try await post.database.migrate([Post.migration, more, broken])
        }
        let done = try await post.database.read {
            try $0.rows("SELECT name FROM migrations ORDER BY name") { try $0.text() }
        }
        #expect(done == ["2026-01-01-post", "2026-02-01-more"])
        #expect(
            try await post.database.read { try $0.rows($0.dialect.tableNames) { try $0.text() } }
                .contains("towns") == false)
    }

    @Test func `what was committed is there when the file is opened again`() async throws {
        let post = try await Post()
        try await post.database.write { try Post.add("梅", $0) }
        try await post.database.close()
        let again = try post.directory.database(outside: .system)
        try await again.migrate([Post.migration])
        let names = try await again.read { try $0.rows("SELECT name FROM people") { try $0.text() } }
        #expect(names == ["梅"])
    }

    @Test func `a closed database says that it is closed`() async throws {
        let post = try await Post()
        try await post.database.close()
        await #expect(throws: StorageFailure.self) { try await post.database.write { try Post.add("梅", $0) } }
        await #expect(throws: StorageFailure.self) { _ = try await post.names() }
    }
}
