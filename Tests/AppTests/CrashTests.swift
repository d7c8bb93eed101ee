import Base
import Foundation
import Storage
import TestSupport
import Testing

/// The program is killed again and again while many callers work with it. What it has said is true afterwards.
@Suite(.serialized, .timeLimit(.minutes(10))) struct CrashTests {
    private static let kills = 22

    @Test func `what was acknowledged is there once, and money moved once, however often the program dies`()
        async throws
    {
        let seed = Outside.system.random()
        print("crash seed \(seed)")
        var chance = SeededChance(seed: seed)
        let directory = try TestDirectory()
        let engine = try ServerProcess.environment(directory)
        let load = CrashLoad(orders: 4_000)
        try await ServerProcess.withClient { client in
            for round in 0..<Self.kills {
                let server = try await ServerProcess.start(data: directory.url, client: client, engine)
                if round == 0 { try await load.prepare(server.root) }
                try await CrashLoad.misbehave(server.root)
                async let working: Void = load.work(on: server.root)
                let before = load.said.count
                // Dies at any moment, on a slow machine in every second round once something was done: the point.
                try await Task.sleep(for: .milliseconds(100 + chance.below(500)))
                while round % 2 == 1, load.said.count == before {
                    try await Task.sleep(for: .milliseconds(5))  // until somebody was answered
                }
                await server.kill()
                await working
            }
            let server = try await ServerProcess.start(data: directory.url, client: client, engine)
            await load.finishBegun(on: server.root)
            let differing = try await load.repeated(on: server.root)
            #expect(differing.isEmpty, "answered otherwise when repeated: \(differing.prefix(5))")
            try await Self.settle(server.root)
            #expect(await server.stop() == 0)
        }
        try await audit(directory, load)
        let verified = try await ServerProcess.verify(directory.url, engine)
        #expect(verified.status == 0, "\(verified.text)")
    }

    /// Lets time pass until the provider has answered for everything.
    private static func settle(_ root: API) async throws {
        for _ in 0..<60 {
            try await root.post("/v1/sandbox/clock", ["advanceSeconds": 600]).expect(200)
            let open = try await root.get("/v1/shops/\(Qinghe.id)/refunds?state=open&limit=1").expect(200)
            if open.items.isEmpty { return }
        }
        Issue.record("refunds are still open")
    }

    /// Compares what was said with what is stored here and at the provider.
    private func audit(_ directory: TestDirectory, _ load: CrashLoad) async throws {
        let records = try directory.database(outside: .system)
        let provider = try directory.providerMemory()
        let said = load.said
        let ledger = try await CrashLedger(records, provider)
        let lost = said.filter { !ledger.has($0.value, for: CrashLoad.wish($0.key)) }
        let doubled = ledger.casesOfOrder.filter { $0.value > 1 }.keys.sorted() + ledger.changedTwice
        print(
            """
            crash: \(Self.kills) kills, \(load.cut) calls cut off; \(said.count) acknowledged, \
            \(said.count - lost.count) found, \(lost.count) lost, \(doubled.count) doubled; \
            \(ledger.refunds.count) refunds at the provider, \(ledger.timers) open cases with timers
            """)
        #expect(said.count >= Self.kills / 2, "a load that gets nothing done proves nothing")
        #expect(lost.isEmpty, "lost: \(lost.prefix(5))")
        #expect(doubled.isEmpty, "doubled: \(doubled.prefix(5))")
        #expect(ledger.faults.isEmpty, "\(ledger.faults.prefix(5))")
        try await records.close()
        try await provider.close()
    }
}
