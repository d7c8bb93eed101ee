import Base
import Storage

/// One transaction's statements on a connection. A body is told faults in the words of `Storage`, but for those that
/// end its transaction whatever it does.
final class Session: DatabaseSession {
    private let connection: Connection
    private let isReading: Bool

    init(_ connection: Connection, isReading: Bool) {
        (self.connection, self.isReading) = (connection, isReading)
    }

    func run(_ text: String, _ arguments: [SQLValue]) throws -> Int {
        try told { try connection.ask(text, arguments).changes }
    }

    func post(_ text: String, _ arguments: [SQLValue]) throws {
        try told {
            // A read has nothing to send along, so that what is no read is found at its place.
            if isReading {
                _ = try connection.ask(text, arguments)
                return
            }
            // What was sent and is to be undone may have failed without anybody having asked.
            if text.hasPrefix("ROLLBACK") { try connection.settle() }
            try connection.post(text, arguments)
        }
    }

    func rows(_ text: String, _ arguments: [SQLValue], _ each: (inout Row) throws -> Void) throws {
        try told { try connection.ask(text, arguments).forEachRow(each) }
    }

    private func told<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let fault as PostgreSQLFault where !fault.concernsAll || (isReading && fault.isReadOnly) {
            throw fault.failure
        }
    }
}

extension Connection {
    /// Runs a body on one moment of the database. Whoever waits for its result does not wait for the end of the
    /// transaction.
    func read<Result>(_ outside: Outside, _ body: (Transaction) throws -> Result) throws -> Result {
        try post("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        do {
            let result = try body(transaction(in: nil, outside))
            try post("COMMIT")
            try leave()
            return result
        } catch {
            try abandon(error)
            throw error
        }
    }

    /// What time it is there.
    func ask(for time: SharedTime) throws {
        let asked = ContinuousClock.now
        let answer = try ask("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)", [])
        let answered = ContinuousClock.now
        try answer.forEachRow { row in
            time.take(try row.time(), askedAt: asked, answeredAt: answered)
        }
    }

    /// - Parameter scope: nil for a read.
    func transaction(in scope: WriteScope?, _ outside: Outside) -> Transaction {
        Transaction(
            session: Session(self, isReading: scope == nil), dialect: PostgreSQLDialect.words, scope: scope,
            outside: outside)
    }

    /// Ends the transaction without effect, after an error that did not cost the connection.
    func abandon(_ error: any Error) throws {
        if let fault = error as? PostgreSQLFault, fault.isLost { return }
        try settle()
        try post("ROLLBACK")
        try finish()
    }
}
