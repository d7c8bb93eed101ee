import App
import Base
import Foundation
import Storage
import TestSupport
import Testing

/// Whatever is sent, the answer is a problem document that says what is wrong, and nothing is done by halves.
@Suite(.timeLimit(.minutes(10))) struct BadInputTests {
    @Test func `bad input is refused with its status and code, and nothing is stored`() async throws {
        try await TestServer.run { server in
            let world = try await BadInputWorld.open(server)
            let before = try await server.rowCounts()
            for input in BadInput.all {
                let reply = try await server.root.send(input.call(world))
                let place = "\(input): \(reply.status) \(reply.text.prefix(300))"
                #expect(reply.status == input.status && reply.code == input.code, "\(place)")
                #expect(reply.headers["content-type"] == "application/problem+json", "\(place)")
                #expect(reply.json["status"]?.int == Int64(reply.status), "\(place)")
                #expect(reply.json["detail"]?.string?.isEmpty == false, "\(place)")
                #expect(reply.json["title"]?.string?.isEmpty == false, "\(place)")
                #expect(!reply.text.contains("⟦"), "\(place)")
                #expect(try await server.rowCounts() == before, "\(place)")
            }
        }
    }

    @Test func `a wrong method is told the right ones`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            for (path, allow) in [
                ("cases", "GET, HEAD, POST, OPTIONS"), ("cases/C1/approval", "POST, OPTIONS"),
                ("customers/mei", "GET, HEAD, PATCH, OPTIONS"), ("policy/draft", "GET, HEAD, PUT, OPTIONS"),
            ] {
                let refused = try await server.root.send(server.root.call("DELETE", shop.path(path)))
                refused.expect(405, "methodNotAllowed")
                #expect(refused.headers["allow"] == allow)
                let asked = try await server.root.send(server.root.call("OPTIONS", shop.path(path))).expect(
                    204)
                #expect(asked.headers["allow"] == allow && asked.bytes.isEmpty)
            }
            let head = try await server.root.send(server.root.call("HEAD", shop.path("customers/mei")))
                .expect(200)
            #expect(head.bytes.isEmpty)
            try await server.root.send(server.root.call("HEAD", shop.path("cases/none"))).expect(404)
        }
    }

    @Test func `the address of a sender changes by itself where one is in use`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            func change(_ settings: JSONValue) async throws -> Reply {
                try await server.root.patch(shop.path("settings"), settings)
            }
            _ = try await change([
                "messages": "webhook", "webhookURL": "https://old.example.com/",
                "webhookSecret": "sixteen-letters-",
            ]).expect(200)
            let moved = try await change(["webhookURL": "https://new.example.com/"]).expect(200)
            #expect(moved.json["settings"]?["webhookURL"] == "https://new.example.com/")
            let chosen = try await change(["messages": "webhook"]).expect(200)
            #expect(chosen.json["settings"]?["webhookURL"] == "https://new.example.com/")
            _ = try await change(["webhookURL": "http://new.example.com/"]).expect(
                422, "webhookAddressInvalid")
        }
    }

    @Test func `where files cannot be kept it is said, and no file is noted`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let before = try await server.rowCounts()
            let files = server.services.configuration.dataDirectory.appending(path: "files")
            // Nodes that share a database have it from their start; a server alone makes it with the first file.
            try? FileManager.default.removeItem(at: files)
            // A file where the directory should be.
            try Data([1]).write(to: files)
            try await server.root.upload(shop.path("files"), Qinghe.picture(1), as: "image/jpeg").expect(
                503, "storageUnavailable")
            #expect(try await server.rowCounts() == before)
        }
    }

    @Test func `a compressed body is refused as such`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            for path in ["imports/orders", "cases", "files"] {
                var call = server.root.call("POST", shop.path(path), [:])
                call.headers += [("Idempotency-Key", API.freshKey()), ("Content-Encoding", "gzip")]
                try await server.root.send(call).expect(415, "unsupportedMediaType")
            }
        }
    }

    @Test(.dataDirectories) func `a server whose database is gone says that it is not ready`() async throws {
        try await TestServer.run { server in
            try await server.root.get("/readyz").expect(200)
            let place = server.services.configuration.dataDirectory
            try FileManager.default.removeItem(at: place.appending(path: "huitou.sqlite"))
            try await server.root.get("/readyz").expect(503)
            try await server.root.get("/healthz").expect(200)
        }
    }

    @Test func `a key that was used answers as before, and refuses another body`() async throws {
        try await TestServer.run { server in
            let world = try await BadInputWorld.open(server)
            let body = BadInput.application("o1")
            let first = try await world.shop.post("cases", body, key: "once").expect(201)
            let before = try await server.rowCounts()
            let again = try await world.shop.post("cases", body, key: "once").expect(201)
            #expect(again.bytes == first.bytes && again.headers["location"] == first.headers["location"])
            #expect(again.headers["idempotency-replayed"] == "true")
            try await world.shop.post("cases", BadInput.application("o2"), key: "once").expect(
                409, "idempotencyKeyReused")
            try await world.shop.post("cases/\(first.id)/withdrawal", key: "once").expect(
                409, "idempotencyKeyReused")
            #expect(try await server.rowCounts() == before)

            // What was refused is refused again with the same words, even where it could be done by now.
            let late = BadInput.application("o9")
            let refused = try await world.shop.post("cases", late, key: "early").expect(422, "orderUnknown")
            try await world.shop.take([TestOrder(id: "o9").json(at: try await server.clock.now())])
            #expect(try await world.shop.post("cases", late, key: "early").bytes == refused.bytes)
            try await world.shop.post("cases", late).expect(201)

            // Another caller's key of the same name is another key.
            let lin = try await world.shop.caller("agent").api
            try await lin.post(world.shop.path("cases"), BadInput.application("o2"), key: "once").expect(201)
        }
    }

    @Test func `a key that is in use by the same command asks for patience`() async throws {
        try await TestServer.run { server in
            let world = try await BadInputWorld.open(server)
            let body = BadInput.application("o1")
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<16 {
                    group.addTask { try await world.shop.post("cases", body, key: "together") }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let made = replies.filter { $0.status == 201 }
            #expect(!made.isEmpty && Set(made.map(\.id)).count == 1)
            for busy in replies where busy.status != 201 {
                busy.expect(409, "idempotencyKeyInUse")
                #expect(busy.headers["retry-after"] != nil)
            }
            #expect(try await world.shop.get("cases?orderId=o1").items.count == 1)
        }
    }

    @Test func `times of all zones and leap days are read, and days that never were are refused`()
        async throws
    {
        try await TestServer.run { server in
            let world = try await BadInputWorld.open(server)
            let times: [(written: String, read: String?)] = [
                ("2024-02-29T23:30:00+08:00", "2024-02-29T15:30:00.000Z"),
                ("2024-02-29T20:00:00-05:30", "2024-03-01T01:30:00.000Z"),
                ("2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z"),
                ("2024-12-31t23:59:59.999999z", "2024-12-31T23:59:59.999Z"),
                ("2024-03-10T02:30:00-08:00", "2024-03-10T10:30:00.000Z"), ("2023-02-29T12:00:00Z", nil),
                ("1900-02-29T12:00:00Z", nil),
                ("2024-13-01T00:00:00Z", nil), ("2024-04-31T00:00:00Z", nil), ("2024-01-01T24:00:00Z", nil),
                ("2024-01-01T23:59:60Z", nil), ("2024-01-01T00:00:00", nil), ("2024-01-01", nil),
                ("1704067200", nil),
                ("2024-01-01T00:00:00+24:00", nil), ("昨天", nil), ("", nil),
            ]
            for (number, time) in times.enumerated() {
                var order = TestOrder(id: "t\(number)").json(at: try await server.clock.now())
                order = .object(
                    order.members.map {
                        $0.name == "deliveredAt" ? JSONValue.Member("deliveredAt", .string(time.written)) : $0
                    })
                let report = try await server.root.importing([order], as: "orders", to: world.shop.id).expect(
                    200)
                let stored = try await world.shop.get("orders/t\(number)")
                #expect(report.json["refused"]?.int == (time.read == nil ? 1 : 0), "\(time.written)")
                #expect(stored.json["deliveredAt"]?.string == time.read, "\(time.written)")
            }
        }
    }

    @Test func `a half-written file leaves what was whole, names what was not, and goes in again`()
        async throws
    {
        try await TestServer.run { server in
            let world = try await BadInputWorld.open(server)
            let now = try await server.clock.now()
            let orders = (0..<6).map { TestOrder(id: "h\($0)").json(at: now) }
            let lines = orders.map { String(decoding: $0.bytes, as: UTF8.self) }
            let broken: [UInt8] =
                Array(lines[2].utf8.prefix(60)) + [0xFF, 0xFE] + Array(lines[2].utf8.suffix(20))
            var file: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("\(lines[0])\r\n\n\(lines[1])\n".utf8) + broken
            file += Array(
                "\n\(lines[3])\n{}\nnull\n\(lines[0].replacing("\"quantity\":1", with: "\"quantity\":-1"))\n"
                    .utf8)
            file +=
                Array(#"{"id":"x","lines":[]}"#.utf8) + [10]
                + [UInt8](repeating: UInt8(ascii: "x"), count: Limits.importLineBytes + 1)
            file += Array("\n\(lines[4])\n".utf8) + Array(lines[5].utf8.prefix(100))
            let url = world.shop.path("imports/orders")
            let report = try await server.root.upload(url, file, as: "application/x-ndjson").expect(200).json
            #expect(report["saved"]?.int == 4 && report["refused"]?.int == 7, "\(report.text)")
            let bad = (report["badLines"]?.items ?? []).map {
                "\($0["line"]?.int ?? 0) \($0["code"]?.string ?? "")"
            }
            #expect(
                bad.sorted() == [
                    "10 lineTooLong", "12 jsonMalformed", "4 jsonMalformed", "6 fieldMissing",
                    "7 fieldWrongType",
                    "8 fieldOutOfRange", "9 fieldWrongCount",
                ], "\(bad)")
            let again = try await server.root.importing(orders, as: "orders", to: world.shop.id).expect(200)
                .json
            #expect(again["saved"]?.int == 2 && again["unchanged"]?.int == 4, "\(again.text)")
        }
    }

    @Test func `amounts beyond all bounds are refused and stop nobody`() async throws {
        let directory = try TestDirectory()
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(data: directory.url, client: client)
            let shop = try await Qinghe.open(server.root)
            let dear = Qinghe.product("gold", ["gold-bar"], price: Limits.largestAmount)
            try await server.root.importing([dear], as: "products", to: shop.id).expect(200)
            let lines = (1...200).map { number -> JSONValue in
                [
                    "id": .string("\(number)"), "variantId": "gold-bar", "productId": "gold",
                    "price": Qinghe.yuan(1),
                    "quantity": 1,
                ]
            }
            let order: JSONValue = [
                "id": "vault", "customerId": "mei", "status": "pending", "address": Qinghe.address,
                "lines": .array(lines),
                "payments": [["amount": Qinghe.yuan(200), "methodId": "mei-card"]],
            ]
            try await shop.take([order])
            let wishes = (1...200).map {
                JSONValue.object(["lineId": .string("\($0)"), "quantity": .int(Int64(Limits.unitsOfOneLine))])
            }
            for path in ["orders/vault/changes/preview", "orders/vault/changes"] {
                let reply = try await shop.post(
                    path, ["kind": "quantities", "lines": .array(wishes), "methodId": "mei-card"])
                #expect((400..<500).contains(reply.status), "\(reply.status) \(reply.text.prefix(300))")
            }
            let swaps = (1...200).map {
                JSONValue.object(["lineId": .string("\($0)"), "newVariantId": "gold-bar"])
            }
            let swapped = try await shop.post(
                "orders/vault/changes", ["kind": "lines", "replace": .array(swaps), "methodId": "mei-card"])
            #expect(swapped.status < 500, "\(swapped.status) \(swapped.text.prefix(300))")
            #expect(try await server.root.get("/healthz").status == 200)
            await server.kill()
        }
    }

    @Test func `two thousand spoilt requests bring down nothing`() async throws {
        let seed = Outside.system.random()
        print("fuzz seed \(seed)")
        let directory = try TestDirectory()
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(data: directory.url, client: client)
            let shop = try await Qinghe.open(server.root)
            let now = try await Sandbox(root: server.root).now()
            try await shop.take(
                (0..<60).map {
                    TestOrder(id: "o\($0)", status: $0 % 2 == 0 ? "delivered" : "pending").json(at: now)
                })
            let id = try await shop.post("cases", BadInput.application("o0")).expect(201).id
            var (mutation, statuses) = (Mutation(seed: seed), [Int: Int]())
            for number in 0..<2_000 {
                let call = mutation.next(number, shop, caseID: id, now)
                let reply: Reply
                do {
                    reply = try await server.send(call)
                } catch {
                    let body = String(decoding: call.body.prefix(2_000), as: UTF8.self)
                    Issue.record(
                        "no answer to number \(number) of seed \(seed): \(call.method) \(call.path) \(body): \(error)"
                    )
                    break
                }
                statuses[reply.status, default: 0] += 1
                if reply.status >= 500 || (reply.status >= 400 && reply.code == nil) {
                    let body = String(decoding: call.body.prefix(2_000), as: UTF8.self)
                    Issue.record(
                        "\(reply.status) to number \(number) of seed \(seed): \(call.path) \(body) -> \(reply.text.prefix(300))"
                    )
                }
            }
            print(
                "fuzz answers \(statuses.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", "))"
            )
            #expect(await server.stop() == 0)
        }
        let verified = try await ServerProcess.verify(directory.url)
        #expect(verified.status == 0, "\(verified.text)")
    }
}
