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
