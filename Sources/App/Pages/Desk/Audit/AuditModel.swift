import Base
import Events
import Storage
import Web

/// One page of the audit list with the names of those who acted, and how far the log is sealed.
struct AuditModel: Sendable {
    let filter: AuditFilter?
    let page: Page<DomainEvent>
    let isFirst: Bool
    let names: [Actor: String]
    let newest: EventSeal?
    /// Events of the shop up to this position are sealed.
    let sealedUpTo: Int64

    init(_ query: Query, _ call: DeskCall, _ transaction: Transaction) throws {
        filter = try query.choice("show", of: AuditFilter.self)
        let cursor = try query.cursor(of: 1)
        isFirst = cursor == nil
        let (shop, limit) = (call.shop.id, Limits.defaultPageItems)
        let rows = try EventStore().administrative(
            in: shop, about: filter?.subjects, before: cursor.flatMap { Int64($0.keys[0]) }, limit: limit + 1,
            transaction)
        page = Page(rows, limit: limit) { Cursor([String($0.position)]) }
        names = try Self.names(page.items, call, transaction)
        newest = try EventSealStore().newest(transaction)
        sealedUpTo = try EventSealStore().lastPosition(of: shop, transaction)
    }

    private static func names(
        _ events: [DomainEvent], _ call: DeskCall, _ transaction: Transaction
    ) throws -> [Actor: String] {
        let names = try StaffNames(call, transaction)
        let subjects = events.filter { $0.subject.kind == "staff" }.map { Actor(.staff, $0.subject.id) }
        return try Set(events.map(\.actor) + subjects).reduce(into: [:]) { $0[$1] = try names.name(of: $1) }
    }
}
