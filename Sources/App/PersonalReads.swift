import Base
import Events
import Storage
import Synchronization

/// Records that a key with the scope `personal` has read somebody's data: once for each key, record and hour, before
/// the answer leaves. The event says who and of which record, and holds none of what was read.
struct PersonalReads: Sendable {
    static let read = "personalData.read"

    private let events: EventLog
    private let database: any Database
    private let noted = Noted()

    init(events: EventLog, database: any Database) {
        self.events = events
        self.database = database
    }

    /// Notes what a read is about to answer.
    func note(
        _ records: [PersonalData.Record], by principal: Principal, in shop: ShopID, at now: Timestamp
    ) async throws {
        guard principal.readsPersonal else { return }
        let new = noted.missing(records, principal.actor.id, shop, Self.hour(of: now))
        guard !new.isEmpty else { return }
        try await database.write(in: shop) { try note(new, by: principal, in: shop, $0) }
    }

    /// Notes what a command is about to answer, in its transaction.
    func note(
        _ records: [PersonalData.Record], by principal: Principal, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard principal.readsPersonal else { return }
        let hour = Self.hour(of: transaction.now)
        let new = noted.missing(records, principal.actor.id, shop, hour)
        for record in new {
            let subject = DomainEvent.Subject("personalData", "\(record.kind)/\(record.id)")
            // Another node, or this one before its last start, may have noted it.
            let isKnown = try events.store.has(
                Self.read, on: subject, by: principal.actor, since: hour, in: shop, transaction)
            guard !isKnown else { continue }
            try events.append(
                Self.read, on: subject, of: shop, by: principal.actor, ["record": .string(record.kind)],
                in: transaction)
        }
        transaction.afterCommit { [noted] in noted.keep(new, principal.actor.id, shop, hour) }
    }

    private static func hour(of moment: Timestamp) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds / 3_600_000 * 3_600_000)
    }
}

/// What this node has noted in the present hour.
private final class Noted: Sendable {
    private struct Read: Hashable {
        let shop: ShopID
        let key: String
        let record: PersonalData.Record
    }

    private static let most = 100_000
    private let reads = Mutex<(hour: Timestamp, reads: Set<Read>)>((Timestamp(milliseconds: 0), []))

    func missing(
        _ records: [PersonalData.Record], _ key: String, _ shop: ShopID, _ hour: Timestamp
    ) -> [PersonalData.Record] {
        reads.withLock { known in
            guard known.hour == hour else { return records }
            return records.filter { !known.reads.contains(Read(shop: shop, key: key, record: $0)) }
        }
    }

    func keep(_ records: [PersonalData.Record], _ key: String, _ shop: ShopID, _ hour: Timestamp) {
        reads.withLock { known in
            if known.hour != hour || known.reads.count > Self.most { known = (hour, []) }
            for record in records { known.reads.insert(Read(shop: shop, key: key, record: record)) }
        }
    }
}
