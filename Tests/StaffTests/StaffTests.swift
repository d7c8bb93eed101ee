import Base
import Staff
import Storage
import Testing
import Vault

struct StaffTests {
    @Test(arguments: [
        ("short", StaffRefusal.passwordTooShort), (String(repeating: "长", count: 201), .passwordTooLong),
        ("LIN@example.com", .passwordIsEmail),
    ])
    func `a weak password is not set`(password: String, refusal: StaffRefusal) async throws {
        let world = try await StaffWorld()
        let lin = try await world.lin()
        await #expect(throws: refusal) {
            try await world.staff.setPassword(of: lin.id, of: lin.shop, to: password, by: world.owner)
        }
    }

    @Test func `one's own password is changed with the one in force only`() async throws {
        let world = try await StaffWorld()
        let lin = try await world.lin()
        let own = Principal(actor: Actor(.staff, lin.id.text), role: .agent, shop: lin.shop)
        await #expect(throws: StaffRefusal.passwordWrong) {
            try await world.staff.changeOwnPassword(from: "a guess of mine", to: "quite another one", by: own)
        }
    }

    @Test func `a password is kept with the cost it was hashed at and fits at another`() async throws {
        let world = try await StaffWorld()
        let lin = try await world.lin()
        let strong = PasswordHasher(outside: world.outside)
        let staff = StaffDesk(
            database: world.database, events: world.events, hasher: strong, people: world.people)
        try await staff.setPassword(of: lin.id, of: lin.shop, to: "ein längeres Wort", by: world.owner)
        let stored = try await world.database.read {
            try $0.first("SELECT password FROM staff WHERE id = \(lin.id)") { try $0.text() }
        }
        #expect(stored?.hasPrefix("scrypt$15$8$1$") == true)
        #expect(
            try await world.signIn(world.form("ein la\u{308}ngeres Wort")).session.subject
                == lin.id.text)
    }

    @Test func `what people are called lies sealed, and whom a version before left readable still signs in`()
        async throws
    {
        let world = try await StaffWorld()
        let lin = try await world.lin()
        let rows = { [database = world.database] in
            try await database.read {
                try $0.rows("SELECT email, name, email_key FROM staff") {
                    [try $0.text(), try $0.text(), try $0.text()].joined(separator: " ")
                }
            }
        }
        #expect(try await rows().allSatisfy { !$0.contains("lin@") && !$0.contains("林") })
        try await world.database.write {
            try $0.run(
                """
                UPDATE staff SET email = \(StaffWorld.email), name = '林', email_key = \(StaffWorld.email)
                WHERE id = \(lin.id)
                """)
        }
        for count in [1, 0] {
            let sealed = try await world.database.write { [people = world.people] in
                try StaffDesk.sealReadable(people, $0)
            }
            #expect(sealed == count)
        }
        #expect(try await rows().allSatisfy { !$0.contains("lin@") && !$0.contains("林") })
        #expect(try await world.signIn(world.form()).session.subject == lin.id.text)
    }

    @Test func `an e-mail address stands once in a shop`() async throws {
        let world = try await StaffWorld()
        _ = try await world.lin()
        await #expect(throws: StaffRefusal.staffExists) {
            try await world.database.write {
                let new = try NewStaff(
                    shop: StaffWorld.shop, email: "Lin@Example.com", name: "林二", role: .viewer)
                _ = try world.staff.add(new, by: world.owner, in: $0)
            }
        }
    }

    @Test func `the last owner stays, unless the platform says otherwise`() async throws {
        let world = try await StaffWorld()
        let lin = try await world.lin(.owner)
        await #expect(throws: StaffRefusal.lastOwner) {
            try await world.database.write {
                _ = try world.staff.deactivate(lin.id, of: lin.shop, by: world.owner, in: $0)
            }
        }
        await #expect(throws: StaffRefusal.lastOwner) {
            try await world.database.write {
                _ = try world.staff.changeRole(of: lin.id, to: .agent, of: lin.shop, by: world.owner, in: $0)
            }
        }
        try await world.database.write {
            _ = try world.staff.deactivate(lin.id, of: lin.shop, by: world.platform, in: $0)
        }
    }

    @Test func `an owner reaches neither other shops nor the platform`() async throws {
        let world = try await StaffWorld()
        for shop in [StaffWorld.other, .platform] {
            await #expect(throws: ShopRefusal.shopUnknown(shop)) {
                try await world.database.read { try world.staff.list(of: shop, for: world.owner, in: $0) }
            }
        }
        #expect(throws: StaffRefusal.roleNotForShop(.platform)) {
            try NewStaff(shop: StaffWorld.shop, email: "a@b.c", name: "甲", role: .platform)
        }
        #expect(throws: StaffRefusal.roleNotForShop(.agent)) {
            try NewStaff(shop: .platform, email: "a@b.c", name: "甲", role: .agent)
        }
    }

    @Test func `a platform operator signs in at the platform and reaches every shop`() async throws {
        let world = try await StaffWorld()
        let member = try await world.database.write {
            let new = try NewStaff(shop: .platform, email: "op@example.com", name: "运", role: .platform)
            return try world.staff.add(new, by: world.platform, in: $0)
        }
        try await world.staff.setPassword(
            of: member.id, of: .platform, to: StaffWorld.password, by: world.platform)
        let form = SignInForm(
            shop: .platform, email: "op@example.com", password: StaffWorld.password,
            from: ClientAddress("::1"))
        let principal = try await world.signIn(form).principal
        #expect(principal == Principal(actor: Actor(.platform, member.id.text), role: .platform, shop: nil))
    }

    /// One step of forgetting, for a time of a hundred days.
    private func forgotten(_ world: StaffWorld) async throws -> [Identifier<StaffMember>] {
        try await world.database.write(in: StaffWorld.shop) {
            try world.staff.expire(
                leftBefore: $0.now - .days(100), limit: 9, in: StaffWorld.shop, $0
            ).map(\.id)
        }
    }

    private func letIn(_ isLetIn: Bool, _ lin: StaffMember, _ world: StaffWorld) async throws {
        try await world.database.write(in: StaffWorld.shop) {
            let act = isLetIn ? world.staff.reactivate : world.staff.deactivate
            _ = try act(lin.id, StaffWorld.shop, world.owner, $0)
        }
    }

    @Test func `who left is forgotten once that time is over, and can be added anew only`() async throws {
        let world = try await StaffWorld()
        let lin = try await world.lin()
        try await letIn(false, lin, world)
        world.clock.advance(by: .days(99))
        #expect(try await forgotten(world).isEmpty)
        world.clock.advance(by: .days(2))
        let soon = try await world.database.read {
            try world.staff.countOver(
                leftBefore: $0.now - .days(100), most: 9, in: StaffWorld.shop, $0)
        }
        #expect(soon == 1)
        #expect(try await forgotten(world) == [lin.id])
        #expect(try await forgotten(world).isEmpty)
        let left = try await world.database.read {
            try world.staff.member(lin.id, of: StaffWorld.shop, in: $0)
        }
        #expect(left.isForgotten && left.email == "" && left.name == lin.id.text && !left.hasPassword)
        let person = Person.member(lin.id.text, of: StaffWorld.shop).name
        let keys = try await world.database.read {
            try $0.count("SELECT COUNT(*) FROM person_keys WHERE person = \(person)")
        }
        #expect(keys == 0)
        await #expect(throws: StaffRefusal.staffForgotten) { try await letIn(true, lin, world) }
        let again = try await world.lin()
        #expect(again.id != lin.id && again.email == StaffWorld.email)
        let all = try await world.database.read {
            try world.staff.list(of: StaffWorld.shop, for: world.owner, in: $0).map(\.id)
        }
        #expect(all == [again.id, lin.id])
    }

    @Test func `who was let in again has the whole time once more, and so does whose leaving nobody noted`()
        async throws
    {
        let world = try await StaffWorld()
        let lin = try await world.lin()
        for isLetIn in [false, true, false] {
            try await letIn(isLetIn, lin, world)
            world.clock.advance(by: .days(60))
            #expect(try await forgotten(world).isEmpty)
        }
        try await letIn(false, lin, world)
        try await world.database.write {
            try $0.run("UPDATE staff SET left_at = NULL")
        }
        world.clock.advance(by: .days(60))
        #expect(try await forgotten(world).isEmpty)
        world.clock.advance(by: .days(101))
        #expect(try await forgotten(world) == [lin.id])
    }
}
