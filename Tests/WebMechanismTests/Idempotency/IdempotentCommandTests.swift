import Base
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

@testable import Web

@Suite struct IdempotentCommandTests {
    /// Writes a note; `{"refuse": …}` refuses after it was written.
    private func application(_ world: World, _ database: any Database) throws -> some ApplicationProtocol {
        let commands = IdempotentCommand(database, world.people, world.texts)
        return try world.application { router in
            router.post("v1/shops/:shop/notes") { request, context in
                let shop = try context.shop()
                let principal = try context.principal(for: shop, atLeast: .agent)
                let body = try await JSONBody.read(request)
                let call = try IdempotentCall(request, body, by: principal, in: shop, context)
                return try await commands.run(call) { transaction in
                    let count = try transaction.count("SELECT COUNT(*) FROM notes")
                    try transaction.run("INSERT INTO notes (id, text) VALUES (\(count + 1), 'x')")
                    if let code = body.value["refuse"]?.string {
                        throw InputRefusal(code, kind: .unprocessable)
                    }
                    if body.value["busy"] != nil {
                        throw InputRefusal("later", kind: .busy(retryAfterSeconds: 1))
                    }
                    if body.value["fail"] != nil { throw StorageFailure.failed("broken") }
                    return .created(["number": .int(Int64(count + 1))], at: "/notes/\(count + 1)")
                }
            }
            router.post("form") { request, context in
                let form = try await FormBody.read(request)
                let call = try IdempotentCall(request, form, by: World.mei, in: World.shop, context)
                return try await commands.runForm(call) { transaction in
                    if form["refuse"] != nil { throw InputRefusal("no", kind: .conflict) }
                    let count = try transaction.count("SELECT COUNT(*) FROM notes")
                    try transaction.run("INSERT INTO notes (id, text) VALUES (\(count + 1), 'x')")
                    return "/notes/\(count + 1)"
                }
            }
            router.post("v1/shops/:shop/imports/notes") { request, context in
                let shop = try context.shop()
                let principal = try context.principal(for: shop, atLeast: .owner)
                return try await commands.runLong(request, by: principal, in: shop, context) { body in
                    var count = 0
                    for try await line in Lines(body) {
                        count = line.number
                        if line.content == .text(Array("stop".utf8)) { break }
                    }
                    return .ok(["lines": .int(Int64(count))])
                }
            }
        }
    }

    private func run(
        _ body: @Sendable (World, any Database, any TestClientProtocol) async throws -> Void
    ) async throws {
        let world = try World()
        try await world.withDatabase { database in
            try await application(world, database).test(.router) { try await body(world, database, $0) }
        }
    }

    private static func notes(_ database: any Database) async throws -> Int {
        try await database.read { try $0.count("SELECT COUNT(*) FROM notes") }
    }

    private static func post(
        _ client: any TestClientProtocol, _ body: String, _ key: String, as name: String = "lin",
        to uri: String = "/v1/shops/qinghe/notes"
    ) async throws -> TestResponse {
        try await client.execute(
            uri: uri, method: .post, headers: .command(name, key), body: ByteBuffer(string: body))
    }

    @Test func `the same request is carried out once and answered alike`() async throws {
        try await run { _, database, client in
            let first = try await Self.post(client, "{}", "k1")
            #expect(first.status == .created && first.headers[.idempotencyReplayed] == nil)
            let again = try await Self.post(client, "{}", "k1")
            #expect(again.status == .created && again.text == first.text)
            #expect(again.headers[.location] == "/notes/1" && again.headers[.idempotencyReplayed] == "true")
            #expect(again.headers[.contentType] == "application/json")
            #expect(try await Self.notes(database) == 1)
        }
    }

    @Test func `a key belongs to one request of one caller`() async throws {
        try await run { _, database, client in
            _ = try await Self.post(client, "{}", "k1")
            let other = try await Self.post(client, "{\"a\":1}", "k1")
            #expect(other.status == .conflict && other.code == "idempotencyKeyReused")
            #expect(try await Self.post(client, "{}", "k1", as: "owner").status == .created)
            let elsewhere = try await Self.post(
                client, "{}", "k1", as: "owner", to: "/v1/shops/qinghe/imports/notes")
            #expect(elsewhere.code == "idempotencyKeyReused")
            #expect(try await Self.notes(database) == 2)
        }
    }

    @Test func `what the rules refuse is undone and answered alike`() async throws {
        try await run { _, database, client in
            let first = try await Self.post(client, "{\"refuse\":\"windowOver\"}", "k1")
            #expect(first.status == .unprocessableContent && first.code == "windowOver")
            #expect(first.headers[.contentType] == "application/problem+json")
            let again = try await Self.post(client, "{\"refuse\":\"windowOver\"}", "k1")
            #expect(again.text == first.text && again.headers[.idempotencyReplayed] == "true")
            #expect(try await Self.notes(database) == 0)
        }
    }

    @Test(arguments: [("{\"busy\":1}", 409), ("{\"fail\":1}", 500)])
    func `what may pass by itself is not stored`(body: String, status: Int) async throws {
        try await run { _, database, client in
            for _ in 0..<2 {
                let response = try await Self.post(client, body, "k1")
                #expect(response.status.code == status && response.headers[.idempotencyReplayed] == nil)
            }
            #expect(try await Self.notes(database) == 0)
            #expect(try await database.read { try $0.count("SELECT COUNT(*) FROM idempotency") } == 0)
        }
    }

    @Test(
        arguments: [
            (nil, "idempotencyKeyMissing"), ("", "idempotencyKeyInvalid"), ("a b", "idempotencyKeyInvalid"),
            ("回", "idempotencyKeyInvalid"), (String(repeating: "x", count: 256), "idempotencyKeyInvalid"),
            (String(repeating: "x", count: 255), nil),
        ] as [(String?, String?)])
    func `a command needs a key`(key: String?, code: String?) async throws {
        try await run { _, _, client in
            var headers = HTTPFields.command("lin", "")
            headers[.idempotencyKey] = key
            let response = try await client.execute(
                uri: "/v1/shops/qinghe/notes", method: .post, headers: headers, body: ByteBuffer(string: "{}")
            )
            #expect(response.code == code)
            #expect(response.status.code == (code == nil ? 201 : 400))
        }
    }

    @Test func `many at once write once`() async throws {
        try await run { _, database, client in
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<20 { group.addTask { try await Self.post(client, "{}", "k1").text } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(answers.count == 1)
            #expect(try await Self.notes(database) == 1)
        }
    }

    @Test func `after seven days the key is free and the answer forgotten`() async throws {
        try await run { world, database, client in
            _ = try await Self.post(client, "{}", "k1")
            _ = try await Self.post(client, "{}", "k2")
            world.clock.advance(.days(7) - .seconds(1))
            #expect(try await Self.post(client, "{}", "k1").headers[.idempotencyReplayed] == "true")
            world.clock.advance(.seconds(1))
            #expect(try await Self.post(client, "{\"new\":1}", "k1").status == .created)
            #expect(try await database.write { try IdempotencyStore.deleteOld(limit: 10, in: $0) } == 1)
            #expect(try await database.write { try IdempotencyStore.deleteOld(limit: 10, in: $0) } == 0)
        }
    }

    @Test func `a form sent twice goes on to the same page, a refused one may be sent again`() async throws {
        try await run { _, database, client in
            func send(_ body: String) async throws -> TestResponse {
                try await client.execute(
                    uri: "/form", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                    body: ByteBuffer(string: body))
            }
            #expect(try await send("refuse=1&idempotencyKey=f1").code == "no")
            let first = try await send("a=1&idempotencyKey=f1&formToken=x")
            #expect(first.status == .seeOther && first.headers[.location] == "/notes/1")
            let again = try await send("a=1&idempotencyKey=f1&formToken=y")
            #expect(again.status == .seeOther && again.headers[.location] == "/notes/1")
            #expect(try await send("a=2&idempotencyKey=f1").code == "idempotencyKeyReused")
            #expect(try await send("a=1").code == "idempotencyKeyMissing")
            #expect(try await Self.notes(database) == 1)
        }
    }

    @Test func `an import is answered again without being read again`() async throws {
        try await run { _, _, client in
            func send(_ body: String) async throws -> TestResponse {
                try await Self.post(client, body, "i1", as: "owner", to: "/v1/shops/qinghe/imports/notes")
            }
            let body = "a\nstop\n" + String(repeating: "x\n", count: 50_000)
            let first = try await send(body)
            #expect(first.text == "{\"lines\":2}")
            let again = try await send(body)
            #expect(again.text == first.text && again.headers[.idempotencyReplayed] == "true")
            #expect(try await send("other").code == "idempotencyKeyReused")
        }
    }

    @Test func `the same import at the same time waits`() throws {
        let running = RunningCalls()
        let name = RunningCalls.Name(
            shop: World.shop, principal: World.mei.actor, key: try IdempotencyKey("k"))
        try running.begin(name)
        #expect(throws: WebRefusal.idempotencyKeyInUse) { try running.begin(name) }
        running.end(name)
        try running.begin(name)
    }
}

private func - (left: Span, right: Span) -> Span {
    Span(milliseconds: left.milliseconds - right.milliseconds)
}
