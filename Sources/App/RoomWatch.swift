import Base
import Storage
import Synchronization

/// Whether there is room to store anything: told by an answer that there was none, and asked again by storing something.
final class RoomWatch: Sendable {
    private let isFull = Atomic(false)
    /// As much as a few cases need.
    private static let triedBytes = 64 << 10

    /// Looks at a fault that somebody was answered.
    func note(_ fault: any Error) {
        if case .diskFull? = fault as? StorageFailure { isFull.store(true, ordering: .relaxed) }
    }

    /// Writes only while it is known that there was no room a moment ago.
    func hasRoom(_ database: any Database, _ outside: Outside) async throws -> Bool {
        guard isFull.load(ordering: .relaxed) else { return true }
        let bytes = outside.bytes(Self.triedBytes)
        do {
            try await database.write { try Installation.tryRoom(bytes, $0) }
        } catch StorageFailure.diskFull {
            return false
        }
        isFull.store(false, ordering: .relaxed)
        return true
    }
}
