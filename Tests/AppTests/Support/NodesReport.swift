import Base
import Foundation
import Storage
import Testing

/// What became of the load on several nodes, as it is told at the end.
struct NodesReport {
    let name: String
    var rounds = 0
    var kills = 0
    var stops = 0
    var recoveries: [Duration] = []
    /// What clocks that go wrong change: reminders are skipped, and the provider is asked again.
    var clocksGoWrong = false
    private(set) var faults: [String] = []
    private(set) var text = ""
    private var streams = ""

    init(_ name: String) { self.name = name }

    /// Every stream has every event of the shop once, in order.
    mutating func compare(_ readers: [StreamReader], _ records: any Database) async throws {
        let all = try await records.read { transaction in
            try transaction.rows(
                "SELECT position FROM events WHERE shop = \(Qinghe.id) ORDER BY position"
            ) { try $0.int64() }
        }
        for reader in readers {
            for _ in 0..<100 where reader.positions.count < all.count {
                try await Task.sleep(for: .milliseconds(100))  // the last events are on their way
            }
            let heard = reader.positions
            if !heard.starts(with: all) {
                let at = zip(heard, all).enumerated().first { $0.element.0 != $0.element.1 }
                faults.append(
                    "a stream told \(heard.count) of \(all.count) events, first otherwise at \(at?.offset ?? heard.count)"
                )
            }
        }
        let breaks = readers.reduce(0) { $0 + $1.breaks }
        streams = "\(all.count) events on each of \(readers.count) streams that broke \(breaks) times"
    }

    /// Compares what was said with what is stored here and at the provider.
    mutating func audit(
        _ load: CrashLoad, _ records: any Database, _ provider: any Database
    ) async throws {
        let said = load.said
        let ledger = try await CrashLedger(records, provider, asked: clocksGoWrong ? 1...9 : 1...1)
        let lost = said.filter { !ledger.has($0.value, for: CrashLoad.wish($0.key)) }
        let doubled = ledger.casesOfOrder.filter { $0.value > 1 }.keys.sorted() + ledger.changedTwice
        let timers = try await Self.timers(records, reminded: clocksGoWrong ? 0...1 : 1...1)
        text = """
            \(name): \(kills) kills, \(stops) stops of PostgreSQL, \(load.cut) calls cut off, \(load.full) of them told of a full disk; \(said.count) acknowledged, \
            \(said.count - lost.count) found, \(lost.count) lost, \(doubled.count) doubled; \
            \(ledger.refunds.count) refunds at the provider; \(timers.fired) timers fired, \
            \(timers.faults.count) not once; \(streams); healthy again after \
            \(recoveries.map { $0.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 1))) }.joined(separator: ", "))
            """
        faults += lost.prefix(5).map { "lost: \($0)" } + doubled.prefix(5).map { "doubled: \($0)" }
        faults += ledger.faults.prefix(5) + timers.faults.prefix(5)
        if said.count < 20 { faults.append("only \(said.count) were acknowledged") }
        try await provider.close()
    }

    /// The customer of every return was reminded once, and every return expired once.
    private static func timers(
        _ records: any Database, reminded: ClosedRange<Int>
    ) async throws -> (fired: Int, faults: [String]) {
        let cases = try await records.read { transaction in
            try transaction.rows(
                """
                SELECT c.id,
                    (SELECT COUNT(*) FROM events e WHERE e.shop = c.shop AND e.subject_id = c.id
                        AND e.type = 'case.deadlineNear'),
                    (SELECT COUNT(*) FROM events e WHERE e.shop = c.shop AND e.subject_id = c.id
                        AND e.detail LIKE '%"from":"awaitingReturn","to":"expired"%')
                FROM cases c WHERE c.kind = 'returnRefund'
                """
            ) { (id: try $0.text(), near: try $0.int(), expired: try $0.int()) }
        }
        let faults = cases.filter { !reminded.contains($0.near) || $0.expired != 1 }
        return (
            cases.count * 2, faults.map { "\($0.id) reminded \($0.near) times, expired \($0.expired) times" }
        )
    }
}
