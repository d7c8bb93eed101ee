import Base
import Customers
import Events
import Jobs
import Orders
import Payments
import Policies
import Storage

/// Complaints: records of their own, with an owner and a deadline, that may lead to cases and money.
public struct ComplaintDesk: Sendable {
    public static let deadline = "complaint.deadline"

    private let afterSales: AfterSalesDesk
    private var store: ComplaintStore { afterSales.complaints }

    public init(afterSales: AfterSalesDesk) { self.afterSales = afterSales }

    /// - Throws: `customerUnknown`, `orderUnknown` for a body that names what is not there or not theirs.
    public func open(
        customer: Identifier<Customer>, order: Identifier<Order>?, cause: Complaint.Cause, words: String,
        by taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Complaint {
        _ = try afterSales.customers.customer(customer, in: shop.id, transaction)
        if let order {
            guard try afterSales.orders.knownOrder(order, in: shop.id, transaction)?.customerID == customer
            else {
                throw OrderRefusal.orderUnknownInBody
            }
        }
        let policy = try afterSales.policies.current(of: shop, in: transaction).complaints
        let due = transaction.now + policy.within
        let complaint = Complaint(
            id: transaction.identifiers.next("K", at: transaction.now), customerID: customer, orderID: order,
            cause: cause, words: words, finding: nil, remedy: nil, isAccepted: nil, state: .open, owner: nil,
            openedAt: transaction.now, due: due, warnAt: due - policy.warnBefore, isLate: false,
            closedAt: nil,
            caseIDs: [])
        try keep(
            complaint, "opened", by: taker.actor, ["cause": .string(cause.rawValue)], in: shop, transaction)
        try afterSales.jobs.insertTimer(
            Self.deadline, on: complaint.id.text, of: shop.id, due: complaint.warnAt, in: transaction)
        return complaint
    }

    public func complaint(
        _ id: Identifier<Complaint>, for taker: StepTaker, in shop: ShopID, _ transaction: Transaction
    ) throws -> Complaint {
        guard let complaint = try store.find(id, in: shop, transaction),
            !taker.isCustomer || complaint.customerID.text == taker.actor.id
        else { throw AfterSalesRefusal.complaintUnknown }
        return complaint
    }

    public func list(
        state: Complaint.State?, customer: Identifier<Customer>?, after: Cursor?, limit: Int, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Page<Complaint> {
        Page(
            try store.list(
                state: state, customer: customer, after: after, limit: limit + 1, in: shop, transaction),
            limit: limit
        ) { Cursor([$0.id.text]) }
    }

    /// How many of a customer's complaints are not closed.
    public func openCount(
        of customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try store.openCount(of: customer, in: shop, transaction)
    }

    /// Notes what was found, any time before the complaint is closed.
    /// - Throws: `complaintClosed`.
    public func find(
        _ finding: String, on id: Identifier<Complaint>, owner: String?, by taker: StepTaker,
        in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Complaint {
        let state = try complaint(id, for: taker, in: shop.id, transaction).state
        return try change(
            id, to: state == .open ? .found : state, from: [.open, .found, .remedied, .accepted], "found",
            by: taker, in: shop, transaction
        ) { complaint in
            complaint.finding = finding
            complaint.owner = owner ?? complaint.owner ?? taker.actor.id
        }
    }

    /// Proposes how to put it right; the customer has as long to answer as the shop had. Compensation stays within the
    /// pack's table for everything that the order has had by it, a price difference within what the order cost, both
    /// within the role's limit, as is what goods cost that the policy would not send again by itself.
    /// - Throws: `remedyNeedsOrder`, `remedyTakesNoAmount`, `offerNeedsAmount`, `remedyOutsideTable`,
    ///   `grantAboveLimit`, `complaintClosed`; for goods as `AfterSalesDesk.resending`.
    public func propose(
        _ remedy: Complaint.Remedy, on id: Identifier<Complaint>, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Complaint {
        let remedy = try checked(
            remedy, on: complaint(id, for: taker, in: shop.id, transaction), taker, in: shop, transaction)
        return try change(
            id, to: .remedied, from: [.open, .found, .remedied], "remedied", by: taker, in: shop, transaction
        ) { complaint in
            complaint.remedy = remedy
            complaint.isAccepted = nil
            try restartClock(&complaint, in: shop, transaction)
        }
    }

    /// The customer's answer to the remedy; an accepted one is carried out in the same transaction.
    public func answer(
        _ id: Identifier<Complaint>, accepts: ComplaintAnswer, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Complaint {
        let complaint = try complaint(id, for: taker, in: shop.id, transaction)
        guard accepts == .accepted, let remedy = complaint.remedy else {
            if complaint.state == .remedied, let order = complaint.orderID {
                try afterSales.grants.forget(id, of: order, shop.id, transaction)
            }
            return try change(id, to: .found, from: [.remedied], "declined", by: taker, in: shop, transaction)
            {
                $0.isAccepted = false
                try restartClock(&$0, in: shop, transaction)
            }
        }
        return try change(id, to: .accepted, from: [.remedied], "accepted", by: taker, in: shop, transaction)
        {
            $0.isAccepted = true
            $0.caseIDs += try carryOut(remedy, complaint, by: taker, in: shop, transaction)
            try afterSales.jobs.cancelTimer(Self.deadline, on: id.text, of: shop.id, in: transaction)
        }
    }

    /// - Throws: `complaintUnanswered` where nothing was found out and nothing proposed; `complaintClosed`.
    public func close(
        _ id: Identifier<Complaint>, by taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Complaint {
        let open = try complaint(id, for: taker, in: shop.id, transaction)
        guard open.finding != nil || open.remedy != nil else { throw AfterSalesRefusal.complaintUnanswered }
        let closed = try change(
            id, to: .closed, from: [.open, .found, .remedied, .accepted], "closed", by: taker, in: shop,
            transaction
        ) { $0.closedAt = transaction.now }
        try afterSales.jobs.cancelTimer(Self.deadline, on: id.text, of: shop.id, in: transaction)
        return closed
    }

    /// A warning, then lateness: the supervisor's list shows it first. A remedy that the customer does not answer falls, and
    /// the complaint is over.
    public func clockStruck(
        _ id: Identifier<Complaint>, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        guard var complaint = try store.find(id, in: shop.id, transaction), complaint.closedAt == nil,
            complaint.state != .accepted
        else { return }
        if complaint.state == .remedied, complaint.due <= transaction.now {
            if let order = complaint.orderID {
                try afterSales.grants.forget(id, of: order, shop.id, transaction)
            }
            (complaint.state, complaint.closedAt) = (.closed, transaction.now)
            return try keep(complaint, "closed", by: .system, [:], in: shop, transaction)
        }
        complaint.isLate = complaint.due <= transaction.now
        try keep(
            complaint, complaint.isLate ? "late" : "deadlineNear", by: .system,
            ["due": JSONValue(complaint.due)],
            in: shop, transaction)
        if !complaint.isLate {
            try afterSales.jobs.setTimer(
                Self.deadline, on: id.text, of: shop.id, due: complaint.due, in: transaction)
        }
    }

    // MARK: Parts

    /// What can be kept: amounts within their bounds, and goods with their reason and lines named.
    private func checked(
        _ remedy: Complaint.Remedy, on complaint: Complaint, _ taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Complaint.Remedy {
        if !remedy.kind.needsAmount, remedy.amount != nil { throw AfterSalesRefusal.remedyTakesNoAmount }
        let remedy = remedy.kind == .resend ? remedy : remedy.withoutGoods
        guard let orderID = complaint.orderID else {
            guard remedy.kind == .apology else { throw AfterSalesRefusal.remedyNeedsOrder }
            return remedy
        }
        try afterSales.grants.forget(complaint.id, of: orderID, shop.id, transaction)
        switch remedy.kind {
        case .apology: return remedy
        case .resend:
            let application = try afterSales.resending(
                remedy, for: complaint, of: orderID, in: shop, transaction)
            try checkGoods(application, on: complaint, of: orderID, taker, in: shop, transaction)
            return Complaint.Remedy(
                kind: .resend, amount: nil, note: remedy.note, reason: application.reason,
                lines: application.lines)
        case .priceDifference, .compensation:
            var remedy = remedy
            let pack = try afterSales.policies.current(of: shop, in: transaction)
            remedy.lowersPrice = remedy.kind == .compensation && remedy.breach.map(pack.lowersPrice) ?? false
            try checkAmount(remedy, on: complaint, of: orderID, taker, in: shop, transaction)
            return remedy
        }
    }

    /// What the policy would not send by itself is measured by what it costs.
    private func checkGoods(
        _ application: CaseApplication, on complaint: Complaint, of orderID: Identifier<Order>,
        _ taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        let assessed = try afterSales.preview(application, by: taker, in: shop, transaction).assessed
        guard assessed.verdict.outcome != .approve else { return }
        let worth = CaseAmount.worth(assessed.facts, assessed.verdict.amount)
        try afterSales.checkLimit(
            worth, complaint, of: orderID, assessed.pack, taker, in: shop.id, transaction)
        guard worth.isPositive else { return }
        try afterSales.grants.replace(
            worth, by: taker.role, in: complaint.id, of: orderID, shop.id, transaction)
    }

    private func checkAmount(
        _ remedy: Complaint.Remedy, on complaint: Complaint, of orderID: Identifier<Order>,
        _ taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        guard let amount = remedy.amount, amount.isPositive else { throw AfterSalesRefusal.offerNeedsAmount }
        let pack = try afterSales.policies.current(of: shop, in: transaction)
        let view = try afterSales.orders.view(orderID, in: shop.id, transaction)
        var most = Money(Limits.largestAmount, amount.currency)
        if remedy.isOfPrice {
            let left = try afterSales.payments.left(
                of: view.collected, ofOrder: orderID.text, amount.currency, in: shop.id, transaction)
            let promised = try afterSales.cases.claims(ofOrder: orderID, in: shop.id, transaction)
                .reduce(0) { $0 + $1.promised - $1.granted }
            let proposed = try store.proposed(
                of: orderID, apartFrom: complaint.id, in: shop.id, transaction)
            most = Money(max(0, left.amount - max(0, promised) - proposed), amount.currency)
        }
        if remedy.kind == .compensation {
            let had = try afterSales.compensated(
                remedy.breach, of: orderID, apartFrom: complaint.id, in: shop.id, transaction)
            let table = max(0, pack.compensation(for: remedy.breach, view.order) - had)
            most = min(most, Money(table, amount.currency))
        }
        guard amount <= most else {
            throw AfterSalesRefusal.remedyOutsideTable(most: most.description)
        }
        try afterSales.checkLimit(amount, complaint, of: orderID, pack, taker, in: shop.id, transaction)
        try afterSales.grants.replace(
            amount, by: taker.role, in: complaint.id, of: orderID, shop.id, transaction)
    }

    /// - Returns: ids of cases that came of it.
    private func carryOut(
        _ remedy: Complaint.Remedy, _ complaint: Complaint, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> [String] {
        guard let orderID = complaint.orderID else { return [] }
        switch remedy.kind {
        case .apology: return []
        case .resend:
            let sent = try afterSales.sendAgain(
                remedy, for: complaint, of: orderID, by: taker, in: shop, transaction)
            return [sent.id.text]
        case .priceDifference, .compensation:
            guard let amount = remedy.amount else { return [] }
            let view = try afterSales.orders.view(orderID, in: shop.id, transaction)
            let purpose: MovementPurpose = remedy.isOfPrice ? .sale : .compensation
            _ = try afterSales.payments.refund(
                RefundOrder(
                    orderID: orderID.text, caseID: nil, customerID: complaint.customerID, amount: amount,
                    purpose: purpose, destination: .original, payments: view.collected), by: taker.actor,
                in: shop.id, transaction)
            return []
        }
    }

    /// It is the other side's turn: the time that the pack gives begins anew.
    private func restartClock(
        _ complaint: inout Complaint, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        let policy = try afterSales.policies.current(of: shop, in: transaction).complaints
        complaint.due = transaction.now + policy.within
        complaint.warnAt = complaint.due - policy.warnBefore
        complaint.isLate = false
        try afterSales.jobs.setTimer(
            Self.deadline, on: complaint.id.text, of: shop.id, due: complaint.warnAt, in: transaction)
    }

    private func change(
        _ id: Identifier<Complaint>, to state: Complaint.State, from allowed: [Complaint.State],
        _ word: String,
        by taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction,
        _ body: (inout Complaint) throws -> Void
    ) throws -> Complaint {
        var complaint = try complaint(id, for: taker, in: shop.id, transaction)
        guard allowed.contains(complaint.state) else { throw AfterSalesRefusal.complaintClosed }
        complaint.state = state
        try body(&complaint)
        try keep(complaint, word, by: taker.actor, [:], in: shop, transaction)
        return complaint
    }

    private func keep(
        _ complaint: Complaint, _ word: String, by actor: Actor, _ detail: JSONValue, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws {
        try store.save(complaint, shop.currency, in: shop.id, transaction)
        try afterSales.events.append(
            "complaint.\(word)", on: .init("complaint", complaint.id.text), of: shop.id, by: actor,
            related: complaint.orderID?.text ?? "", detail, in: transaction)
    }
}

public enum ComplaintAnswer: String, Sendable, CaseIterable { case accepted, declined }

extension PolicyPack {
    /// Most that the compensation table gives for a breach of this order, in minor units. Without a breach, the highest
    /// row that has a cap: what knows none must be named.
    fileprivate func compensation(for breach: String?, _ order: Order) -> Int64 {
        let price = order.lines.reduce(Money.zero(order.freight.currency)) { $0 + $1.paid }
        let rows = compensations.filter { breach == nil ? $0.cap < Limits.largestAmount : $0.cause == breach }
        return rows.map { $0.amount(for: price).amount }.max() ?? 0
    }
}
