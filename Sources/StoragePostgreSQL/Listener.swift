import CLibPQ
import Foundation
import Storage
import Synchronization

/// Signals between nodes by LISTEN and NOTIFY, on a connection and a thread of its own.
///
/// A signal is sent after the commit it tells of, not with it: the server lets commits that notify pass one after
/// another, each with its own wait for the disk.
final class Listener: NodeSignals {
    private struct State {
        var outgoing: [NodeSignal] = []
        var known: Set<NodeSignal> = []
        var hear: [@Sendable (NodeSignal?) -> Void] = []
        var isStarted = false
        var isClosed = false
    }

    private let settings: PostgreSQLSettings
    private let state = Mutex(State())
    private let bell = Pipe()

    init(_ settings: PostgreSQLSettings) { self.settings = settings }

    func send(_ signal: NodeSignal) {
        let isNew = state.withLock { state in
            guard state.known.insert(signal).inserted else { return false }
            state.outgoing.append(signal)
            return true
        }
        if isNew { wake() }
    }

    func listen(_ hear: @escaping @Sendable (NodeSignal?) -> Void) {
        state.withLock { $0.hear.append(hear) }
        wake()
    }

    func close() {
        state.withLock { $0.isClosed = true }
        wake()
    }

    private func wake() {
        let mustStart = state.withLock { state in
            defer { state.isStarted = true }
            return !state.isStarted && !state.isClosed
        }
        if mustStart {
            let thread = Thread { self.serve() }
            thread.name = "huitou.postgresql.signals"
            thread.start()
        }
        var one: UInt8 = 1
        write(bell.fileHandleForWriting.fileDescriptor, &one, 1)
    }

    // MARK: The thread

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    private func serve() {
        var wait = 0.1
        while !isClosed {
            do {
                let place = try ConnectionString(settings.connection)
                let handle = try place.connect()
                defer { PQfinish(handle) }
                guard PQsetnonblocking(handle, 1) == 0 else { throw PostgreSQLFault.lost("signals") }
                let answers = AnswerWait(handle, at: place, settings)
                try run("LISTEN \(channel)", [], answers)
                wait = 0.1
                tell(nil)
                while !isClosed { try turn(handle, answers) }
            } catch {
                Thread.sleep(forTimeInterval: wait)
                wait = min(wait * 2, 2)
            }
        }
    }

    /// Sends what is to be sent and tells what has come, or waits for either.
    private func turn(_ handle: OpaquePointer, _ answers: AnswerWait) throws {
        let outgoing = state.withLock { state in
            defer { (state.outgoing, state.known) = ([], []) }
            return state.outgoing
        }
        for payload in Self.payloads(outgoing) {
            try run("SELECT pg_notify($1, $2)", [channel, payload], answers)
        }
        guard PQconsumeInput(handle) == 1 else { throw PostgreSQLFault.lost("signals") }
        while let notice = PQnotifies(handle) {
            defer { PQfreemem(notice) }
            guard notice.pointee.be_pid != PQbackendPID(handle) else { continue }
            for signal in Self.signals(String(cString: notice.pointee.extra)) { tell(signal) }
        }
        if state.withLock({ $0.outgoing.isEmpty && !$0.isClosed }) { rest(handle) }
    }

    private func rest(_ handle: OpaquePointer) {
        let bell = self.bell.fileHandleForReading.fileDescriptor
        var watched = [
            pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0),
            pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
        ]
        poll(&watched, 2, 5_000)
        if watched[1].revents != 0 {
            var bytes = [UInt8](repeating: 0, count: 512)
            read(bell, &bytes, bytes.count)
        }
    }

    private func tell(_ signal: NodeSignal?) {
        for hear in state.withLock({ $0.hear }) { hear(signal) }
    }

    private func run(_ text: String, _ values: [String], _ answers: AnswerWait) throws {
        let copies = values.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let sent = PQsendQueryParams(
            answers.handle, text, Int32(values.count), nil, copies.map { UnsafePointer($0) }, nil, nil, 0)
        guard sent == 1 else { throw PostgreSQLFault.lost("signals") }
        try answers.lastAnswer()
    }

    /// One a schema, as several installations may share a database.
    private var channel: String { "huitou" + (settings.schema.map { "_\($0)" } ?? "") }

    // MARK: What a notice says

    /// Lines of topic and id, as many as a notice may hold.
    private static func payloads(_ signals: [NodeSignal]) -> [String] {
        var payloads: [String] = []
        for signal in signals {
            let line = "\(signal.topic) \(signal.id)"
            if let last = payloads.last, last.utf8.count + line.utf8.count < 7_900 {
                payloads[payloads.count - 1] = last + "\n" + line
            } else {
                payloads.append(line)
            }
        }
        return payloads
    }

    private static func signals(_ payload: String) -> [NodeSignal] {
        payload.split(separator: "\n").map { line in
            let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            return NodeSignal(String(words[0]), words.count > 1 ? String(words[1]) : "")
        }
    }
}
