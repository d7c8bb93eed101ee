import Base
import Customers
import Jobs
import Localisation
import Payments
import Staff
import Storage
import Web

/// What the board of refunds shows: the movements asked for, and everything that has not settled in sums.
struct RefundModel: Sendable {
    let filter: RefundQuery
    let rows: [RefundRow]
    let next: Cursor?
    let open: [OpenMoney]
    /// Calls to the outside that had their last try; nil for readers who cannot revive them.
    let deadJobs: Int?
    let now: Timestamp

    init(_ filter: RefundQuery, _ call: DeskCall, _ transaction: Transaction) throws {
        let (desk, shop) = (call.services.payments, call.shop.id)
        self.filter = filter
        let page = try desk.refunds(filter.refunds(now: transaction.now), in: shop, transaction)
        rows = try page.items.map { movement in
            let customer = try call.services.customers.customer(movement.customerID, in: shop, transaction)
            return RefundRow(movement: movement, customer: MaskedName.of(customer))
        }
        next = page.next
        open = try desk.openMoney(in: shop, transaction)
        deadJobs =
            call.may(.deadLettersManage)
            ? try call.services.jobs.list(.dead, of: shop, in: transaction).count : nil
        now = transaction.now
    }

    /// What a state's number and sums are made of; empty where nobody counts.
    func piles(_ state: RefundFilter.State) -> [OpenMoney] {
        open.filter { pile in
            switch state {
            case .open: pile.kind == .refund
            case .late: pile.kind == .refund && pile.isLate
            case .ordered: pile.kind == .refund && pile.state == .ordered
            case .sent: pile.kind == .refund && pile.state == .sent
            case .unknown: pile.kind == .refund && pile.state == .unknown
            case .failed: pile.kind == .refund && pile.state == .failed
            case .charges: pile.kind == .payment
            case .confirmed, .all: false
            }
        }
    }

    func count(_ state: RefundFilter.State) -> Int { piles(state).reduce(0) { $0 + $1.count } }

    /// One sum a currency: amounts of several are never added.
    static func sums(_ piles: [OpenMoney]) -> [Money] {
        Dictionary(grouping: piles, by: \.amount.currency.code).sorted { $0.key < $1.key }.compactMap {
            _, same in
            same.first.map { first in same.reduce(.zero(first.amount.currency)) { $0 + $1.amount } }
        }
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
    let age: OpenMoney.Age?
    let after: Cursor?
    let query: Query

    init(_ query: Query) throws {
        self.query = query
        state = try query.choice("state", of: RefundFilter.State.self) ?? .open
        method = try query.choice("method", of: MethodKind.self)
        age = try query.choice("age", of: OpenMoney.Age.self)
        after = try query.timedCursor()
    }

    func refunds(now: Timestamp) -> RefundFilter {
        var filter = RefundFilter(state: state, after: after, limit: QueueFilter.rows)
        filter.method = method
        switch age {
        case .hour: filter.from = now - .hours(1)
        case .day: (filter.from, filter.until) = (now - .hours(24), now - .hours(1))
        case .longer: filter.until = now - .hours(24)
        case nil: break
        }
        return filter
    }

    /// The address of a list of the same state, narrowed otherwise.
    static func place(
        _ path: String, _ state: RefundFilter.State, method: MethodKind? = nil, age: OpenMoney.Age? = nil
    ) -> String {
        QueryText.address(
            path, ["state": state.rawValue, "method": method?.rawValue, "age": age?.rawValue])
    }
}
