import Base
import Storage
import Testing

@Suite struct StatementTests {
    /// Values one and two, however they are numbered.
    @Test(arguments: [
        ("SELECT 1 * $1 - $2", Int64(-1)), ("SELECT 0 - $2 + $1", -1), ("SELECT $2 * 10 + $1", 21),
        ("SELECT $2 * 100 + $1 * 10 + $2", 212), ("SELECT $1 * 100 + $1 * 10 + $2", 112),
        ("SELECT $2 + 0 * $1", 2),
    ])
    func `a value goes where its number stands`(text: String, expected: Int64) async throws {
        let post = try await Post()
        let found = try await post.database.read {
            try $0.first(SQL(numbered: text, [.int(1), .int(2)])) { try $0.int64() }
        }
        #expect(found == expected)
    }

    @Test func `statements with ten values and more keep them apart`() async throws {
        let post = try await Post()
        let text = "SELECT $12 * 10000 + $11 * 100 + $10 + $9 + $8 + $7 + $6 + $5 + $4 + $3 + $2 + $1"
        let expected: Int64 = 12 * 10_000 + 11 * 100 + 55
        let found = try await post.database.read {
            try $0.first(SQL(numbered: text, (1...12).map { .int(Int64($0)) })) { try $0.int64() }
        }
        #expect(found == expected)
    }

    @Test(arguments: ["'; DROP TABLE people; --", "\"", "梅", "%_", ""])
    func `what is put in is a value and never a part of the statement`(name: String) async throws {
        let post = try await Post()
        try await post.database.write { try Post.add(name, $0) }
        #expect(try await post.names() == [name])
    }

    @Test func `parts and lists are put together in order`() {
        let filter: SQL = "age > \(3) AND name IN (\(list: ["a", "b"]))"
        let whole: SQL = "SELECT name FROM people WHERE phone = \("1") AND \(filter) LIMIT \(9)"
        #expect(
            whole.text
                == "SELECT name FROM people WHERE phone = $1 AND age > $2 AND name IN ($3, $4) LIMIT $5")
        #expect(whole.arguments == [.text("1"), .int(3), .text("a"), .text("b"), .int(9)])
        let three: SQL = "name IN (\(list: ["a", "b", "c"]))"
        #expect(three.arguments == [.text("a"), .text("b"), .text("c"), .text("c")])
        let none: SQL = "name IN (\(list: [String]()))"
        #expect(none.text == "name IN (NULL)")
    }

    @Test func `values come back as what they went in`() async throws {
        let post = try await Post()
        let bytes: [UInt8] = [0, 255, 7]
        let same = try await post.database.write { transaction in
            try Post.add("梅", transaction)
            try transaction.run("INSERT INTO letters (person, body) VALUES (\("梅"), \(bytes))")
            return try transaction.first("SELECT person, body, NULL FROM letters") { row in
                try row.text() == "梅" && row.bytes() == bytes && row.optionalText() == nil
            }
        }
        #expect(same == true)
    }

    @Test func `a reader that asks for what a column does not hold is told`() async throws {
        let post = try await Post()
        await #expect(throws: StorageFailure.unexpectedColumn(place: 1, wanted: "integer")) {
            try await post.database.read { try $0.first("SELECT 'text'") { try $0.int64() } }
        }
        await #expect(throws: StorageFailure.unexpectedColumn(place: 1, wanted: "a further column")) {
            try await post.database.read {
                try $0.first("SELECT 1") { row in (try row.int(), try row.int()).1 }
            }
        }
    }
}

@Suite struct ConstraintTests {
    @Test(arguments: [
        ("INSERT INTO people (name, age) VALUES ('梅', 1)", StorageFailure.ConstraintKind.unique),
        ("INSERT INTO people (name, phone, age) VALUES ('兰', '138', 1)", .unique),
        ("INSERT INTO people (name, age) VALUES ('兰', -1)", .check),
        ("INSERT INTO people (name, age) VALUES ('兰', NULL)", .notNull),
        ("INSERT INTO letters (person) VALUES ('nobody')", .foreignKey),
    ])
    func `a constraint that holds is named by its kind`(
        statement: String, kind: StorageFailure.ConstraintKind
    ) async throws {
        let post = try await Post()
        try await post.database.write { try Post.add("梅", phone: "138", $0) }
        do {
            try await post.database.write { try $0.run(SQL(stringLiteral: statement)) }
            Issue.record("the constraint did not hold")
        } catch StorageFailure.constraint(let found, let detail) {
            #expect(found == kind)
            #expect(!detail.isEmpty)
        }
        #expect(try await post.names() == ["梅"])
    }

    @Test func `a statement that failed can be run again`() async throws {
        let post = try await Post()
        for _ in 0..<3 {
            await #expect(throws: StorageFailure.self) {
                try await post.database.write {
                    try Post.add("梅", $0)
                    try Post.add("梅", $0)
                }
            }
            await #expect(throws: StorageFailure.self) {
                try await post.database.read { try $0.first("SELECT abs(\(Int64.min))") { try $0.int64() } }
            }
        }
        try await post.database.write { try Post.add("梅", $0) }
        #expect(try await post.names() == ["梅"])
    }

    @Test func `a column holds what it says`() async throws {
        let post = try await Post()
        await #expect(throws: StorageFailure.self) {
            try await post.database.write {
                try $0.run("INSERT INTO people (name, age) VALUES ('梅', 'old')")
            }
        }
    }
}
