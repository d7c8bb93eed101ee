import Base
import Foundation
import Storage
import StoragePostgreSQL
import TestSupport
import Testing

/// Three nodes serve one shop under load while something goes wrong; afterwards everything that was acknowledged is
/// looked for.
struct NodesStory {
    let name: String
    /// How to reach the records, during the trouble and after it.
    let database: String
    let load = CrashLoad(orders: 4_000, absence: .isTriedAgain)
    var clocks: [SteppedClock] = []

    typealias Trouble = (Nodes, inout NodesReport) async throws -> Void

    init(_ name: String, database: String) {
        self.name = name
        self.database = database
    }

    /// - Parameters:
    ///   - isEnough: told how long it goes on; each round has as many new orders.
    ///   - trouble: what happens in a round, while the load goes on.
    func run(
        until isEnough: (Duration) -> Bool = { _ in true }, _ trouble: Trouble
    ) async throws -> NodesReport {
        let directory = try TestDirectory()
        var report = NodesReport(name)
        report.clocksGoWrong = !clocks.isEmpty
        try await ServerProcess.withClient { client in
            let nodes = Nodes(client, directory, database: database, clocks: clocks)
            for number in 0..<Nodes.count { try await nodes.start(number) }
            try await prepare(nodes.root)
            let readers = (0..<Nodes.count).map { _ in StreamReader(nodes) }
            let listening = readers.map { reader in Task { await reader.run() } }
            let start = ContinuousClock.now
            repeat {
                report.rounds += 1
                if report.rounds > 1 { try await load.addOrders(nodes.root, at: Outside.system.now()) }
                try await round(nodes, &report, trouble)
            } while !isEnough(ContinuousClock.now - start)
            await load.finishBegun(on: nodes.root)
            let differing = try await load.repeated(on: nodes.root)
            #expect(differing.isEmpty, "answered otherwise when repeated: \(differing.prefix(5))")
            let records = try open()
            try await Self.settle(records)
            try await report.compare(readers, records)
            for listener in listening { listener.cancel() }
            let ends = await nodes.stop()
            #expect(ends == [0, 0, 0], "\(nodes.complaints)")
            for listener in listening { await listener.value }
            try await report.audit(load, records, open(schema: "huitou_provider"))
            try await records.close()
            let verified = try await ServerProcess.run(["verify"], nodes.environment)
            #expect(verified.status == 0, "\(verified.text)")
        }
        print(report.text)
        #expect(report.faults == [])
        #expect(report.recoveries.allSatisfy { $0 < .seconds(10) }, "\(report.recoveries)")
        return report
    }

    private func round(_ nodes: Nodes, _ report: inout NodesReport, _ trouble: Trouble) async throws {
        let isOver = Flag()
        let load = load
        async let working: Void = load.work(on: nodes.root, until: { isOver.isRaised })
        try await trouble(nodes, &report)
        try await Task.sleep(for: .milliseconds(1_000))  // under load
        isOver.raise()
        await working
    }

    /// A shop whose customers are soon reminded to send goods back, so that there are timers to watch. Nobody can publish
    /// such a policy any more; what was published before customers had days at least is still decided by.
    private func prepare(_ root: API) async throws {
        let shop = try await Qinghe.open(root)
        let known = try await shop.get("policy").expect(200).json["yaml"]?.string ?? ""
        let pack = known.replacing(
            /awaitingReturn: \{[^}]*\}/,
            with: "awaitingReturn: {owner: customer, within: 1m, warnBefore: 57s, fallback: expire}")
        #expect(pack != known)
        let records = try open()
        try await records.write(in: ShopID(Qinghe.id)) { transaction in
            try transaction.run(
                """
                INSERT INTO policy_packs (shop, version, edition, name, yaml, published_at, published_by_kind, published_by)
                SELECT shop, 2, 'P-soon', name, \(pack), published_at, published_by_kind, published_by
                FROM policy_packs WHERE shop = \(Qinghe.id) AND version = 1
                """)
        }
        try await records.close()
        try await load.fill(shop, at: Outside.system.now())
    }

    /// Lets time pass until the provider has answered for everything and every customer was reminded; what is to come in a
    /// minute then comes at once, on all nodes.
    private static func settle(_ records: any Database) async throws {
        try await wait(
            records, "SELECT COUNT(*) FROM cases WHERE state = 'awaitingReturn' AND deadline_warned = FALSE")
        try await records.write(in: ShopID(Qinghe.id)) { transaction in
            try transaction.run(
                """
                UPDATE cases SET deadline_warn = \(transaction.now), deadline_due = \(transaction.now)
                WHERE shop = \(Qinghe.id) AND state = 'awaitingReturn'
                """)
            try transaction.run(
                """
                UPDATE jobs SET due = \(transaction.now)
                WHERE shop = \(Qinghe.id) AND kind = 'case.deadline' AND state = 'waiting'
                    AND subject IN (SELECT id FROM cases WHERE shop = \(Qinghe.id) AND state = 'awaitingReturn')
                """)
        }
        try await wait(
            records,
            """
            SELECT (SELECT COUNT(*) FROM movements WHERE kind = 'refund' AND state IN ('ordered', 'sent', 'unknown'))
                + (SELECT COUNT(*) FROM cases WHERE state = 'awaitingReturn')
            """)
    }

    /// Until a count is nothing.
    private static func wait(_ records: any Database, _ count: SQL) async throws {
        for _ in 0..<240 {
            if try await records.read({ try $0.count(count) }) == 0 { return }
            try await Task.sleep(for: .milliseconds(500))  // leases of killed nodes end in their time
        }
        Issue.record("money or cases are still under way")
    }

    private func open(schema: String? = nil) throws -> any Database {
        var settings = PostgreSQLSettings(connection: database)
        (settings.schema, settings.connections) = (schema, 3)
        return try PostgreSQLDatabase(settings, outside: .system)
    }
}
