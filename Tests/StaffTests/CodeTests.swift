import Base
import Staff
import Storage
import Testing

struct CodeTests {
    @Test func `梅 comes in with the code of her order, once`() async throws {
        let world = try await StaffWorld()
        let code = try await code(world)
        let signedIn = try await redeem(code, world)
        #expect(
            signedIn.principal
                == Principal(actor: Actor(.customer, "mei"), role: .customer, shop: StaffWorld.shop))
        #expect(signedIn.session.expires == world.clock.now + .hours(24))
        await #expect(throws: SignInRefusal.codeWrong) { try await redeem(code, world) }
    }

    @Test func `after five tries the right code is worth nothing`() async throws {
        let world = try await StaffWorld()
        let code = try await code(world)
        for _ in 0..<4 {
            await #expect(throws: SignInRefusal.codeWrong) { try await redeem("not it", world) }
        }
        await #expect(throws: SignInRefusal.codeSpent) { try await redeem("not it", world) }
        await #expect(throws: SignInRefusal.codeSpent) { try await redeem(code, world) }
    }

    @Test func `a code that was asked for in vain is told to be dead just like one that was sent`()
        async throws
    {
        let world = try await StaffWorld()
        try await world.change(ShopSettingsChange(messages: .kept))
        _ = try await world.customers.requestCode(request(order: "none"), for: nil)
        for refusal in [SignInRefusal.codeWrong, .codeWrong, .codeWrong, .codeWrong, .codeSpent, .codeSpent] {
            await #expect(throws: refusal) { try await redeem("000000", world, order: "none") }
        }
    }

    @Test func `a code holds for ten minutes`() async throws {
        let world = try await StaffWorld()
        let code = try await code(world)
        world.clock.advance(by: .minutes(10))
        await #expect(throws: SignInRefusal.codeSpent) { try await redeem(code, world) }
    }

    @Test func `a newer code takes the place of the older`() async throws {
        let world = try await StaffWorld()
        let old = try await code(world)
        world.clock.advance(by: .minutes(1))
        let new = try await code(world)
        if old != new {
            await #expect(throws: SignInRefusal.codeWrong) { try await redeem(old, world) }
        }
        #expect(try await redeem(new, world).session.subject == "mei")
    }

    @Test func `a code opens neither another order nor another shop`() async throws {
        let world = try await StaffWorld()
        let code = try await code(world)
        await #expect(throws: SignInRefusal.codeWrong) { try await redeem(code, world, order: "1002") }
        await #expect(throws: SignInRefusal.codeWrong) {
            try await redeem(code, world, shop: StaffWorld.other)
        }
    }

    @Test(arguments: [true, false])
    func `three codes in a quarter of an hour, whether there is such an order or not`(
        isKnown: Bool
    ) async throws {
        let world = try await StaffWorld()
        try await world.change(ShopSettingsChange(messages: .kept))
        for _ in 0..<3 {
            let until = try await world.customers.requestCode(request(), for: isKnown ? mei : nil)
            #expect(until == world.clock.now + .minutes(10))
            world.clock.advance(by: .minutes(1))
        }
        await #expect(throws: SignInRefusal.codesTooMany(waitSeconds: 720)) {
            try await world.customers.requestCode(request(), for: isKnown ? mei : nil)
        }
        world.clock.advance(by: .minutes(12))
        _ = try await world.customers.requestCode(request(), for: isKnown ? mei : nil)
    }

    @Test func `an address that asks for many orders has to wait`() async throws {
        let world = try await StaffWorld()
        try await world.change(ShopSettingsChange(messages: .kept))
        for number in 0..<10 {
            _ = try await world.customers.requestCode(request(order: "\(number)"), for: nil)
        }
        await #expect(throws: SignInRefusal.codesTooMany(waitSeconds: 900)) {
            try await world.customers.requestCode(request(order: "10"), for: nil)
        }
    }

    @Test func `no code fits an order that is not known`() async throws {
        let world = try await StaffWorld()
        try await world.change(ShopSettingsChange(messages: .kept))
        _ = try await world.customers.requestCode(request(), for: nil)
        await #expect(throws: SignInRefusal.codeWrong) { try await redeem("000000", world) }
    }

    @Test func `a shop that sends no messages offers no codes`() async throws {
        let world = try await StaffWorld()
        await #expect(throws: SignInRefusal.codesUnavailable) {
            try await world.customers.requestCode(request(), for: mei)
        }
    }

    @Test func `once sent, a code can be read nowhere`() async throws {
        let world = try await StaffWorld()
        let code = try await code(world, keeping: false)
        let texts = try await world.database.read { transaction in
            try transaction.rows("SELECT arguments, sealed FROM messages") {
                try $0.text() + ($0.optionalText() ?? "")
            }
                + transaction.rows("SELECT detail FROM events") { try $0.text() }
                + transaction.rows("SELECT detail FROM jobs") { try $0.text() }
        }
        #expect(!texts.contains { $0.contains(code) || $0.contains("mei@example.com") })
        #expect(try await redeem(code, world).session.subject == "mei")
    }

    private let mei = CodeRecipient(
        customer: "mei", destination: MessageDestination(.email, "mei@example.com"))

    private func request(order: String = "1001") -> CodeRequest {
        CodeRequest(
            shop: StaffWorld.shop, order: order, language: .simplified, from: ClientAddress("198.51.100.4"))
    }

    /// Asks for a code and reads it from the message that the shop's sender gets.
    private func code(_ world: StaffWorld, keeping: Bool = true) async throws -> String {
        try await world.change(
            ShopSettingsChange(
                messages: .webhook(url: "https://sender.example.com/hook"), keepSentMessages: keeping,
                webhookSecret: "a secret of the shop".filter { $0 != " " }))
        _ = try await world.customers.requestCode(request(), for: mei)
        let outbox = Outbox(world)
        try await outbox.run()
        return try #require(outbox.posts.last?.body["data"]?["arguments"]?["code"]?.string)
    }

    private func redeem(
        _ code: String, _ world: StaffWorld, order: String = "1001", shop: ShopID = StaffWorld.shop
    ) async throws -> SignedIn {
        try await world.customers.redeemCode(
            CodeRedemption(shop: shop, order: order, code: code, from: ClientAddress("198.51.100.4")))
    }
}
