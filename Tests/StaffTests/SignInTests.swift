import Base
import Staff
import Storage
import Testing

struct SignInTests {
    @Test func `the fifth wrong password makes the account wait, and each further one doubles the wait`()
        async throws
    {
        let world = try await StaffWorld()
        _ = try await world.lin()
        try await failFiveTimes(world)
        for seconds in [30, 60, 120] {
            await #expect(throws: SignInRefusal.signInThrottled(waitSeconds: seconds)) {
                try await world.signIn(world.form())
            }
            world.clock.advance(by: .seconds(seconds))
            await #expect(throws: SignInRefusal.signInFailed) {
                try await world.signIn(world.form("wrong"))
            }
        }
    }

    @Test func `an account that does not exist is answered like one that does`() async throws {
        let world = try await StaffWorld()
        try await failFiveTimes(world)
        await #expect(throws: SignInRefusal.signInThrottled(waitSeconds: 30)) {
            try await world.signIn(world.form())
        }
    }

    @Test func `the right password takes the failures back`() async throws {
        let world = try await StaffWorld()
        let lin = try await world.lin()
        try await failFiveTimes(world)
        world.clock.advance(by: .seconds(30))
        let signedIn = try await world.signIn(world.form())
        #expect(
            signedIn.principal == Principal(actor: Actor(.staff, lin.id.text), role: .agent, shop: lin.shop))
        try await failFiveTimes(world)
    }

    @Test func `e-mail addresses are compared without case and space`() async throws {
        let world = try await StaffWorld()
        _ = try await world.lin()
        let signedIn = try await world.signIn(world.form(email: " LIN@example.com "))
        #expect(signedIn.session.shop == StaffWorld.shop)
    }

    @Test func `an address that tries many accounts has to wait, another does not`() async throws {
        let world = try await StaffWorld()
        for number in 0..<30 {
            await #expect(throws: SignInRefusal.signInFailed) {
                try await world.signIn(
                    world.form(email: "\(number)@example.com", from: "2001:db8:1:2::\(number)"))
            }
        }
        await #expect(throws: SignInRefusal.signInThrottled(waitSeconds: 30)) {
            try await world.signIn(
                world.form(email: "new@example.com", from: "2001:db8:1:2:ffff::1"))
        }
        await #expect(throws: SignInRefusal.signInFailed) {
            try await world.signIn(world.form(email: "new@example.com", from: "2001:db8:1:3::1"))
        }
    }

    @Test func `many attempts at once gain nothing`() async throws {
        let world = try await StaffWorld()
        _ = try await world.lin()
        let checked = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do {
                        _ = try await world.signIn(world.form("wrong"))
                    } catch SignInRefusal.signInFailed {
                        return true
                    } catch {}  // throttled
                    return false
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(checked == 5)
    }

    @Test func `nobody signs in who has no password, is no longer active or works for another shop`()
        async throws
    {
        let world = try await StaffWorld()
        let lin = try await world.lin()
        let elsewhere = SignInForm(
            shop: StaffWorld.other, email: StaffWorld.email, password: StaffWorld.password,
            from: ClientAddress("203.0.113.7"))
        await #expect(throws: SignInRefusal.signInFailed) { try await world.sessions.signIn(elsewhere) }
        try await world.database.write {
            _ = try world.staff.deactivate(lin.id, of: lin.shop, by: world.owner, in: $0)
            let new = try NewStaff(shop: lin.shop, email: "new@example.com", name: "新", role: .viewer)
            _ = try world.staff.add(new, by: world.owner, in: $0)
        }
        await #expect(throws: SignInRefusal.signInFailed) { try await world.signIn(world.form()) }
        await #expect(throws: SignInRefusal.signInFailed) {
            try await world.signIn(world.form("", email: "new@example.com"))
        }
    }

    private func failFiveTimes(_ world: StaffWorld) async throws {
        for _ in 0..<5 {
            await #expect(throws: SignInRefusal.signInFailed) {
                try await world.signIn(world.form("wrong"))
            }
        }
    }
}
