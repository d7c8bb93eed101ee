import Base
import Payments
import Storage
import Testing

/// What is stored, here and at the provider, once the programs have stopped.
struct CrashLedger {
    private(set) var casesOfOrder: [String: Int] = [:]
    private(set) var changedTwice: [String] = []
    private(set) var refunds: [String: Int64] = [:]
    private(set) var faults: [String] = []
    private(set) var timers = 0
    private var cases: Set<String> = []
    private var files: Set<String> = []
    private var changed: [String: String] = [:]

    /// - Parameter asked: how often the provider may have been asked for the same refund.
    init(
        _ records: any Database, _ provider: any Database, asked: ClosedRange<Int> = 1...1
    ) async throws {
        try await readRecords(records)
        try await compare(records, provider, asked)
    }

    func has(_ answer: CrashLoad.Said, for wish: CrashLoad.Wish) -> Bool {
        switch wish {
        case .change: changed[answer.id] != nil
        case .file: files.contains(answer.id)
        case .open: cases.contains(answer.id)
        }
    }

    private mutating func readRecords(_ records: any Database) async throws {
        let read = try await records.read { transaction in
            (
                cases: try transaction.rows("SELECT id, order_id FROM cases") {
                    (try $0.text(), try $0.text())
                },
                files: try transaction.rows("SELECT id FROM files") { try $0.text() },
                changes: try transaction.rows("SELECT order_id, kind FROM order_changes") {
                    (try $0.text(), try $0.text())
                },
                untimed: try transaction.rows(
                    """
                    SELECT c.id FROM cases c LEFT JOIN jobs j ON j.shop = c.shop AND j.subject = c.id
                        AND j.kind = 'case.deadline' AND j.state = 'waiting'
                    WHERE c.state NOT IN ('refunded', 'fulfilled', 'withdrawn', 'expired', 'refused') AND j.id IS NULL
                    """
                ) { try $0.text() },
                timers: try transaction.count(
                    "SELECT COUNT(*) FROM jobs WHERE kind = 'case.deadline' AND state = 'waiting'"),
                halves: try transaction.rows(
                    """
                    SELECT o.id FROM orders o WHERE o.status = 'cancelled' AND
                        (SELECT SUM(CASE kind WHEN 'refund' THEN -amount ELSE amount END) FROM movements m
                            WHERE m.shop = o.shop AND m.order_id = o.id) <> 0
                    """
                ) { try $0.text() }
            )
        }
        cases = Set(read.cases.map(\.0))
        for (_, order) in read.cases { casesOfOrder[order, default: 0] += 1 }
        files = Set(read.files)
        for (order, kind) in read.changes {
            if changed[order] != nil { changedTwice.append(order) }
            changed[order] = kind
        }
        faults +=
            read.untimed.map { "\($0) is open without a timer" }
            + read.halves.map { "\($0) is half refunded" }
        timers = read.timers
    }

    /// Every refund by a method that is not ours was called for once and moved once, and nothing else moved.
    private mutating func compare(
        _ records: any Database, _ provider: any Database, _ asked: ClosedRange<Int>
    ) async throws {
        let ordered = try await records.read { transaction in
            try transaction.rows(
                """
                SELECT number, amount, state FROM movements
                WHERE kind = 'refund' AND method_kind <> 'giftCard' AND shop = \(Qinghe.id)
                """
            ) { (number: try $0.text(), amount: try $0.int64(), state: try $0.text()) }
        }
        let seen = try await provider.read { transaction in
            try transaction.rows("SELECT number, amount, calls, moved FROM seen WHERE kind = 'refund'") {
                (number: try $0.text(), amount: try $0.int64(), calls: try $0.int(), moved: try $0.int())
            }
        }
        for part in seen {
            refunds[part.number] = part.amount
            if part.moved != 1 || !asked.contains(part.calls) {
                faults.append("\(part.number) called \(part.calls) times, moved \(part.moved)")
            }
        }
        for part in ordered where refunds[part.number] != part.amount || part.state != "succeeded" {
            faults.append(
                "\(part.number) is \(part.state) here and \(refunds[part.number] ?? 0) at the provider")
        }
        if seen.count != ordered.count {
            faults.append("\(seen.count) refunds at the provider, \(ordered.count) here")
        }
    }
}
