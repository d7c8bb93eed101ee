import App
import Base
import Crypto
import Foundation
import Staff
import Storage
import TestSupport
import Testing

/// Who may come in, how often, and what they may do there.
@Suite(.timeLimit(.minutes(10))) struct AccessStoryTests {
    @Test func `a role does what it may and nothing else, and no role leaves its shop`() async throws {
        try await TestServer.run { server in
            let world = try await BadInputWorld.open(server)
            let (shop, now) = (world.shop, try await server.clock.now())
            try await shop.take([TestOrder(id: "big", variant: "kettle-steel", quantity: 2).json(at: now)])
            let id = try await shop.open("refundOnly", "notReceived", "big", "kettle-steel", 2).expect(201).id
            let viewer = try await shop.caller("viewer").api
            let agent = try await shop.caller("agent").api
            let supervisor = try await shop.caller("supervisor").api
            let approval = shop.path("cases/\(id)/approval")
            try await viewer.get(shop.path("cases/\(id)")).expect(200)
            try await viewer.post(approval).expect(403, "permissionMissing")
            try await viewer.post(shop.path("cases"), BadInput.application("o1")).expect(
                403, "permissionMissing")
            try await viewer.put("/v1/sandbox/provider", [:]).expect(403, "roleTooLow")
            try await agent.post(approval).expect(403, "grantAboveLimit")
            try await agent.post(shop.path("cases/\(id)/arbitration"), ["ruling": "customer"]).expect(
                403, "permissionMissing")
            try await supervisor.post(shop.path("policy/publication")).expect(403, "permissionMissing")
            try await server.root.with(key: world.stranger).post(approval).expect(404, "shopUnknown")
            #expect(try await shop.state(id) == "reviewing")
            // A refused permission is not remembered: the same key, once allowed, is answered anew.
            try await supervisor.post(approval).expect(200)
        }
    }

    @Test func `a revoked key is refused at once, also for what it was told before`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            try await shop.take([TestOrder(id: "pot").json(at: try await server.clock.now())])
            let lin = try await shop.caller("agent")
            let body = BadInput.application("pot")
            try await lin.api.post(shop.path("cases"), body, key: "one").expect(201)
            let listed = try await shop.get("keys").expect(200)
            #expect(!listed.text.contains(lin.api.key ?? "?"))
            try await shop.post("keys/\(lin.keyID)/revocation").expect(200)
            try await lin.api.get(shop.path("cases")).expect(401, "keyUnknown")
            try await lin.api.post(shop.path("cases"), body, key: "one").expect(401, "keyUnknown")
        }
    }

    @Test func `a key's secret is told once, also when its making is repeated`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let first = try await shop.post("keys", ["role": "agent", "name": "林"], key: "one").expect(201)
            let again = try await shop.post("keys", ["role": "agent", "name": "林"], key: "one").expect(201)
            #expect(first.id == again.id && first.json["secret"] != nil && again.json["secret"] == nil)
            #expect(try await shop.get("keys").items.count == 1)
        }
    }

    @Test func `who calls too often waits, and the root key does not`() async throws {
        try await TestServer.run {
            $0.keyCallsPerSecond = 1
            $0.keyBurst = 5
        } _: { server in
            let shop = try await Qinghe.open(server.root)
            let lin = try await shop.caller("agent").api
            var refused: Reply?
            for _ in 0..<50 where refused == nil {
                let reply = try await lin.get(shop.path("cases"))
                if reply.status != 200 { refused = reply }
            }
            let waiting = try #require(refused).expect(429, "rateLimited")
            #expect(Int(waiting.headers["retry-after"] ?? "") ?? 0 >= 1)
            for _ in 0..<50 { try await shop.get("cases").expect(200) }
        }
    }

    @Test func `who watches over the server is answered however often anybody calls`() async throws {
        try await TestServer.run {
            $0.addressCallsPerSecond = 1
            $0.addressBurst = 3
        } _: { server in
            let anybody = server.root.with(key: nil)
            while try await anybody.get("/openapi.json").status != 429 { continue }
            for path in ["/healthz", "/readyz", "/metrics"] {
                for _ in 0..<20 { try await anybody.get(path).expect(200) }
            }
            try await anybody.get("/openapi.json").expect(429, "rateLimited")
        }
    }

    @Test func `梅 comes in by a code that the shop keeps, once`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let services = server.services
            let request = CodeRequest(
                shop: ShopID(shop.id), order: "pot", language: .simplified, from: ClientAddress("192.0.2.1"))
            let mei = CodeRecipient(
                customer: "mei", destination: MessageDestination(.email, "mei@example.com"))
            await #expect(throws: SignInRefusal.codesUnavailable) {
                try await services.customerSignIn.requestCode(request, for: mei)
            }
            try await server.root.patch(
                shop.path("settings"), ["messages": "kept", "keepSentMessages": true]
            ).expect(200)
            _ = try await services.customerSignIn.requestCode(request, for: mei)
            try await server.clock.pass()
            let code = try #require(try await Self.keptCode(server, shop))
            func redeem(_ code: String) async throws -> SignedIn {
                try await services.customerSignIn.redeemCode(
                    CodeRedemption(
                        shop: ShopID(shop.id), order: "pot", code: code, from: ClientAddress("192.0.2.1")))
            }
            let wrong = code == "000000" ? "000001" : "000000"
            await #expect(throws: SignInRefusal.codeWrong) { try await redeem(wrong) }
            let signedIn = try await redeem(code)
            #expect(signedIn.principal.role == .customer && signedIn.principal.actor.id == "mei")
            #expect(
                try await services.sessions.principal(for: signedIn.token)?.principal == signedIn.principal)
            await #expect(throws: SignInRefusal.codeWrong) { try await redeem(code) }
            // A customer's session opens no door of the API.
            var call = Call(method: "GET", path: shop.path("cases"))
            call.headers = [("Cookie", "huitou_customer=\(signedIn.token)")]
            try await server.root.send(call).expect(403, "roleTooLow")
        }
    }

    @Test func `a signed link lets 梅 in once, and no other link lets anybody in`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let secret = "a-secret-of-the-shops-own-site"
            try await server.root.patch(shop.path("settings"), ["linkSecret": .string(secret)]).expect(200)
            let now = try await server.clock.now()
            let desk = server.services.customerSignIn
            func link(_ shop: String, _ customer: String, _ seconds: Int64, _ secret: String) -> SignedLink {
                let expires = String(now.milliseconds / 1000 + seconds)
                let signed = Array("\(shop)\n\(customer)\n\(expires)".utf8)
                let code = HMAC<SHA256>.authenticationCode(
                    for: signed, using: SymmetricKey(data: Array(secret.utf8)))
                let hex = code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
                return SignedLink(shop: ShopID(shop), customer: customer, expires: expires, signature: hex)
            }
            let good = link(shop.id, "mei", 60, secret)
            #expect(try await desk.redeemLink(good).principal.actor.id == "mei")
            await #expect(throws: SignInRefusal.linkUsed) { try await desk.redeemLink(good) }
            let forged = SignedLink(
                shop: good.shop, customer: "lan", expires: good.expires, signature: good.signature)
            await #expect(throws: SignInRefusal.linkInvalid) { try await desk.redeemLink(forged) }
            await #expect(throws: SignInRefusal.linkInvalid) {
                try await desk.redeemLink(link(shop.id, "mei", 60, "another secret of it"))
            }
            await #expect(throws: SignInRefusal.linkExpired) {
                try await desk.redeemLink(link(shop.id, "mei", -1, secret))
            }
            await #expect(throws: SignInRefusal.linkInvalid) {
                try await desk.redeemLink(link(shop.id, "mei", 3_600, secret))
            }
        }
    }

    @Test func `a follower that comes back gets every event, none twice and none left out`() async throws {
        let directory = try TestDirectory()
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(data: directory.url, client: client)
            let shop = try await Qinghe.open(server.root)
            _ = try await Qinghe.open(server.root, id: "maiping")
            let now = try await Sandbox(root: server.root).now()
            try await shop.take((0..<60).map { TestOrder(id: "o\($0)").json(at: now) })
            var heard: [Int64] = []
            for part in 0..<4 {
                async let opening: Void = Self.openCases(shop, (part * 15)..<(part * 15 + 15))
                heard += try await Self.listen(server, shop, after: heard.last ?? 0, for: 10)
                try await opening
            }
            #expect(try await Self.listen(server, shop, after: 0, for: heard.count) == heard)
            #expect(Set(heard).count == heard.count && heard == heard.sorted())
            #expect(await server.stop() == 0)
        }
    }

    private static func openCases(_ shop: Qinghe, _ numbers: Range<Int>) async throws {
        for number in numbers { try await shop.post("cases", BadInput.application("o\(number)")).expect(201) }
    }

    /// The positions of the next events.
    private static func listen(
        _ server: ServerProcess, _ shop: Qinghe, after last: Int64, for count: Int
    ) async throws -> [Int64] {
        var call = shop.root.call("GET", shop.path("events"))
        call.headers.append(("Last-Event-ID", String(last)))
        let text = try await server.listen(call) { positions(in: $0).count >= count }
        return Array(positions(in: text).prefix(count))
    }

    /// Of the messages that have ended.
    private static func positions(in text: String) -> [Int64] {
        text.split(separator: "\n\n", omittingEmptySubsequences: false).dropLast().compactMap { message in
            let lines = message.split(separator: "\n")
            guard lines.contains(where: { $0.hasPrefix("data: ") }) else { return nil }
            return lines.first { $0.hasPrefix("id: ") }.flatMap { Int64($0.dropFirst(4)) }
        }
    }

    static func keptCode(_ server: TestServer, _ shop: Qinghe) async throws -> String? {
        let owner = Principal(actor: .system, role: .owner, shop: ShopID(shop.id))
        return try await server.services.database.read { transaction in
            try server.services.messages.list(of: ShopID(shop.id), for: owner, in: transaction).items
                .first { $0.kind == CustomerSignInDesk.codeMessage }?.arguments["code"]
        }
    }
}
