import Base
import Storage

/// Keeps writes that could meet apart: those of one shop from each other, and one that may touch anything from all.
///
/// Held to the end of the transaction. Each statement sees what was committed before it, so whoever has the lock sees
/// all that its former holders have done.
struct WriteLock {
    let statement: String

    /// - Returns: nil where nothing need be kept apart.
    init?(_ scope: WriteScope) {
        switch scope {
        case .shop(let shop):
            statement = """
                SELECT \(Self.lettingGo), pg_advisory_xact_lock_shared(\(Self.everything)), \
                pg_advisory_xact_lock(\(Self.number(shop.text)))
                """
        case .everything:
            statement = "SELECT \(Self.lettingGo), pg_advisory_xact_lock(\(Self.everything))"
        case .freeRows: return nil
        }
    }

    /// While the schema is brought up to date, so that nodes that start together do it one after another. An index over
    /// many rows takes its time, and so does waiting for another node to make it; a table that is in use is waited for as
    /// long as any lock.
    static func migration(_ settings: PostgreSQLSettings) -> [String] {
        [
            takingAnyTime, "SET LOCAL lock_timeout = 0",
            "SELECT pg_advisory_xact_lock(\(number("\u{1}migrations")))",
            "SET LOCAL lock_timeout = '\(settings.lockSeconds)s'",
        ]
    }

    static let takingAnyTime = "SET LOCAL statement_timeout = 0"

    /// A node that hangs, or that the network has lost, must not hold up the others: between two statements of a write a
    /// node thinks for milliseconds.
    private static let lettingGo = "set_config('idle_in_transaction_session_timeout', '5s', true)"

    private static let everything = number("\u{1}everything")

    /// The same on every node: FNV-1a over 64 bits. Two shops with one number only wait for each other.
    private static func number(_ name: String) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int64(bitPattern: hash)
    }
}
