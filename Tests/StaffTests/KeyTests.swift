import Base
import Staff
import Storage
import Testing

struct KeyTests {
    @Test func `a key is known by its secret, which is kept only as a hash`() async throws {
        let world = try await StaffWorld()
        let made = try await make(.agent, world)
        #expect(made.secret.wholeMatch(of: /ht_[a-z2-7]{12}_[a-z2-7]{40}/) != nil)
        #expect(
            try await world.keys.principal(for: made.secret)
                == Principal(actor: Actor(.key, made.key.id.text), role: .agent, shop: StaffWorld.shop))
        let listed = try await world.database.read {
            try world.keys.list(of: StaffWorld.shop, for: world.owner, in: $0)
        }
        #expect(listed.map(\.id) == [made.key.id])
        #expect(made.secret.hasPrefix(made.key.id.text))
        let hash = try await world.database.read {
            try $0.first("SELECT secret_hash FROM access_keys WHERE id = \(made.key.id)") { try $0.bytes() }
        }
        #expect(hash?.count == 32)
    }

    @Test func `a revoked key is refused at once, although it was used a moment ago`() async throws {
        let world = try await StaffWorld()
        let made = try await make(.owner, world)
        #expect(try await world.keys.principal(for: made.secret) != nil)
        let revoked = try await world.database.write {
            try world.keys.revoke(made.key.id, of: StaffWorld.shop, by: world.owner, in: $0)
        }
        #expect(revoked.revoked == world.clock.now)
        #expect(try await world.keys.principal(for: made.secret) == nil)
    }

    @Test func `a key of one shop does nothing in another`() async throws {
        let world = try await StaffWorld()
        let secret = try await make(.owner, world).secret
        let principal = try #require(try await world.keys.principal(for: secret))
        #expect(throws: ShopRefusal.shopUnknown(StaffWorld.other)) {
            try principal.require(.ordersRead, in: StaffWorld.other)
        }
        await #expect(throws: ShopRefusal.shopUnknown(StaffWorld.other)) {
            try await world.database.write {
                let new = try NewKey(shop: StaffWorld.other, role: .viewer, name: "spy")
                _ = try world.keys.create(new, by: principal, in: $0)
            }
        }
    }

    @Test func `revoking somebody else's key says that there is none`() async throws {
        let world = try await StaffWorld()
        let made = try await make(.owner, world)
        let stranger = Principal(actor: Actor(.staff, "U9"), role: .owner, shop: StaffWorld.other)
        await #expect(throws: KeyRefusal.keyNotFound) {
            try await world.database.write {
                _ = try world.keys.revoke(made.key.id, of: StaffWorld.other, by: stranger, in: $0)
            }
        }
    }

    @Test func `agents make no keys, and a shop's key is never the platform's`() async throws {
        let world = try await StaffWorld()
        let agent = Principal(actor: Actor(.staff, "U1"), role: .agent, shop: StaffWorld.shop)
        await #expect(throws: AccessRefusal.permissionMissing(.keysManage)) {
            try await world.database.write {
                let new = try NewKey(shop: StaffWorld.shop, role: .viewer, name: "mine")
                _ = try world.keys.create(new, by: agent, in: $0)
            }
        }
        #expect(throws: KeyRefusal.keyRoleInvalid(.platform)) {
            try NewKey(shop: StaffWorld.shop, role: .platform, name: "all")
        }
        #expect(throws: KeyRefusal.keyRoleInvalid(.customer)) {
            try NewKey(shop: StaffWorld.shop, role: .customer, name: "梅")
        }
    }

    @Test func `the root key of a new database stays, and may do everything without a limit`() async throws {
        let world = try await StaffWorld()
        #expect(try await world.keys.installRootKey("root-key-of-twelve") == .installed)
        #expect(try await world.keys.installRootKey("root-key-of-twelve") == .unchanged)
        #expect(try await world.keys.installRootKey("another-root-key") == .differs)
        #expect(try await world.keys.principal(for: "another-root-key") == nil)
        let root = try #require(try await world.keys.principal(for: "root-key-of-twelve"))
        #expect(
            root
                == Principal(
                    actor: Actor(.key, "root"), role: .platform, shop: nil, isUnlimited: true,
                    readsPersonal: true))
        await #expect(throws: KeyRefusal.rootKeyFixed) {
            try await world.database.write {
                _ = try world.keys.revoke("root", of: .platform, by: root, in: $0)
            }
        }
        try await world.keys.replaceRootKey(by: "another-root-key")
        #expect(try await world.keys.principal(for: "root-key-of-twelve") == nil)
        #expect(try await world.keys.principal(for: "another-root-key") != nil)
    }

    @Test(arguments: [
        "", "elevenchars", String(repeating: "x", count: 129), "with a space in", "täglich-neuer-key",
    ])
    func `a root key outside 12 to 128 printable characters is refused`(text: String) async throws {
        let world = try await StaffWorld()
        await #expect(throws: KeyRefusal.rootKeyInvalid) { try await world.keys.installRootKey(text) }
    }

    @Test func `use is noted to the hour`() async throws {
        let world = try await StaffWorld()
        let made = try await make(.viewer, world)
        _ = try await world.keys.principal(for: made.secret)
        let listed = try await world.database.read {
            try world.keys.list(of: StaffWorld.shop, for: world.owner, in: $0)
        }
        let used = try #require(listed.first?.lastUsed)
        #expect(used.milliseconds.isMultiple(of: 3_600_000) && used <= world.clock.now)
    }

    private func make(_ role: Role, _ world: StaffWorld) async throws -> MadeKey {
        try await world.database.write {
            try world.keys.create(
                NewKey(shop: StaffWorld.shop, role: role, name: "till"), by: world.owner, in: $0)
        }
    }
}
