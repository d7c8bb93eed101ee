import Base
import Storage
import TestSupport
import Testing

@testable import Jobs

@Suite struct JobWorkerTests {
    @Test func `timers fire in order of due time, each seeing its own as now`() async throws {
        let world = try await JobsWorld()
        for (subject, minutes) in [("third", 30), ("first", 1), ("second", 10), ("later", 61)] {
            try await world.timer(subject, after: .minutes(minutes))
        }
        let fired = try await world.worker(["note": world.noting]).advance(by: .hours(1))
        #expect(fired == 3)
        #expect(world.done.elements == ["first at 60", "second at 600", "third at 1800"])
        #expect(world.serverClock.now() == TestClock.start + .hours(1))
        #expect(try await world.count() == 1)
    }

    @Test func `a timer that is set on the way fires on the way`() async throws {
        let world = try await JobsWorld()
        try await world.timer("0", after: .minutes(1), kind: "chain")
        let chain: JobHandler = .inTransaction { [jobs = world.jobs, done = world.done] job, transaction in
            done.take("\(job.subject) at \((transaction.now - TestClock.start).seconds)")
            let next = (Int(job.subject) ?? 0) + 1
            try jobs.setTimer(
                "chain", on: String(next), of: job.shop, due: transaction.now + .minutes(1), in: transaction)
        }
        _ = try await world.worker(["chain": chain]).advance(by: .minutes(3))
        #expect(world.done.elements == ["0 at 60", "1 at 120", "2 at 180"])
    }

    @Test func `a clock that could not be moved all the way runs on from where it came to`() async throws {
        let world = try await JobsWorld()
        try await world.timer("first", after: .hours(1), kind: "breaking")
        let breaking: JobHandler = .inTransaction { _, transaction in
            try transaction.run("DROP TABLE sandbox_clock")
        }
        await #expect(throws: StorageFailure.self) {
            _ = try await world.worker(["breaking": breaking]).advance(by: .hours(2))
        }
        #expect(world.serverClock.now() == TestClock.start + .hours(1))
        world.clock.move(by: .minutes(1))
        #expect(world.serverClock.now() == TestClock.start + .hours(1) + .minutes(1))
    }

    @Test func `a timer that may set itself again fires once each time`() async throws {
        let world = try await JobsWorld()
        try await world.timer("sweep", after: .minutes(1), kind: "sweep")
        let sweep: JobHandler = .inTransaction { [jobs = world.jobs, done = world.done] job, transaction in
            done.take(job.subject)
            try jobs.setTimer(
                "sweep", on: job.subject, of: job.shop, due: transaction.now + .hours(1), in: transaction)
        }
        _ = try await world.worker(["sweep": sweep]).advance(by: .hours(5))
        #expect(world.done.elements.count == 5)
        #expect(try await world.count() == 1)
    }

    @Test func `setting a timer again moves it, and a cancelled one is gone`() async throws {
        let world = try await JobsWorld()
        try await world.timer("moved", after: .minutes(1))
        try await world.timer("moved", after: .minutes(9))
        try await world.timer("gone", after: .minutes(2))
        try await world.database.write { [jobs = world.jobs] in
            try jobs.cancelTimer("note", on: "gone", of: JobsWorld.shop, in: $0)
        }
        _ = try await world.worker(["note": world.noting]).advance(by: .hours(1))
        #expect(world.done.elements == ["moved at 540"])
    }

    @Test func `a timer whose transaction fails changes nothing and is tried again`() async throws {
        let world = try await JobsWorld()
        try await world.timer("flaky", after: .minutes(1))
        let tries = Collected<Timestamp>()
        let flaky: JobHandler = .inTransaction { [jobs = world.jobs] job, transaction in
            tries.take(transaction.now)
            try jobs.setTimer(
                "other", on: "x", of: job.shop, due: transaction.now + .days(9), in: transaction)
            if tries.elements.count < 3 { throw StorageFailure.failed("not now") }
        }
        _ = try await world.worker(["note": flaky]).advance(by: .minutes(2))
        #expect(tries.elements.map { ($0 - TestClock.start).seconds } == [60, 70, 90])
        #expect(try await world.count() == 1, "only what the last try has set")
    }

    @Test func `a call that never succeeds is dead after its last try, and a human can revive it`()
        async throws
    {
        let world = try await JobsWorld()
        try await world.call("webhook")
        let tries = Collected<Timestamp>()
        let call: JobHandler = .outside(Backoff(tries: 3)) { _ in
            tries.take(world.serverClock.now())
            return .retry(because: "no answer")
        }
        let worker = world.worker(["call": call])
        _ = try await worker.advance(by: .hours(1))
        #expect(tries.elements.map { ($0 - TestClock.start).seconds } == [0, 10, 30])
        #expect(world.dead.elements == ["webhook: no answer"])
        let dead = try #require(try await world.list(.dead).first)
        #expect(dead.lastFault == "no answer")
        let revived = try await world.database.write { [jobs = world.jobs] in
            try jobs.revive(dead.job.id, of: JobsWorld.shop, in: $0)
        }
        #expect(revived)
        _ = try await worker.advance(by: .seconds(0))
        #expect(tries.elements.count == 4)
    }

    @Test func `whoever waits by the clock is woken when it was moved`() async throws {
        let world = try await JobsWorld()
        let rings = world.bell.listen()
        _ = try await world.worker(["note": world.noting]).advance(by: .hours(1))
        var woken = rings.makeAsyncIterator()
        #expect(await woken.next() != nil)
    }

    @Test func `a call for which no further try makes sense is dead at once`() async throws {
        let world = try await JobsWorld()
        try await world.call("letter")
        try await world.call("unknown", kind: "nobody knows this")
        let call: JobHandler = .outside(Backoff()) { _ in .failed(because: "no such address") }
        _ = try await world.worker(["call": call]).advance(by: .seconds(0))
        #expect(
            Set(world.dead.elements) == [
                "letter: no such address", "unknown: noHandler",
            ])
    }

    /// Where there can be no other node; otherwise the lease must end first.
    @Test(.enabled(if: TestEngine.current == .sqlite))
    func `a worker that starts takes up what a killed one was at`() async throws {
        let world = try await JobsWorld()
        try await world.call("interrupted")
        let claimed = try await world.database.write { transaction in
            let lease = JobLease(longKinds: ["call"])
            return try JobStore().take(by: transaction.now, for: lease, limit: 1, transaction).count == 1
        }
        #expect(claimed)
        #expect(try await world.list(.running).count == 1)
        let (runs, ran) = AsyncStream<String>.makeStream()
        let call: JobHandler = .outside(Backoff()) { job in
            ran.yield(job.subject)
            return .done
        }
        let worker = world.worker(["call": call], calls: .besideTimers)
        let running = Task { await worker.run() }
        for await subject in runs {
            #expect(subject == "interrupted")
            break
        }
        running.cancel()
        await running.value
        #expect(try await world.list(.running).isEmpty)
    }

    @Test(.enabled(if: TestEngine.current == .postgresql))
    func `many nodes do every job once between them`() async throws {
        let world = try await JobsWorld()
        for number in 0..<120 {
            try await world.timer("timer \(number)", after: .seconds(0))
            try await world.call("call \(number)")
        }
        let (runs, ran) = AsyncStream<String>.makeStream()
        let nodes = try (0..<3).map { _ in
            try world.directory.database(outside: world.outside)
        }
        let workers = nodes.map { node in
            world.worker(
                [
                    "note": .inTransaction { job, _ in ran.yield(job.subject) },
                    "call": .outside(Backoff()) { job in
                        ran.yield(job.subject)
                        return .done
                    },
                ], calls: .besideTimers, on: node)
        }
        let running = workers.map { worker in Task { await worker.run() } }
        var done: [String] = []
        for await subject in runs {
            done.append(subject)
            if done.count == 240 { break }
        }
        for task in running {
            task.cancel()
            await task.value
        }
        #expect(Set(done).count == 240, "each is there, and so none is there twice")
        #expect(try await world.list(.running).isEmpty)
    }

    @Test func `what a lost node had taken goes on when its lease is over`() async throws {
        let world = try await JobsWorld()
        try await world.timer("taken by a node that is gone", after: .seconds(0))
        let taken = try await world.database.write(in: .freeRows) {
            try JobStore().take(by: $0.now, for: JobLease(longKinds: []), limit: 9, $0)
        }
        #expect(taken.count == 1)
        let worker = world.worker(["note": world.noting])
        #expect(try await worker.advance(by: .seconds(5)) == 0)
        _ = try await world.database.write(in: .freeRows) {
            try JobStore().releaseExpired(TestClock.start + .seconds(11), $0)
        }
        #expect(try await worker.advance(by: .seconds(0)) == 1)
        let finished = try await world.database.write { try JobStore().finish(taken[0], $0) }
        #expect(!finished, "the node that lost it has nothing to end")
    }

    @Test func `a clock that was moved stays moved after a restart`() async throws {
        let world = try await JobsWorld()
        _ = try await world.worker([:]).advance(by: .days(7))
        let restarted = ServerClock(real: { [clock = world.clock] in clock.now })
        #expect(restarted.now() == TestClock.start)
        try await restarted.restore(from: world.database)
        #expect(restarted.now() == TestClock.start + .days(7))
    }

    @Test func `a job that its transaction takes back was never there`() async throws {
        let world = try await JobsWorld()
        await #expect(throws: StorageFailure.failed("no")) {
            try await world.database.write { [jobs = world.jobs] transaction in
                _ = try jobs.enqueue("call", on: "never", of: JobsWorld.shop, in: transaction)
                throw StorageFailure.failed("no")
            }
        }
        #expect(try await world.count() == 0)
    }
}

@Suite struct BackoffTests {
    @Test(arguments: [
        (1, Int64?(10)), (2, 20), (3, 40), (4, 80), (5, 160), (6, 320), (7, 640), (8, 1_280), (9, 2_560),
        (10, 3_600),
        (11, 3_600), (12, nil), (13, nil),
    ])
    func `waits double from ten seconds to an hour, twelve tries in all`(attempts: Int, seconds: Int64?) {
        #expect(Backoff().wait(after: attempts)?.seconds == seconds)
    }

    @Test func `waits never overflow`() {
        let patient = Backoff(tries: 1_000, first: .seconds(10), longest: .hours(6))
        #expect((1..<1_000).allSatisfy { patient.wait(after: $0).map { $0 <= .hours(6) } ?? false })
    }
}
