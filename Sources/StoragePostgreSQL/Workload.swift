import Dispatch
import Storage
import Synchronization

/// What waits for a connection: reads, and writes by scope, of which one group at a time is under way.
final class Workload: Sendable {
    enum Item {
        case read(any WaitingRead)
        case writes(WriteScope, [any WaitingWrite])
    }

    private struct State {
        var reads = Queue<any WaitingRead>()
        /// Scopes with waiting writes of which none is under way, in the order in which they came.
        var ready = Queue<WriteScope>()
        var writes: [WriteScope: Queue<any WaitingWrite>] = [:]
        var underWay: Set<WriteScope> = []
        var waiting = 0
        var isClosed = false
    }

    private let state = Mutex(State())
    /// Raised at least once for every item that can be taken.
    private let available = DispatchSemaphore(value: 0)
    private let mostWaiting: Int
    /// Connections that writes may use at once, so that those who wait for locks leave some to reads.
    private let mostWriters: Int

    init(_ settings: PostgreSQLSettings) {
        mostWaiting = settings.mostWaiting
        mostWriters = max(1, settings.connections - max(1, settings.connections / 4))
    }

    func add(_ read: any WaitingRead) {
        let fault: StorageFailure? = state.withLock { state in
            if let fault = refusal(state) { return fault }
            state.waiting += 1
            state.reads.append(read)
            return nil
        }
        if let fault { read.fail(fault) } else { available.signal() }
    }

    func add(_ write: any WaitingWrite, in scope: WriteScope) {
        let fault: StorageFailure? = state.withLock { state in
            if let fault = refusal(state) { return fault }
            state.waiting += 1
            state.writes[scope, default: Queue()].append(write)
            if state.writes[scope]?.count == 1, !state.underWay.contains(scope) { state.ready.append(scope) }
            return nil
        }
        if let fault { write.fail(fault) } else { available.signal() }
    }

    private func refusal(_ state: borrowing State) -> StorageFailure? {
        if state.isClosed { return .unavailable("the database is closed") }
        return state.waiting >= mostWaiting ? .unavailable("too many wait for the database") : nil
    }

    /// Waits for something to do; nil once the workload is closed and empty.
    func next() -> Item? {
        while true {
            available.wait()
            let (item, isOver) = state.withLock { state in
                let item = take(&state)
                return (item, item == nil && state.isClosed && state.waiting == 0)
            }
            if let item { return item }
            if isOver {
                available.signal()  // the next thread ends too
                return nil
            }
        }
    }

    /// A group of the scope is no longer under way; what is left of it goes first.
    func finish(_ scope: WriteScope, leaving left: [any WaitingWrite]) {
        let isIdle = state.withLock { state in
            state.underWay.remove(scope)
            state.waiting += left.count
            var writes = state.writes[scope] ?? Queue()
            writes.prepend(left)
            state.writes[scope] = writes.isEmpty ? nil : writes
            if !writes.isEmpty { state.ready.append(scope) }
            return state.isClosed && state.waiting == 0
        }
        // Another scope may have waited for room.
        available.signal()
        if isIdle { available.signal() }
    }

    /// Takes no more. What waits is still done.
    func close() {
        state.withLock { $0.isClosed = true }
        available.signal()
    }

    private func take(_ state: inout State) -> Item? {
        if state.underWay.count < mostWriters, let scope = state.ready.popFirst() {
            var writes = state.writes[scope] ?? Queue()
            let group = writes.take(WriteGroup.largest)
            state.writes[scope] = writes.isEmpty ? nil : writes
            state.underWay.insert(scope)
            state.waiting -= group.count
            return .writes(scope, group)
        }
        guard let read = state.reads.popFirst() else { return nil }
        state.waiting -= 1
        return .read(read)
    }
}

/// First in, first out, without moving what waits.
struct Queue<Element> {
    private var elements: [Element] = []
    private var first = 0

    var count: Int { elements.count - first }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func prepend(_ more: [Element]) {
        guard !more.isEmpty else { return }
        elements = more + elements[first...]
        first = 0
    }

    mutating func popFirst() -> Element? {
        guard first < elements.count else { return nil }
        defer { settle(first + 1) }
        return elements[first]
    }

    mutating func take(_ most: Int) -> [Element] {
        let end = min(elements.count, first + most)
        defer { settle(end) }
        return Array(elements[first..<end])
    }

    /// Lets go of what was taken, now and then.
    private mutating func settle(_ place: Int) {
        first = place
        if first * 2 >= elements.count {
            elements.removeFirst(first)
            first = 0
        }
    }
}
