import Base
import Crypto
import Staff
import Storage
import Testing

struct LinkTests {
    private let secret = "the-link-secret-of-the-shop"

    @Test func `a link of the shop's own site lets its customer in, once`() async throws {
        let world = try await world()
        let link = link(world.clock.now + .minutes(15))
        let signedIn = try await world.customers.redeemLink(link)
        #expect(signedIn.principal.actor == Actor(.customer, "mei"))
        #expect(signedIn.session.expires == world.clock.now + .days(30))
        await #expect(throws: SignInRefusal.linkUsed) { try await world.customers.redeemLink(link) }
        let shouted = SignedLink(
            shop: link.shop, customer: link.customer, expires: link.expires,
            signature: link.signature.uppercased())
        await #expect(throws: SignInRefusal.linkUsed) { try await world.customers.redeemLink(shouted) }
    }

    @Test func `a link ends at its time and reaches a quarter of an hour ahead`() async throws {
        let world = try await world()
        await #expect(throws: SignInRefusal.linkExpired) {
            try await world.customers.redeemLink(link(world.clock.now))
        }
        await #expect(throws: SignInRefusal.linkInvalid) {
            try await world.customers.redeemLink(link(world.clock.now + .seconds(901)))
        }
    }

    @Test func `nothing of a link can be changed`() async throws {
        let world = try await world()
        let good = link(world.clock.now + .minutes(5))
        let forged = [
            SignedLink(shop: good.shop, customer: "other", expires: good.expires, signature: good.signature),
            SignedLink(
                shop: StaffWorld.other, customer: "mei", expires: good.expires, signature: good.signature),
            SignedLink(
                shop: good.shop, customer: "mei", expires: good.expires + "0", signature: good.signature),
            SignedLink(shop: good.shop, customer: "mei", expires: "+1", signature: good.signature),
            SignedLink(shop: good.shop, customer: "mei", expires: good.expires, signature: "00"),
            SignedLink(shop: good.shop, customer: "mei", expires: good.expires, signature: "not hex"),
            link(world.clock.now + .minutes(5), secret: "the-secret-of-another"),
        ]
        for link in forged {
            await #expect(throws: SignInRefusal.linkInvalid) { try await world.customers.redeemLink(link) }
        }
    }

    @Test func `a shop without a link secret takes no links`() async throws {
        let world = try await StaffWorld()
        await #expect(throws: SignInRefusal.linkInvalid) {
            try await world.customers.redeemLink(link(world.clock.now + .minutes(5)))
        }
    }

    private func world() async throws -> StaffWorld {
        let world = try await StaffWorld()
        try await world.change(ShopSettingsChange(linkSecret: secret))
        return world
    }

    private func link(_ expires: Timestamp, secret: String? = nil) -> SignedLink {
        let seconds = String(expires.milliseconds / 1000)
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(StaffWorld.shop)\nmei\n\(seconds)".utf8),
            using: SymmetricKey(data: Array((secret ?? self.secret).utf8)))
        let hex = code.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        return SignedLink(shop: StaffWorld.shop, customer: "mei", expires: seconds, signature: hex)
    }
}
