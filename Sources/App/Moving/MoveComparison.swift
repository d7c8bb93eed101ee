import Base
import Events
import Storage

/// Compares a copy with what it was copied from: rows of every table, sums of the ledger,
/// all the promises, and every sealed event against its seal.
struct MoveComparison {
    let source: any Database
    let target: any Database

    /// - Returns: what agrees, a line each.
    /// - Throws: `MoveFailure.differs`.
    func run(_ tables: [String]) async throws -> [String] {
        var agreed: [String] = []
        for table in tables {
            let text = "SELECT COUNT(*) FROM \(table)"
            let (old, new) = (try await count(text, source), try await count(text, target))
            guard old == new else { throw MoveFailure.differs("\(table) has \(new) rows instead of \(old)") }
            if old > 0 { agreed.append("\(table): \(old) rows") }
        }
        guard try await ledger(source, "shop, currency") == ledger(target, "shop, currency") else {
            throw MoveFailure.differs("the sums of the ledger")
        }
        agreed += try await ledger(target, "currency")
        let report = try await target.read { try Verification().run($0) }
        if let fault = report.faults.first { throw MoveFailure.differs(fault) }
        let chain = try await target.read { try EventChain().check(nil, $0) }
        if let fault = chain.faults.first { throw MoveFailure.differs(fault) }
        return agreed + report.checked + ["\(chain.sealedEvents) sealed events agree with their seals"]
    }

    private func count(_ text: String, _ database: any Database) async throws -> Int {
        try await database.read { try $0.count(SQL(stringLiteral: text)) }
    }

    private func ledger(_ database: any Database, _ parts: String) async throws -> [String] {
        let text = "SELECT \(parts), COUNT(*), SUM(amount) FROM transfers GROUP BY \(parts) ORDER BY \(parts)"
        let names = parts.split(separator: ",").count
        return try await database.read { transaction in
            try transaction.rows(SQL(stringLiteral: text)) { row in
                let name = try (0..<names).map { _ in try row.text() }.joined(separator: " ")
                return "ledger in \(name): \(try row.int64()) transfers, \(try row.int64()) in all"
            }
        }
    }
}
