import Base
import Staff
import Storage
import Testing

struct ShopTests {
    @Test(arguments: [
        ("", "茶", "CNY", "Asia/Shanghai", ShopRefusal.shopIDInvalid),
        ("Tea", "茶", "CNY", "Asia/Shanghai", .shopIDInvalid),
        ("*", "茶", "CNY", "Asia/Shanghai", .shopIDInvalid),
        (String(repeating: "a", count: 65), "茶", "CNY", "Asia/Shanghai", .shopIDInvalid),
        ("tea", " \n", "CNY", "Asia/Shanghai", .shopNameInvalid),
        ("tea", "茶", "cny", "Asia/Shanghai", .currencyInvalid),
        ("tea", "茶", "CNY", "Mars/Olympus", .timeZoneUnknown),
    ])
    func `a shop that cannot be is refused`(
        id: String, name: String, currency: String, zone: String, refusal: ShopRefusal
    ) {
        #expect(throws: refusal) {
            try ShopOpening(id: id, name: name, currency: currency, timeZone: zone, packName: "retail-simple")
        }
    }

    @Test func `only the platform opens shops, and each id once`() async throws {
        let world = try await StaffWorld()
        let opening = try ShopOpening(
            id: StaffWorld.shop.text, name: "茶", currency: "CNY", timeZone: "Asia/Shanghai",
            packName: "retail-simple")
        await #expect(throws: ShopRefusal.shopExists(StaffWorld.shop)) {
            try await world.database.write { _ = try world.shops.open(opening, by: world.platform, in: $0) }
        }
        await #expect(throws: AccessRefusal.permissionMissing(.shopsManage)) {
            try await world.database.write { _ = try world.shops.open(opening, by: world.owner, in: $0) }
        }
    }

    @Test func `the platform lists every shop, an owner the own one`() async throws {
        let world = try await StaffWorld()
        let (first, second, own) = try await world.database.read { transaction in
            let first = try world.shops.list(for: world.platform, limit: 1, in: transaction)
            let second = try world.shops.list(
                for: world.platform, after: first.next, limit: 1, in: transaction)
            return (first, second, try world.shops.list(for: world.owner, in: transaction))
        }
        #expect(first.items.map(\.id) == [StaffWorld.other] && first.next != nil)
        #expect(second.items.map(\.id) == [StaffWorld.shop] && second.next == nil)
        #expect(own.items.map(\.id) == [StaffWorld.shop])
    }

    @Test func `a change of settings is seen at once`() async throws {
        let world = try await StaffWorld()
        #expect(try await world.shops.shop(StaffWorld.shop).settings == ShopSettings())
        try await world.change(ShopSettingsChange(messages: .kept, keepSentMessages: true))
        #expect(
            try await world.shops.shop(StaffWorld.shop).settings
                == ShopSettings(messages: .kept, keepSentMessages: true))
        await #expect(throws: ShopRefusal.shopUnknown("nowhere")) { try await world.shops.shop("nowhere") }
    }

    @Test(arguments: [
        "http://sender.example.com/", "https://localhost/", "https://127.0.0.1/", "https://[::1]/",
        "https://10.0.0.1/",
        "https://2130706433/", "https://user:word@example.com/", "https://db.internal/", "ftp://example.com/",
        "sender",
    ])
    func `a sender is called over https at a public name`(url: String) async throws {
        let world = try await StaffWorld()
        await #expect(throws: ShopRefusal.webhookAddressInvalid) {
            try await world.change(
                ShopSettingsChange(messages: .webhook(url: url), webhookSecret: "sixteen-letters-"))
        }
    }

    @Test func `a webhook needs a secret to sign with`() async throws {
        let world = try await StaffWorld()
        let webhook = MessageRoute.webhook(url: "https://sender.example.com/hook")
        await #expect(throws: ShopRefusal.webhookSecretMissing) {
            try await world.change(ShopSettingsChange(messages: webhook))
        }
        await #expect(throws: ShopRefusal.secretInvalid(field: "/webhookSecret")) {
            try await world.change(ShopSettingsChange(messages: webhook, webhookSecret: "whsec_not/base64!!"))
        }
        try await world.change(
            ShopSettingsChange(messages: webhook, webhookSecret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
    }
}
