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
    /// Goods that inspection turned down and that have not been sent back.
    let goodsBack: GoodsBack?

    var isUndecided: Bool { record.state == .reviewing && record.decidedAt == nil }

    var amount: Money { record.agreed ?? record.asked }

    /// How the state stands out to somebody who works in the shop.
    func tone(now: Timestamp) -> Tone? {
        if record.isEscalated || (isUndecided && record.promiseDue <= now) { return .bad }
        return StateWords.staffTone(record.state)
    }
}

/// Puts lines together; the customers and orders of all lines are read at once.
struct CaseRows {
    private let call: DeskCall
    private let transaction: Transaction
    private let context: String
    private let names: StaffNames
    private let pack: PolicyPack

    /// - Parameter context: what the addresses of the cases carry on.
    init(_ call: DeskCall, _ transaction: Transaction, _ context: String = "") throws {
        self.call = call
        self.context = context
        self.transaction = transaction
        names = try StaffNames(call, transaction)
        pack = try call.services.policies.current(of: call.shop, in: transaction)
    }

    func rows(_ records: [Case]) throws -> [CaseRow] {
        let (services, shop) = (call.services, call.shop.id)
        let customers = try services.customers.known(records.map(\.customerID), in: shop, transaction)
        let orders = try services.orders.known(records.map(\.orderID), in: shop, transaction)
        let goodsBack = try services.afterSales.goodsBack(of: records, in: shop, transaction)
            .filter { $0.value.sentAt == nil }
        let clocks = CaseClock(pack: pack)
        return try records.map { record in
            CaseRow(
                record: record, place: call.place("cases", record.id) + context,
                customer: customers[record.customerID].map(MaskedName.of) ?? "",
                reason: call.words.reason(record.reason, pack),
                goods: orders[record.orderID].map { goods(record, of: $0) } ?? "",
                assignee: try record.assignee.map { try names.name(ofAssignee: $0) },
                clock: clocks.clock(record) ?? goodsBack[record.id.text].map(clocks.goodsBack),
                goodsBack: goodsBack[record.id.text])
        }
    }

    private func goods(_ record: Case, of order: Order) -> String {
        guard let first = record.lines.first, let line = order.line(first.lineID) else { return "" }
        let units = record.lines.reduce(0) { $0 + $1.quantity }
        guard units > 1 else { return line.title }
        return call.texts["desk.goods.several", ["title": line.title, "count": String(units)]]
    }
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

    func goodsBack(_ owed: GoodsBack) -> Countdown.Clock {
        Countdown.Clock(from: owed.due - pack.goodsBack.within, due: owed.due, warn: owed.warnAt)
    }

    func legal(_ deadline: Deadline, _ record: Case) -> Countdown.Clock {
        let within = pack.deadlines[record.state]?.within ?? .days(2)
        return Countdown.Clock(from: deadline.due - within, due: deadline.due, warn: deadline.warnAt)
    }
}
