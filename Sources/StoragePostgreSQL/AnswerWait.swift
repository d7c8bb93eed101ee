import CLibPQ
import Foundation

/// Waits for what a server has to say, and for room to send, beside libpq, which would wait for ever.
///
/// A server that has died says so, or the system does. One that merely hangs, a machine that stands still, or a network
/// that drops what is sent, say nothing at all: after a while of silence the server is asked, by a connection of its own,
/// whether it is there.
struct AnswerWait {
    let handle: OpaquePointer
    private let place: ConnectionString
    /// After so long it is asked, and again after as long.
    private let silence: Duration
    /// The longest wait for an answer, whatever the server says of itself; nil: as long as it is there.
    private let longest: Duration?

    /// - Parameter isUnhurried: statements take as long as they need. Otherwise the server stops them by itself, and one
    ///   that it has not stopped long after that is not heard of again.
    init(
        _ handle: OpaquePointer, at place: ConnectionString, _ settings: PostgreSQLSettings,
        isUnhurried: Bool = false
    ) {
        (self.handle, self.place, silence) = (handle, place, settings.silence)
        longest = isUnhurried ? nil : .seconds(settings.statementSeconds + settings.lockSeconds)
    }

    /// The next of the answers.
    /// - Throws: `PostgreSQLFault` that is `lost`.
    func answer() throws -> Answer {
        try wait { PQisBusy(handle) == 0 }
        return Answer(PQgetResult(handle))
    }

    /// All answers to what was sent outside a pipeline.
    /// - Throws: the first fault.
    func lastAnswer() throws {
        var first: PostgreSQLFault?
        while true {
            let answer = try answer()
            if answer.isMissing { break }
            guard ![PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(answer.status) else { continue }
            first = first ?? PostgreSQLFault(answer.pointer)
        }
        if let first { throw first }
    }

    /// Sends what libpq still holds.
    /// - Throws: `PostgreSQLFault` that is `lost`.
    func send() throws { try wait { true } }

    private func wait(until isDone: () -> Bool) throws {
        let start = ContinuousClock.now
        var (look, unsent) = (start + silence, PQflush(handle))
        while true {
            guard unsent >= 0 else { throw broken }
            if unsent == 0, isDone() { return }
            let now = ContinuousClock.now
            if let longest, now - start >= longest { throw PostgreSQLFault.lost("no answer for too long") }
            if now >= look {
                guard place.isAnswered(asFor: handle) else {
                    throw PostgreSQLFault.lost("the server does not answer")
                }
                look = .now + silence
            }
            try rest(until: look, isSending: unsent > 0)
            unsent = PQflush(handle)
        }
    }

    private func rest(until moment: ContinuousClock.Instant, isSending: Bool) throws {
        let events = Int16(POLLIN) | (isSending ? Int16(POLLOUT) : 0)
        var watched = pollfd(fd: PQsocket(handle), events: events, revents: 0)
        let left = (moment - ContinuousClock.now).components
        let milliseconds = left.seconds * 1_000 + left.attoseconds / 1_000_000_000_000_000
        let ready = poll(&watched, 1, Int32(clamping: max(1, milliseconds)))
        if ready < 0, errno != EINTR { throw PostgreSQLFault.lost("the connection cannot be waited for") }
        guard ready > 0, watched.revents & ~Int16(POLLOUT) != 0 else { return }
        guard PQconsumeInput(handle) == 1 else { throw broken }
    }

    private var broken: PostgreSQLFault { .lost(PQerrorMessage(handle).map { String(cString: $0) } ?? "") }
}
