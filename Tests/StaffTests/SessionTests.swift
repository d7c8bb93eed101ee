import Base
import Staff
import Storage
import Testing

struct SessionTests {
    @Test func `a working day of requests keeps staff signed in, but no longer than twelve hours`()
        async throws
    {
        let world = try await StaffWorld()
        _ = try await world.lin()
        let token = try await world.signIn(world.form()).token
        for _ in 0..<7 {
            world.clock.advance(by: .minutes(100))
            #expect(try await world.sessions.principal(for: token) != nil)
        }
        world.clock.advance(by: .minutes(20))
        #expect(try await world.sessions.principal(for: token) == nil)
    }

    @Test func `two idle hours end a session of staff`() async throws {
        let world = try await StaffWorld()
        _ = try await world.lin()
        let token = try await world.signIn(world.form()).token
        world.clock.advance(by: .hours(2))
        #expect(try await world.sessions.principal(for: token) == nil)
    }

    @Test func `another role ends every session`() async throws {
        let world = try await StaffWorld()
        let lin = try await world.lin()
        let tokens = [
            try await world.signIn(world.form()).token,
            try await world.signIn(world.form()).token,
        ]
        try await world.database.write {
            _ = try world.staff.changeRole(of: lin.id, to: .supervisor, of: lin.shop, by: world.owner, in: $0)
        }
        for token in tokens { #expect(try await world.sessions.principal(for: token) == nil) }
        #expect(try await world.signIn(world.form()).principal.role == .supervisor)
    }

    @Test func `deactivation and a new password end every session`() async throws {
        let world = try await StaffWorld()
        let lin = try await world.lin()
        let first = try await world.signIn(world.form())
        try await world.staff.changeOwnPassword(
            from: StaffWorld.password, to: "quite another one", by: first.principal)
        #expect(try await world.sessions.principal(for: first.token) == nil)
        let second = try await world.signIn(world.form("quite another one")).token
        try await world.database.write {
            _ = try world.staff.deactivate(lin.id, of: lin.shop, by: world.owner, in: $0)
        }
        #expect(try await world.sessions.principal(for: second) == nil)
    }

    @Test func `signing in ends the session whose cookie came along`() async throws {
        let world = try await StaffWorld()
        _ = try await world.lin()
        let planted = try await world.signIn(world.form()).token
        let fresh = try await world.signIn(world.form(), replacing: planted).token
        #expect(fresh != planted)
        #expect(try await world.sessions.principal(for: planted) == nil)
        #expect(try await world.sessions.principal(for: fresh) != nil)
    }

    @Test func `signing out ends one session, signing out everywhere all`() async throws {
        let world = try await StaffWorld()
        _ = try await world.lin()
        let (one, two) = (
            try await world.signIn(world.form()), try await world.signIn(world.form())
        )
        let three = try await world.signIn(world.form())
        try await world.sessions.signOut(one.token)
        #expect(try await world.sessions.principal(for: one.token) == nil)
        #expect(try await world.sessions.principal(for: two.token) != nil)
        try await world.database.write { try world.sessions.signOutEverywhere(two.session, in: $0) }
        #expect(try await world.sessions.principal(for: three.token) == nil)
    }

    @Test(arguments: ["", "x", String(repeating: "0", count: 64), String(repeating: "é", count: 32)])
    func `a made-up cookie is nobody's`(token: String) async throws {
        let world = try await StaffWorld()
        #expect(try await world.sessions.principal(for: token) == nil)
        try await world.sessions.signOut(token)
    }
}
