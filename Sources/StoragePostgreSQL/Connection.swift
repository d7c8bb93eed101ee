import CLibPQ
import Storage

/// One connection in pipeline mode: statements are sent one behind the other, and answers are fetched when one is
/// wanted, so that `BEGIN`, the locks and the first statement are one way to the server and back.
///
/// Belongs to one thread.
final class Connection {
    private let handle: OpaquePointer
    private let place: ConnectionString
    private let settings: PostgreSQLSettings
    /// The transaction under way has said that its statements take as long as they need.
    private var isUnhurried = false
    private var statements: [String: ServerStatement] = [:]
    private var lastNumber = 0
    /// Statements whose answers have not been read.
    private var unread = 0
    /// The answers of a `COMMIT` that nobody waited for may still be on their way.
    private var isSynced = true

    /// Statements kept ready on the server.
    private static let mostStatements = 512
    /// Answers that may wait unread, so that neither side's buffer fills.
    private static let mostUnread = 32

    /// - Throws: `PostgreSQLFault` when no server that takes writes can be reached.
    init(_ settings: PostgreSQLSettings) throws {
        let place = try ConnectionString(settings.connection)
        let handle = try place.connect()
        do {
            try Self.prepare(handle, settings, place)
        } catch {
            PQfinish(handle)
            throw error
        }
        // Nothing throws from here on: what is whole ends by itself.
        (self.handle, self.place, self.settings) = (handle, place, settings)
    }

    private static func prepare(
        _ handle: OpaquePointer, _ settings: PostgreSQLSettings, _ place: ConnectionString
    ) throws {
        guard PQserverVersion(handle) >= 150_000 else {
            throw PostgreSQLFault.lost("PostgreSQL 15 or newer is needed")
        }
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        guard PQsetnonblocking(handle, 1) == 0,
            PQsendQuery(handle, preparations(settings).joined(separator: ";")) == 1
        else { throw fault(of: handle) }
        try AnswerWait(handle, at: place, settings).lastAnswer()
        guard PQenterPipelineMode(handle) == 1 else { throw fault(of: handle) }
    }

    deinit { PQfinish(handle) }

    private var wait: AnswerWait { AnswerWait(handle, at: place, settings, isUnhurried: isUnhurried) }

    private static func preparations(_ settings: PostgreSQLSettings) -> [String] {
        let schema = settings.schema.map {
            ["CREATE SCHEMA IF NOT EXISTS \"\($0)\"", "SET search_path = \"\($0)\""]
        }
        return (schema ?? []) + [
            "SET statement_timeout = '\(settings.statementSeconds)s'",
            "SET lock_timeout = '\(settings.lockSeconds)s'",
            "SET idle_in_transaction_session_timeout = '\(settings.statementSeconds * 2)s'",
            "SET client_encoding = 'UTF8'", "SET standard_conforming_strings = on",
        ] + (settings.isDurable ? [] : ["SET synchronous_commit = off"])
    }

    // MARK: Statements

    /// Sends a statement without values and does not wait.
    func post(_ text: String) throws {
        try begin()
        if text.hasPrefix("BEGIN") { isUnhurried = false }
        guard PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 1) == 1 else { throw fault() }
        unread += 1
    }

    /// Sends a statement and does not wait; a fault shows with the next one that is answered.
    func post(_ text: String, _ arguments: [SQLValue]) throws {
        if arguments.isEmpty, Self.isCommand(text) { return try post(text) }
        if text == WriteLock.takingAnyTime { isUnhurried = true }
        let statement = try prepare(text)
        try begin()
        let sent = try StatementValues(arguments, for: statement).withPointers { values, lengths, formats in
            PQsendQueryPrepared(
                handle, statement.name, Int32(statement.types.count), values, lengths, formats, 1)
        }
        guard sent == 1 else { throw fault() }
        unread += 1
    }

    /// Sends a statement and waits for its answer, and so for all before it.
    func ask(_ text: String, _ arguments: [SQLValue]) throws -> Answer {
        try post(text, arguments)
        return try finish()
    }

    /// Waits for everything that was sent; the last one's answer.
    /// - Throws: the first fault; what was sent after it was not carried out.
    @discardableResult
    func finish() throws -> Answer {
        guard PQpipelineSync(handle) == 1 else { throw fault() }
        isSynced = true
        return try read()
    }

    /// Waits for everything that was sent, whether it failed or not.
    func settle() throws {
        guard unread > 0 else { return }
        do {
            try finish()
        } catch let fault as PostgreSQLFault where !fault.isLost {
            return
        }
    }

    /// Sends all that waits on this side and reads the answers later.
    func leave() throws {
        guard PQpipelineSync(handle) == 1 else { throw fault() }
        isSynced = true
        try wait.send()
    }

    private func begin() throws {
        // Answers of what was left behind come first.
        if isSynced, unread > 0 { try read() }
        if unread >= Self.mostUnread { try finish() }
        isSynced = false
    }

    @discardableResult
    private func read() throws -> Answer {
        var (last, first): (Answer?, PostgreSQLFault?) = (nil, nil)
        let wait = self.wait
        while unread > 0 {
            let answer = try wait.answer()
            unread -= 1
            switch answer.status {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK: last = answer
            case PGRES_PIPELINE_ABORTED: break
            default: first = first ?? (answer.isMissing ? fault() : PostgreSQLFault(answer.pointer))
            }
            if answer.isMissing { break }
            _ = try wait.answer()  // the end of this statement's answers
        }
        let mark = try wait.answer()
        if let first { throw first }
        guard mark.status == PGRES_PIPELINE_SYNC, let last else { throw fault() }
        return last
    }

    // MARK: Statements kept ready

    private func prepare(_ text: String) throws -> ServerStatement {
        if let found = statements[text] { return found }
        if statements.count >= Self.mostStatements { try forgetStatements() }
        lastNumber += 1
        let name = "s\(lastNumber)"
        try begin()
        guard PQsendPrepare(handle, name, text, 0, nil) == 1 else { throw fault() }
        unread += 1
        guard PQsendDescribePrepared(handle, name) == 1 else { throw fault() }
        unread += 1
        let answer = try finish()
        let types = (0..<PQnparams(answer.pointer)).map { PQparamtype(answer.pointer, $0) }
        let statement = ServerStatement(name: name, types: types)
        statements[text] = statement
        return statement
    }

    private func forgetStatements() throws {
        try post("DEALLOCATE ALL")
        statements = [:]
    }

    /// `SAVEPOINT` and its like are not worth keeping.
    private static func isCommand(_ text: String) -> Bool {
        ["SAVEPOINT", "RELEASE", "ROLLBACK"].contains { text.hasPrefix($0) }
    }

    private func fault() -> PostgreSQLFault { Self.fault(of: handle) }

    private static func fault(of handle: OpaquePointer) -> PostgreSQLFault {
        .lost(PQerrorMessage(handle).map { String(cString: $0) } ?? "")
    }
}

/// A statement that the server keeps ready, and the types of its values.
struct ServerStatement {
    let name: String
    let types: [Oid]
}

/// One answer of the server, freed with its owner.
final class Answer {
    let pointer: OpaquePointer?

    init(_ pointer: OpaquePointer?) { self.pointer = pointer }

    deinit { PQclear(pointer) }

    var isMissing: Bool { pointer == nil }
    var status: ExecStatusType { PQresultStatus(pointer) }
    /// How many rows were changed.
    var changes: Int { PQcmdTuples(pointer).map { Int(String(cString: $0)) ?? 0 } ?? 0 }
    /// What was done: `COMMIT`, and `ROLLBACK` for the commit of a transaction that had failed.
    var tag: String { PQcmdStatus(pointer).map { String(cString: $0) } ?? "" }
}
