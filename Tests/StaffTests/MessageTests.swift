import Base
import Crypto
import Foundation
import Jobs
import Staff
import Storage
import Testing

struct MessageTests {
    private let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    @Test func `a message leaves by a signed webhook and its secrets are forgotten`() async throws {
        let world = try await world()
        let outbox = Outbox(world)
        try await send(world)
        #expect(try await listed(world).map(\.state) == [.queued])
        try await outbox.run()
        let post = try #require(outbox.posts.first)
        #expect(post.url == "https://sender.example.com/hook")
        #expect(post.body["data"]?["to"]?.string == "13800000000")
        #expect(post.body["data"]?["text"]?.string == "message.notice.text 42 kept secret")
        #expect(try isSigned(post))
        let message = try #require(try await listed(world).first)
        #expect(message.state == .sent && message.sent == world.clock.now)
        #expect(message.maskedDestination == "138****0000")
        #expect(message.arguments == ["open": "42 kept", "hidden": "••••••"])
        #expect(try await sealedParts(world) == 0)
    }

    @Test func `a demonstration shop shows what was sent, but not what still waits`() async throws {
        let world = try await world()
        try await world.change(ShopSettingsChange(messages: .kept, keepSentMessages: true))
        try await send(world)
        #expect(try await listed(world).first?.arguments["hidden"] == "••••••")
        let outbox = Outbox(world)
        try await outbox.run()
        #expect(outbox.posts.isEmpty)
        #expect(try await listed(world).first?.arguments["hidden"] == "secret")
        try await world.change(ShopSettingsChange(keepSentMessages: false))
        #expect(try await sealedParts(world) == 0)
    }

    @Test(arguments: [(500, "status500"), (404, "status404"), (429, "status429")])
    func `a receiver in trouble is tried again`(status: Int, reason: String) async throws {
        let world = try await world()
        try await send(world)
        let outcomes = try await Outbox(world, answering: status).run()
        guard case .retry(reason) = try #require(outcomes.first) else {
            Issue.record("not tried again")
            return
        }
        #expect(try await listed(world).map(\.state) == [.queued])
    }

    @Test func `a receiver that will never take it ends in a person's view`() async throws {
        let world = try await world()
        try await send(world)
        let outcomes = try await Outbox(world, answering: 410).run()
        guard case .failed("status410") = try #require(outcomes.first) else {
            Issue.record("not failed")
            return
        }
        let message = try #require(try await listed(world).first)
        #expect(message.state == .failed && message.fault == "status410")
        #expect(try await sealedParts(world) == 1)
    }

    @Test func `a message past its time is not sent and forgets its secrets`() async throws {
        let world = try await world()
        try await send(world, expires: world.clock.now + .minutes(10))
        world.clock.advance(by: .minutes(10))
        let outbox = Outbox(world)
        try await outbox.run()
        #expect(outbox.posts.isEmpty)
        #expect(try await listed(world).first?.fault == "expired")
        #expect(try await sealedParts(world) == 0)
    }

    @Test func `in a shop that sends nothing a message is noted as failed and keeps no secret`() async throws
    {
        let world = try await StaffWorld()
        try await send(world)
        #expect(try await listed(world).first?.fault == "noSender")
        #expect(try await sealedParts(world) == 0)
        #expect(try await Outbox(world).run().isEmpty)
    }

    @Test func `agents do not read messages`() async throws {
        let world = try await StaffWorld()
        let agent = Principal(actor: Actor(.staff, "U1"), role: .agent, shop: StaffWorld.shop)
        await #expect(throws: AccessRefusal.permissionMissing(.messagesRead)) {
            try await world.database.read { try world.messages.list(of: StaffWorld.shop, for: agent, in: $0) }
        }
    }

    private func world() async throws -> StaffWorld {
        let world = try await StaffWorld()
        try await world.change(
            ShopSettingsChange(
                messages: .webhook(url: "https://sender.example.com/hook"), webhookSecret: secret))
        return world
    }

    private func send(_ world: StaffWorld, expires: Timestamp? = nil) async throws {
        let order = MessageOrder(
            "notice", of: StaffWorld.shop, to: "mei", at: MessageDestination(.phone, "13800000000"),
            in: .simplified,
            arguments: ["open": "42 kept"], secrets: ["hidden": "secret"], expires: expires)
        try await world.database.write { _ = try world.messages.send(order, in: $0) }
    }

    private func listed(_ world: StaffWorld) async throws -> [ListedMessage] {
        try await world.database.read {
            try world.messages.list(of: StaffWorld.shop, for: world.owner, in: $0).items
        }
    }

    private func sealedParts(_ world: StaffWorld) async throws -> Int {
        try await world.database.read {
            try $0.count("SELECT COUNT(*) FROM messages WHERE sealed IS NOT NULL")
        }
    }

    private func isSigned(_ post: Outbox.Post) throws -> Bool {
        let key = try #require(Data(base64Encoded: String(secret.dropFirst(6))))
        let (id, time) = (post.headers["webhook-id"] ?? "", post.headers["webhook-timestamp"] ?? "")
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(id).\(time).\(post.text)".utf8), using: SymmetricKey(data: key))
        return post.headers["webhook-signature"] == "v1," + Data(code).base64EncodedString()
    }
}
