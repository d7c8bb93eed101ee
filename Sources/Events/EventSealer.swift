import Base
import Storage

/// Seals what was committed, beside the writers: it reads and hashes outside their transactions and adds one row for up
/// to a thousand events.
///
/// Within a shop events get their positions in the order in which they are committed, so what lies behind a shop's
/// last seal is everything new. Several nodes may seal at once; the number of a seal goes to one of them.
public struct EventSealer: Sendable {
    private let database: any Database
    private let store = EventSealStore()

    /// How long an event stays unsealed at most, while a server runs.
    public static let every = Duration.seconds(60)
    static let mostEvents = 1_000

    public init(database: any Database) { self.database = database }

    /// Seals everything that is committed by now.
    /// - Returns: the newest seal; nil when nothing ever happened.
    @discardableResult
    public func seal() async throws -> EventSeal? {
        while true {
            let shops = try await database.read { [store] in try store.shopsToSeal($0) }
            if shops.isEmpty { break }
            for shop in shops { while try await sealNext(of: shop) {} }
        }
        return try await database.read { [store] in try store.newest($0) }
    }

    private struct Batch: Sendable {
        let previous: EventSeal?
        let events: [SealedEvent]
    }

    /// - Returns: whether there may be more.
    private func sealNext(of shop: ShopID) async throws -> Bool {
        let batch = try await database.read { [store] transaction in
            let last = try store.lastPosition(of: shop, transaction)
            return Batch(
                previous: try store.newest(transaction),
                events: try store.events(
                    of: shop, after: last, upTo: .max, limit: Self.mostEvents, transaction))
        }
        guard !batch.events.isEmpty else { return false }
        do {
            try await database.write { [store] transaction in
                let seal = EventSeal(batch.events, of: shop, after: batch.previous, at: transaction.now)
                try store.insert(seal, transaction)
            }
        } catch let failure as StorageFailure where failure.isUniqueViolation {
            return true  // another node has sealed meanwhile; look again
        }
        return batch.events.count == Self.mostEvents
    }
}
