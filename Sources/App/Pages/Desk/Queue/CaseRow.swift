import AfterSales
import Base
import Customers
import Localisation
import Markup
import Orders
import Policies
import Storage
import Web

/// One case as a line of a list: who, what, how much, how long.
struct CaseRow: Sendable {
    let record: Case
    let place: String
    let customer: String
    let reason: String
    let goods: String
    let assignee: String?
    let clock: Countdown.Clock?

    var isUndecided: Bool { record.state == .reviewing && record.decidedAt == nil }

    var amount: Money { record.agreed ?? record.asked }

    /// How the state stands out to somebody who works in the shop.
    func tone(now: Timestamp) -> Tone? {
        if record.isEscalated || (isUndecided && record.promiseDue <= now) { return .bad }
        return StateWords.staffTone(record.state)
    }
}

/// Puts lines together; customers, orders and people that several lines share are read once.
final class CaseRows {
    private let call: DeskCall
    private let transaction: Transaction
    private let context: String
    private let names: StaffNames
    private let pack: PolicyPack
    private var customers: [Identifier<Customer>: String] = [:]
    private var orders: [Identifier<Order>: Order] = [:]

    /// - Parameter context: what the addresses of the cases carry on.
    init(_ call: DeskCall, _ transaction: Transaction, _ context: String = "") throws {
        self.call = call
        self.context = context
        self.transaction = transaction
        names = try StaffNames(call, transaction)
        pack = try call.services.policies.current(of: call.shop.id, in: transaction)
    }

    func rows(_ records: [Case]) throws -> [CaseRow] { try records.map(row) }

    func row(_ record: Case) throws -> CaseRow {
        CaseRow(
            record: record, place: call.place("cases", record.id) + context,
            customer: try customer(record.customerID),
            reason: call.words.reason(record.reason, pack), goods: try goods(record),
            assignee: try record.assignee.map { try names.name(ofAssignee: $0) }, clock: clock(record))
    }

    private func customer(_ id: Identifier<Customer>) throws -> String {
        if let name = customers[id] { return name }
        let name = MaskedName.of(try call.services.customers.customer(id, in: call.shop.id, transaction))
        customers[id] = name
        return name
    }

    private func goods(_ record: Case) throws -> String {
        guard let first = record.lines.first, let order = try order(record.orderID),
            let line = order.line(first.lineID)
        else { return "" }
        let units = record.lines.reduce(0) { $0 + $1.quantity }
        guard units > 1 else { return line.title }
        return call.texts["desk.goods.several", ["title": line.title, "count": String(units)]]
    }

    private func order(_ id: Identifier<Order>) throws -> Order? {
        if let order = orders[id] { return order }
        let order = try call.services.orders.knownOrder(id, in: call.shop.id, transaction)
        orders[id] = order
        return order
    }

    /// The promise while nobody has decided, then the state's own deadline.
    private func clock(_ record: Case) -> Countdown.Clock? { CaseClock(pack: pack).clock(record) }
}

/// Which clock of a case runs out first.
struct CaseClock: Sendable {
    let pack: PolicyPack

    func clock(_ record: Case) -> Countdown.Clock? {
        if record.state == .reviewing, record.decidedAt == nil { return promise(record) }
        return record.deadline.map { legal($0, record) }
    }

    func promise(_ record: Case) -> Countdown.Clock {
        Countdown.Clock(from: record.openedAt, due: record.promiseDue, warn: record.promiseDue - .minutes(1))
    }

    func legal(_ deadline: Deadline, _ record: Case) -> Countdown.Clock {
        let within = pack.deadlines[record.state]?.within ?? .days(2)
        return Countdown.Clock(from: deadline.due - within, due: deadline.due, warn: deadline.warnAt)
    }
}
