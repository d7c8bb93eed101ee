import Base
import Customers
import Payments
import Storage
import Web

/// What the board of refunds shows: one state's movements, the counts of all, and where the open ones are
/// held up.
struct RefundModel: Sendable {
    let filter: RefundQuery
    let rows: [RefundRow]
    let next: Cursor?
    let counts: [RefundFilter.State: Int]
    let held: [HeldMoney]
    let now: Timestamp

    init(_ filter: RefundQuery, _ call: DeskCall, _ transaction: Transaction) throws {
        let (desk, shop) = (call.services.payments, call.shop.id)
        self.filter = filter
        let page = try Self.page(filter, call, transaction)
        rows = try page.items.map { movement in
            let customer = try call.services.customers.customer(movement.customerID, in: shop, transaction)
            return RefundRow(movement: movement, customer: MaskedName.of(customer))
        }
        next = page.next
        counts = try Dictionary(
            uniqueKeysWithValues: RefundFilter.State.allCases.filter { $0 != .all && $0 != .confirmed }.map {
                ($0, try desk.count($0, in: shop, transaction))
            })
        let open = try desk.refunds(
            RefundFilter(state: .open, after: nil, limit: HeldMoney.most), in: shop, transaction)
        held = HeldMoney.sums(of: open.items, now: transaction.now)
        now = transaction.now
    }

    /// A page of one provider's movements is gathered from several pages of all.
    private static func page(
        _ filter: RefundQuery, _ call: DeskCall, _ transaction: Transaction
    ) throws -> Page<Movement> {
        let limit = QueueFilter.rows
        guard let method = filter.method else {
            return try call.services.payments.refunds(
                RefundFilter(state: filter.state, after: filter.after, limit: limit), in: call.shop.id,
                transaction)
        }
        var (found, after): ([Movement], Cursor?) = ([], filter.after)
        for _ in 0..<20 where found.count < limit {
            let page = try call.services.payments.refunds(
                RefundFilter(state: filter.state, after: after, limit: Limits.pageItems), in: call.shop.id,
                transaction)
            found += page.items.filter { $0.methodKind == method }
            after = page.next
            if after == nil { break }
        }
        return Page(items: found, next: after)
    }
}

struct RefundRow: Sendable {
    let movement: Movement
    let customer: String
}

/// What a reader of the board asked to see.
struct RefundQuery: Sendable {
    let state: RefundFilter.State
    let method: MethodKind?
    let after: Cursor?
    let query: Query

    init(_ query: Query) throws {
        self.query = query
        state = try query.choice("state", of: RefundFilter.State.self) ?? .open
        method = try query.choice("method", of: MethodKind.self)
        after = try query.timedCursor()
    }
}

/// Open refunds of one provider by how long they have waited.
struct HeldMoney: Sendable {
    let method: MethodKind
    /// Up to an hour, up to a day, longer.
    let ages: [Int]
    let amount: Money

    /// Most movements that the sums look at.
    static let most = 1_000

    static func sums(of movements: [Movement], now: Timestamp) -> [HeldMoney] {
        Dictionary(grouping: movements, by: \.methodKind).sorted { $0.key.rawValue < $1.key.rawValue }
            .compactMap { method, movements in
                guard let first = movements.first else { return nil }
                var ages = [0, 0, 0]
                for movement in movements {
                    let age = now - movement.orderedAt
                    ages[age <= .hours(1) ? 0 : age <= .hours(24) ? 1 : 2] += 1
                }
                return HeldMoney(
                    method: method, ages: ages,
                    amount: movements.reduce(.zero(first.amount.currency)) { $0 + $1.amount })
            }
    }
}
