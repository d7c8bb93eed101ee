import Base
import Storage
import TestSupport
import Testing

@testable import Jobs

/// Receivers that are slow, and what else is to be done meanwhile.
@Suite(.timeLimit(.minutes(15))) struct CallSlotsTests {
    private static let bounds = CallBounds(ofOneNode: 6, ofOneShop: 4)

    @Test func `a slow receiver holds up so many of its own calls, and nobody else's`() async throws {
        let world = try await JobsWorld()
        for number in 0..<70 { try await world.call("slow \(number)", kind: "slow") }
        let (gate, done) = (Gate(), world.done)
        let worker = world.worker(
            [
                "slow": .outside(Backoff()) { job in
                    done.take(job.subject)
                    await gate.pass()
                    return .done
                },
                "call": .outside(Backoff()) { job in
                    done.take(job.subject)
                    return .done
                }, "note": world.noting,
            ], calls: .besideTimers, bounds: Self.bounds)
        let running = Task { await worker.run() }
        await world.until { $0.count == 4 }
        for number in 0..<9 { try await world.call("quick \(number)") }
        await world.until { $0.filter { $0.hasPrefix("quick") }.count == 9 }
        #expect(done.elements.filter { $0.hasPrefix("slow") }.count == 4)
        #expect(try await world.list(.waiting).allSatisfy { $0.job.attempts == 0 })
        await gate.open()
        await world.until { $0.count == 79 }
        running.cancel()
        await running.value
        #expect(Set(done.elements).count == 79, "each once")
        #expect(try await world.count() == 0)
    }

    @Test func `a node whose calls are all under way goes on with its timers`() async throws {
        let world = try await JobsWorld()
        for kind in ["slow", "slower"] {
            for number in 0..<5 { try await world.call("\(kind) \(number)", kind: kind) }
        }
        let (gate, done) = (Gate(), world.done)
        let call = JobHandler.outside(Backoff()) { job in
            done.take(job.subject)
            await gate.pass()
            return .done
        }
        let worker = world.worker(
            ["slow": call, "slower": call, "note": world.noting], calls: .besideTimers, bounds: Self.bounds)
        let running = Task { await worker.run() }
        await world.until { $0.count == 6 }
        try await world.timer("timer", after: .seconds(0))
        await world.until { $0.contains("timer at 0") }
        #expect(done.elements.count == 7)
        await gate.open()
        await world.until { $0.count == 11 }
        running.cancel()
        await running.value
    }

    @Test func `of every lane with room the call that is due first is taken, and every timer`() async throws {
        let world = try await JobsWorld()
        for number in 0..<5 {
            for kind in ["a", "slow", "z"] { try await world.call("\(kind) \(number)", kind: kind) }
        }
        for shop in ["alley", "wharf"] { try await world.call("\(shop) a", kind: "a", of: ShopID(shop)) }
        for number in 0..<3 { try await world.timer("timer \(number)", after: .seconds(-number)) }
        try await world.timer("later", after: .hours(1))
        try await world.call("much later", kind: "m", after: .hours(2))
        var taken: [[String]] = []
        for _ in 0..<3 {
            taken.append(
                try await world.database.write(in: .freeRows) {
                    try JobStore().take(
                        by: $0.now, for: Self.lease, besides: Self.full, limit: 64, $0
                    ).map(\.job.subject)
                })
        }
        // Of what is due at the same moment any may come first.
        func lane(_ subject: String) -> String {
            subject.hasPrefix("timer") ? subject : String(subject.prefix { $0 != " " })
        }
        let lanes: [Set<String>] = taken.map { Set($0.map(lane)) }
        #expect(lanes[0] == ["timer 2", "timer 1", "timer 0", "a", "z", "alley", "wharf"])
        #expect(lanes[1...] == [["a", "z"], ["a", "z"]])
        #expect(taken.map(\.count) == [7, 2, 2] && Set(taken.joined()).count == 11)
        #expect(taken[0].prefix(2) == ["timer 2", "timer 1"], "in order of due time")
        let most = try await world.database.write(in: .freeRows) {
            try JobStore().take(by: $0.now, for: Self.lease, besides: Self.full, limit: 1, $0).count
        }
        #expect(most == 1, "no timers are left")
        func next(_ full: CallSlots.Full) async throws -> Timestamp? {
            try await world.database.read { try JobStore().nextDue(Self.lease, besides: full, $0) }
        }
        let start = TestClock.start
        #expect(try await next(Self.full) == start)
        let (tea, kinds) = (JobsWorld.shop, ["a", "slow", "z"])
        let of = kinds.map { CallSlots.Lane(shop: tea, kind: $0) }
        #expect(try await next(.init(lanes: of, isNode: false)) == start + .hours(1))
        try await world.database.write(in: tea) { [jobs = world.jobs] in
            try jobs.cancelTimer("note", on: "later", of: tea, in: $0)
        }
        #expect(try await next(.init(lanes: of, isNode: false)) == start + .hours(2))
        #expect(try await next(.init(lanes: [], isNode: true)) == start + .hours(2), "it is no long kind")
        let all = of + [CallSlots.Lane(shop: tea, kind: "m")]
        #expect(try await next(.init(lanes: all, isNode: false)) == nil)
    }

    /// In the words of the embedded engine.
    @Test(.enabled(if: TestEngine.current == .sqlite))
    func `what waits in a full lane is not read`() async throws {
        let world = try await JobsWorld()
        let plans = try await world.database.read { transaction in
            let taking = JobStore.taking(
                by: transaction.now, for: Self.lease, besides: Self.full, limit: 64, transaction.now,
                transaction.dialect)
            return try [taking, JobStore.search(Self.lease, besides: Self.full).nextDue].map { statement in
                try transaction.rows("EXPLAIN QUERY PLAN \(statement)") { row in
                    (_, _, _) = (try row.int(), try row.int(), try row.int())
                    return try row.text()
                }
            }
        }
        let narrow = [
            "jobs_timers (state=", "jobs_lanes (state=", "sqlite_autoindex_jobs_1 (shop=? AND id=?)",
        ]
        for plan in plans {
            let reads = plan.filter { $0.contains(/^(SEARCH|SCAN) jobs?\b|^(SEARCH|SCAN) j\b/) }
            #expect(reads.count >= 6, "\(plan)")
            for step in reads {
                #expect(step.hasPrefix("SEARCH") && narrow.contains { step.contains($0) }, "\(step)")
            }
        }
    }

    private static let lease = JobLease(longKinds: ["a", "slow", "z"])
    private static let full = CallSlots.Full(
        lanes: [.init(shop: JobsWorld.shop, kind: "slow")], isNode: false)
}

/// Lets nobody pass until it is opened.
private actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func pass() async {
        guard !isOpen else { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}

extension JobsWorld {
    /// Waits until what was done is so.
    fileprivate func until(_ isSo: ([String]) -> Bool) async {
        while !isSo(done.elements) { await Task.yield() }
    }
}
