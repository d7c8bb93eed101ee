import Base
import Foundation
import Storage
import StoragePostgreSQL
import TestSupport
import Testing

/// Three nodes serve one shop while each is killed in turn and their PostgreSQL server goes away and comes back. What they
/// have said is true afterwards, and nobody has to help them. `bin/soak` lets it go on for longer.
@Suite(.serialized, .timeLimit(.minutes(240))) struct NodesUnderLoadTests {
    private static let longest =
        ProcessInfo.processInfo.environment["HUITOU_SOAK_MINUTES"].flatMap { Int($0) }.map {
            Duration.seconds($0 * 60)
        }

    @Test(.enabled(if: TestEngine.current == .postgresql, "many nodes need the second engine"))
    func `what was acknowledged is there once, whichever node is killed and when the database goes away`()
        async throws
    {
        let (directory, server) = (try TestDirectory(), try PostgreSQLServer())
        let load = CrashLoad(orders: 4_000, absence: .isTriedAgain)
        var report = Report()
        try await ServerProcess.withClient { client in
            let nodes = Nodes(client, directory, database: try server.connection())
            for number in 0..<Nodes.count { try await nodes.start(number) }
            try await Self.prepare(load, nodes.root)
            let readers = (0..<Nodes.count).map { _ in StreamReader(nodes) }
            let listening = readers.map { reader in Task { await reader.run() } }
            let start = ContinuousClock.now
            repeat {
                report.rounds += 1
                if report.rounds > 1 { try await load.addOrders(nodes.root, at: Outside.system.now()) }
                try await Self.round(load, nodes, server, &report)
            } while Self.longest.map { ContinuousClock.now - start < $0 } ?? false
            await load.finishBegun(on: nodes.root)
            let differing = try await load.repeated(on: nodes.root)
            #expect(differing.isEmpty, "answered otherwise when repeated: \(differing.prefix(5))")
            let records = try Self.open(nodes.database)
            try await Self.settle(records)
            try await report.compare(readers, records)
            for listener in listening { listener.cancel() }
            #expect(await nodes.stop() == [0, 0, 0])
            for listener in listening { await listener.value }
            try await report.audit(load, records, Self.open(nodes.database, schema: "huitou_provider"))
            try await records.close()
            let verified = try await ServerProcess.run(["verify"], nodes.environment)
            #expect(verified.status == 0, "\(verified.text)")
        }
        print(report.text)
        #expect(report.faults == [])
        #expect(report.recoveries.allSatisfy { $0 < .seconds(10) }, "\(report.recoveries)")
    }

    /// A shop whose customers are soon reminded to send goods back, so that there are timers to watch.
    private static func prepare(_ load: CrashLoad, _ root: API) async throws {
        let shop = try await Qinghe.open(root)
        let known = try await shop.get("policy").expect(200).json["yaml"]?.string ?? ""
        let pack = known.replacing(
            /awaitingReturn: \{[^}]*\}/,
            with: "awaitingReturn: {owner: customer, within: 1m, warnBefore: 57s, fallback: expire}")
        #expect(pack != known)
        try await root.put(shop.path("policy/draft"), ["yaml": .string(pack)]).expect(200)
        try await shop.post("policy/publication").expect(201)
        try await load.fill(shop, at: Outside.system.now())
    }

    /// Each node dies once and comes back, then the database does, while the load goes on.
    private static func round(
        _ load: CrashLoad, _ nodes: Nodes, _ server: PostgreSQLServer, _ report: inout Report
    ) async throws {
        let isOver = Flag()
        async let working: Void = load.work(on: nodes.root, until: { isOver.isRaised })
        for number in 0..<Nodes.count {
            try await Task.sleep(for: .milliseconds(1_500))  // under load
            await nodes.kill(number)
            report.kills += 1
            try await Task.sleep(for: .milliseconds(500))  // while the others go on alone
            try await nodes.start(number)
            report.recoveries.append(try await nodes.healthy())
        }
        try await Task.sleep(for: .milliseconds(1_000))  // under load
        try server.stop(report.rounds.isMultiple(of: 2) ? .crash : .orderly)
        report.stops += 1
        try await Task.sleep(for: .milliseconds(2_000))  // so that callers meet a database that is away
        try server.start()
        report.recoveries.append(try await nodes.healthy())
        try await Task.sleep(for: .milliseconds(1_000))  // under load
        isOver.raise()
        await working
    }

    /// Lets time pass until the provider has answered for everything and every customer was reminded.
    private static func settle(_ records: any Database) async throws {
        for _ in 0..<240 {
            let open = try await records.read { transaction in
                try transaction.count(
                    """
                    SELECT COUNT(*) FROM movements
                    WHERE kind = 'refund' AND state IN ('ordered', 'sent', 'unknown')
                    """)
                    + transaction.count(
                        "SELECT COUNT(*) FROM cases WHERE state = 'awaitingReturn'")
            }
            if open == 0 { return }
            try await Task.sleep(for: .milliseconds(500))  // leases of killed nodes end in their time
        }
        Issue.record("money or cases are still under way")
    }

    private static func open(_ connection: String, schema: String? = nil) throws -> any Database {
        var settings = PostgreSQLSettings(connection: connection)
        (settings.schema, settings.connections) = (schema, 3)
        return try PostgreSQLDatabase(settings, outside: .system)
    }
}

/// What is told at the end.
private struct Report {
    var rounds = 0
    var kills = 0
    var stops = 0
    var recoveries: [Duration] = []
    private(set) var faults: [String] = []
    private(set) var text = ""
    private var streams = ""

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
        let ledger = try await CrashLedger(records, provider)
        let lost = said.filter { !ledger.has($0.value, for: CrashLoad.wish($0.key)) }
        let doubled = ledger.casesOfOrder.filter { $0.value > 1 }.keys.sorted() + ledger.changedTwice
        let timers = try await Self.timers(records)
        text = """
            nodes: \(kills) kills, \(stops) stops of PostgreSQL, \(load.cut) calls cut off; \(said.count) acknowledged, \
            \(said.count - lost.count) found, \(lost.count) lost, \(doubled.count) doubled; \
            \(ledger.refunds.count) refunds at the provider; \(timers.fired) timers fired, \
            \(timers.faults.count) not once; \(streams); healthy again after \
            \(recoveries.map { $0.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 1))) }.joined(separator: ", "))
            """
        faults += lost.prefix(5).map { "lost: \($0)" } + doubled.prefix(5).map { "doubled: \($0)" }
        faults += ledger.faults.prefix(5) + timers.faults.prefix(5)
        if said.count < 100 { faults.append("only \(said.count) were acknowledged") }
        try await provider.close()
    }

    /// The customer of every return was reminded once, and every return expired once.
    private static func timers(_ records: any Database) async throws -> (fired: Int, faults: [String]) {
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
        let faults = cases.filter { $0.near != 1 || $0.expired != 1 }
        return (
            cases.count * 2, faults.map { "\($0.id) reminded \($0.near) times, expired \($0.expired) times" }
        )
    }
}
