import Base
import Jobs
import Storage
import TestSupport

/// Stored work, a worker with handlers of the test, and a clock that is moved.
final class JobsWorld: Sendable {
    static let shop: ShopID = "teahouse"

    let clock = TestClock()
    let serverClock: ServerClock
    let directory: TestDirectory
    let outside: Outside
    let database: any Database
    let bell = JobBell()
    let jobs: JobQueue
    /// What was done, with the time at which it happened.
    let done = Collected<String>()
    let dead = Collected<String>()

    init() async throws {
        let serverClock = ServerClock(real: { [clock] in clock.now })
        directory = try TestDirectory()
        outside = TestOutside(seed: 1).outside { serverClock.now() }
        database = try directory.database(outside: outside)
        self.serverClock = serverClock
        jobs = JobQueue(bell: bell)
        try await database.migrate(JobStore.migrations + ServerClock.migrations)
    }

    /// - Parameter node: another program's way to the same database.
    func worker(
        _ handlers: [String: JobHandler], calls: JobWorker.CallPace = .beforeNextTimer,
        bounds: CallBounds = CallBounds(), on node: (any Database)? = nil
    ) -> JobWorker {
        JobWorker(
            database: node ?? database, clock: serverClock, bell: bell, handlers: handlers, calls: calls,
            bounds: bounds,
            onDead: { [dead] job, reason, _ in dead.take("\(job.subject): \(reason)") }, logger: .silent)
    }

    /// Notes each timer with the seconds since the beginning.
    var noting: JobHandler {
        .inTransaction { [done] job, transaction in
            done.take("\(job.subject) at \((transaction.now - TestClock.start).seconds)")
        }
    }

    func timer(_ subject: String, after span: Span, kind: String = "note") async throws {
        try await database.write { [jobs] in
            try jobs.setTimer(kind, on: subject, of: Self.shop, due: TestClock.start + span, in: $0)
        }
    }

    func call(
        _ subject: String, kind: String = "call", of shop: ShopID = JobsWorld.shop,
        after span: Span = .seconds(0)
    ) async throws {
        try await database.write { [jobs] in
            _ = try jobs.enqueue(kind, on: subject, of: shop, due: TestClock.start + span, in: $0)
        }
    }

    func list(_ state: JobState) async throws -> [ListedJob] {
        try await database.read { [jobs] in try jobs.list(state, of: Self.shop, in: $0) }
    }

    func count() async throws -> Int {
        try await database.read { try $0.count("SELECT COUNT(*) FROM jobs") }
    }
}
