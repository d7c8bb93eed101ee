import Base
import Staff
import Storage
import Testing

@testable import Jobs

struct SweepTests {
    @Test func `a day's sweep removes what has no effect any more and sets the next`() async throws {
        let world = try await StaffWorld()
        _ = try await world.lin()
        _ = try await world.signIn(world.form())
        await #expect(throws: SignInRefusal.signInFailed) {
            try await world.signIn(world.form("wrong"))
        }
        let timers = SweepTimers(jobs: world.jobs)
        world.clock.advance(by: .days(2))
        try await world.database.write { try timers.start(in: $0) }
        let job = Job(
            id: "T1", shop: .platform, kind: SweepTimers.sweep, subject: "sweep", due: world.clock.now,
            attempts: 0,
            detail: [:])
        guard case .inTransaction(let handle)? = timers.handlers[SweepTimers.sweep] else {
            Issue.record("no timer")
            return
        }
        try await world.database.write { try handle(job, $0) }
        let (left, due) = try await world.database.read { transaction in
            (
                try transaction.count("SELECT COUNT(*) FROM sessions")
                    + transaction.count("SELECT COUNT(*) FROM sign_in_attempts"),
                try transaction.rows("SELECT due FROM jobs WHERE kind = 'staff.sweep'") { try $0.time() }
            )
        }
        #expect(left == 0)
        #expect(due == [world.clock.now + .days(1)])
    }
}
