import Base
import Synchronization

/// What was read a moment ago. Bounded; an entry that is forgotten while it is being read is not kept.
final class ExpiringCache<Name: Hashable & Sendable, Value: Sendable>: Sendable {
    private let capacity: Int
    private let lifetime: Span
    private let state = Mutex(State())

    private struct Entry {
        let value: Value
        let read: Timestamp
    }

    private struct State {
        var entries: [Name: Entry] = [:]
        /// Grows whenever something is forgotten.
        var generation = 0
    }

    init(capacity: Int, lifetime: Span) {
        self.capacity = capacity
        self.lifetime = lifetime
    }

    /// The value that is kept, or what `read` finds.
    func value(
        for name: Name, at now: Timestamp, read: @Sendable () async throws -> Value?
    ) async throws -> Value? {
        let (found, generation) = state.withLock { state in
            (state.entries[name].flatMap { isFresh($0, now) ? $0.value : nil }, state.generation)
        }
        if let found { return found }
        guard let value = try await read() else { return nil }
        state.withLock { state in
            guard state.generation == generation else { return }
            if state.entries.count >= capacity { state.entries.removeAll() }
            state.entries[name] = Entry(value: value, read: now)
        }
        return value
    }

    func forgetAll() {
        state.withLock { state in
            state.entries.removeAll()
            state.generation += 1
        }
    }

    private func isFresh(_ entry: Entry, _ now: Timestamp) -> Bool {
        entry.read <= now && now - entry.read < lifetime
    }
}
