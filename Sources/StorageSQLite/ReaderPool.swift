import Dispatch
import GRDB
import Storage
import Synchronization

/// A few connections that read, each on a queue of its own. A read takes one that is idle, or the first that becomes so.
///
/// GRDB has a pool too, but handing out a connection, beginning and ending there took as long as most reads take.
final class ReaderPool: Sendable {
    /// Gets a connection, or nil once the pool is closed.
    private typealias Read = @Sendable (Reader?) -> Void

    private struct State {
        var readers: [Reader] = []
        var idle: [Reader] = []
        var waiting: [Read] = []
        var isClosed = false
    }

    private let path: String
    private let configuration: Configuration
    private let state = Mutex(State())

    private static let mostReaders = 4

    /// Connections are opened when they are first needed.
    init(path: String, configuration: Configuration) {
        self.path = path
        self.configuration = configuration
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (SQLiteSession) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            enqueue { reader in
                continuation.resume(
                    with: Swift.Result {
                        guard let reader else { throw StorageFailure.unavailable("the database is closed") }
                        return try reader.read(body)
                    })
            }
        }
    }

    /// Lets the reads that were asked for finish; later ones are told that the database is closed.
    func close() async {
        let readers = state.withLock { state in
            state.isClosed = true
            return state.readers
        }
        for reader in readers { await reader.close() }
    }

    private func enqueue(_ read: @escaping Read) {
        enum Place { case reader(Reader), line, closed }
        let place: Place = state.withLock { state in
            if state.isClosed { return .closed }
            if let idle = state.idle.popLast() { return .reader(idle) }
            guard state.readers.count < Self.mostReaders else {
                state.waiting.append(read)
                return .line
            }
            let reader = Reader(path: path, configuration: configuration)
            state.readers.append(reader)
            return .reader(reader)
        }
        switch place {
        case .reader(let reader): reader.queue.async { self.drain(reader, read) }
        case .line: return
        case .closed: read(nil)
        }
    }

    private func drain(_ reader: Reader, _ first: @escaping Read) {
        var next: Read? = first
        while let read = next {
            read(reader)
            next = state.withLock { state in
                if state.waiting.isEmpty {
                    state.idle.append(reader)
                    return nil
                }
                return state.waiting.removeFirst()
            }
        }
    }
}
