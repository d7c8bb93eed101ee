import Base
import Customers
import Events
import Files
import Jobs
import Orders
import Payments
import Policies
import Storage

/// Applications: what the policy would say, and the case that comes of it.
extension AfterSalesDesk {
    /// What the policy will say, without storing anything.
    /// - Throws: as `open`.
    public func preview(
        _ application: CaseApplication, by taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> CasePreview {
        let assessed = try assess(application, by: taker, in: shop, transaction)
        let transition = CaseStateMachine(kind: application.kind).opening(assessed.verdict.outcome)
        return CasePreview(
            assessed: assessed, state: transition.state,
            deadline: assessed.pack.deadlines[transition.state].map {
                Deadline($0, from: transaction.now, isGranted: assessed.isGrantedBySilence)
            },
            at: transaction.now)
    }

    /// Opens a case and decides it in the same transaction. What the policy refuses becomes a case too, in state
    /// `refused` with its decision, and uses up no application.
    /// - Throws: `AfterSalesRefusal` for what cannot be a case at all: unknown goods, taken units, an unknown method.
    public func open(
        _ application: CaseApplication, by taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        let assessed = try assess(application, by: taker, in: shop, transaction)
        let (verdict, pack, now) = (assessed.verdict, assessed.pack, transaction.now)
        let transition = CaseStateMachine(kind: application.kind).opening(verdict.outcome)
        var record = Case(
            id: transaction.identifiers.next("C", at: now), orderID: application.orderID,
            customerID: assessed.order.customerID, kind: application.kind, state: transition.state,
            reason: application.reason, firstReason: application.reason, lines: assessed.lines,
            refundTo: assessed.refundTo, note: application.note, priceDifference: assessed.priceDifference,
            settledDifference: nil, asked: verdict.amount, agreed: nil, lowersPrice: assessed.lowersPrice,
            agreedToCredit: false,
            decision: Decision(
                outcome: verdict.outcome, rules: verdict.findings, packName: pack.name,
                packVersion: pack.version,
                at: now, by: .system), facts: StoredFacts(assessed.facts), deadline: nil, openedAt: now,
            promiseDue: now + pack.promise.within, decidedAt: nil, reviewLeft: nil, closedAt: nil,
            assignee: nil,
            isEscalated: false,
            failedRepairs: 0, freightClaim: nil, returnAddress: nil, sentBackAt: nil, sentAt: nil,
            receivedAt: nil, version: 1)
        if verdict.outcome != .human {
            noteFirstDecision(&record, at: now)
            onDecision(0)
        }
        record.deadline = pack.deadlines[record.state].map {
            Deadline($0, from: now, isGranted: assessed.isGrantedBySilence)
        }
        record.closedAt = record.state.isClosed ? now : nil
        try cases.insert(record, in: shop.id, transaction)
        for evidence in assessed.evidence {
            try lay(evidence, beside: record, in: shop.id, transaction)
        }
        try announce(
            "opened", record, from: nil, by: taker.actor,
            [
                "kind": .string(record.kind.rawValue), "reason": .string(record.reason),
                "outcome": .string(verdict.outcome.rawValue), "amount": JSONValue(record.asked),
            ], in: shop.id, transaction)
        if !transition.effects.isEmpty {
            record = try carryOutOpening(transition, record, pack, in: shop, transaction)
        }
        try withhold(record, before: nil, in: shop.id, transaction)
        try startClocks(record, in: shop.id, transaction)
        return record
    }

    /// Money that the policy granted at once. A refund to our own card has arrived by the end of the transaction.
    private func carryOutOpening(
        _ transition: CaseStateMachine.Transition, _ record: Case, _ pack: PolicyPack, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        var record = record
        for effect in transition.effects {
            try carryOut(effect, &record, pack, by: .system, in: shop, transaction)
        }
        let movements = try payments.movements(ofCase: record.id.text, in: shop.id, transaction)
        if record.state == .refunding, movements.allSatisfy({ $0.state == .succeeded }) {
            record.state = .refunded
            record.deadline = nil
            record.closedAt = transaction.now
            try announce("moneySettled", record, from: .refunding, by: .system, [:], in: shop.id, transaction)
        }
        record.version += 1
        _ = try cases.update(record, from: record.version - 1, in: shop.id, transaction)
        return record
    }

    private func startClocks(_ record: Case, in shop: ShopID, _ transaction: Transaction) throws {
        if let deadline = record.deadline {
            try jobs.insertTimer(
                CaseTimers.deadline, on: record.id.text, of: shop, due: deadline.nextMoment, in: transaction)
        }
        if record.decidedAt == nil {
            try jobs.insertTimer(
                CaseTimers.promise, on: record.id.text, of: shop,
                due: record.promiseDue - CaseTimers.promiseLead,
                in: transaction)
        }
    }

    private func assess(
        _ application: CaseApplication, by taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> AssessedApplication {
        let pack = try policies.current(of: shop, in: transaction)
        guard
            let order = try orders.knownOrder(
                application.orderID, withAddress: false, in: shop.id, transaction),
            !taker.isCustomer || order.customerID.text == taker.actor.id
        else { throw OrderRefusal.orderUnknownInBody }
        guard pack.reason(application.reason) != nil else {
            throw AfterSalesRefusal.reasonUnknown(reasons: pack.reasons.map(\.code).joined(separator: ", "))
        }
        let claims = try cases.claims(ofOrder: order.id, in: shop.id, transaction)
        guard Set(claims.map(\.caseID)).count < Limits.casesOfOneOrder else {
            throw AfterSalesRefusal.tooManyCases(limit: Limits.casesOfOneOrder)
        }
        let allocation = UnitAllocation(
            order: order, kind: application.kind, claims: claims,
            lowered: try complaints.givenBack(of: order.id, in: shop.id, transaction))
        let movements = try payments.movements(ofOrder: order.id.text, in: shop.id, transaction)
        let allocated = try bounded(
            allocation.allocate(application.lines), application.kind, claims, movements, of: order,
            in: shop.id, transaction)
        let lines = try priced(allocated, application.kind, order, in: shop, transaction)
        let difference =
            try application.kind == .exchange
            ? difference(lines, claims, movements, of: order, in: shop.id, transaction) : nil
        let refundTo = try checkedMethod(
            application.refundTo, application.kind, order, pack, difference, in: shop, transaction)
        let evidence = try application.evidence.map {
            try self.evidence($0, ofCustomer: order.customerID, by: taker.actor, in: shop.id, transaction)
        }
        let facts = CaseFacts(
            kind: application.kind, reason: application.reason, orderStatus: order.status,
            placedAt: order.placedAt,
            paidAt: order.paidAt, shippedAt: order.shippedAt, deliveredAt: order.deliveredAt,
            openedAt: transaction.now,
            lines: try lineFacts(
                lines, application.kind, order, allocation, claims, in: shop.id, transaction),
            earlierCases: Set(claims.filter(\.cameToSomething).map(\.caseID)).count,
            compensated: application.kind == .compensation
                ? try compensatedReasons(claims, of: order.id, in: shop.id, transaction) : [],
            isWholeOrder: allocation.isWholeOrder(lines), freight: order.freight,
            isPaidBack: try application.kind.isForGoods && isPaidBack(order.id, in: shop.id, transaction),
            paidElsewhere: try paidElsewhere(movements, claims, of: order, in: shop.id, transaction),
            wasSentAgain: claims.contains { claim in
                claim.wasSentAgain && lines.contains { $0.lineID == claim.lineID }
            },
            evidence: Set(evidence.map(\.kind)))
        return AssessedApplication(
            order: order, pack: pack, lines: lines, facts: facts, refundTo: refundTo,
            priceDifference: difference,
            evidence: evidence, verdict: CasePolicy(pack: pack, day: shop.day).decide(facts))
    }

    /// Nobody is promised money that is not there: lines come to no more than is left of what was paid for the order,
    /// less what other open cases may come to.
    private func bounded(
        _ lines: [CaseLine], _ kind: CaseKind, _ claims: [LineClaim], _ movements: [Movement],
        of order: Order, in shop: ShopID, _ transaction: Transaction
    ) throws -> [CaseLine] {
        guard kind == .refundOnly || kind == .returnRefund else { return lines }
        var free = try free(claims, movements, of: order, in: shop, transaction)
        return lines.map { line in
            let value = min(line.value, free)
            free -= value
            return line.with(value: value)
        }
    }

    /// What an exchange costs, or gives back of what is left.
    private func difference(
        _ lines: [CaseLine], _ claims: [LineClaim], _ movements: [Movement], of order: Order,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> Money {
        let nothing = Money.zero(order.freight.currency)
        let difference = lines.compactMap(\.difference).reduce(nothing, +)
        return difference.isNegative
            ? max(difference, nothing - (try free(claims, movements, of: order, in: shop, transaction)))
            : difference
    }

    private func free(
        _ claims: [LineClaim], _ movements: [Movement], of order: Order, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Money {
        let paid = movements.filter {
            $0.kind == .payment && $0.state != .failed && $0.state != .undone
        }
        let left = try payments.left(
            of: paid, ofOrder: order.id.text, order.freight.currency, in: shop, transaction)
        let promised = claims.reduce(0) { $0 + max(0, $1.promised - $1.granted) }
        return Money(max(0, left.amount - promised), left.currency)
    }

    private func lineFacts(
        _ lines: [CaseLine], _ kind: CaseKind, _ order: Order, _ allocation: UnitAllocation,
        _ claims: [LineClaim], in shop: ShopID, _ transaction: Transaction
    ) throws -> [CaseFacts.LineFacts] {
        try lines.map { part in
            let line = order.line(part.lineID)
            let terms = try line.flatMap { try orders.terms(of: $0.productID, in: shop, transaction) }
            let price =
                kind == .priceProtection || kind == .resend
                ? try orders.variant(part.variantID, in: shop, transaction)?.price : nil
            return CaseFacts.LineFacts(
                lineID: part.lineID.text, exclusion: terms?.exclusion,
                exclusionConfirmed: line?.exclusionConfirmed ?? false, warrantyDays: terms?.warrantyDays,
                quantity: part.quantity, applications: allocation.applications(of: part.lineID),
                paid: part.value,
                priceNow: try price.map { try $0.times(part.quantity) }, renewedAt: claims.renewal(of: part))
        }
    }

    /// The lines of an exchange with what the new goods cost today.
    private func priced(
        _ lines: [CaseLine], _ kind: CaseKind, _ order: Order, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> [CaseLine] {
        guard kind == .exchange else {
            guard lines.allSatisfy({ $0.newVariantID == nil }) else {
                throw AfterSalesRefusal.notForThisKind(kind: kind)
            }
            return lines
        }
        return try lines.map { line in
            guard let wanted = line.newVariantID else {
                throw AfterSalesRefusal.newVariantMissing(id: line.lineID.text)
            }
            guard let variant = try orders.variant(wanted, in: shop.id, transaction) else {
                throw AfterSalesRefusal.newVariantUnavailable(id: wanted.text)
            }
            guard variant.productID == order.line(line.lineID)?.productID else {
                throw AfterSalesRefusal.newVariantOfOtherProduct(id: wanted.text)
            }
            guard variant.isAvailable else { throw AfterSalesRefusal.newVariantUnavailable(id: wanted.text) }
            let bought =
                try orders.variant(line.variantID, in: shop.id, transaction)?.price
                ?? order.line(line.lineID)?.price
            return try line.exchanged(for: variant, insteadOf: bought)
        }
    }

    /// - Throws: `fileUnknown` also for another customer's.
    func evidence(
        _ id: String, ofCustomer customer: Identifier<Customer>, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Evidence {
        guard
            let file = try files.find(Identifier(id), forCustomer: customer.text, in: shop, transaction)
        else { throw AfterSalesRefusal.fileUnknown(id: id) }
        return Evidence(fileID: id, kind: EvidenceKind(file.kind), by: actor, at: transaction.now)
    }

    /// From then on the file is the customer's, whoever sent it.
    func lay(
        _ evidence: Evidence, beside record: Case, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try parts.insert(evidence, of: record.id, in: shop, transaction)
        try files.give(
            Identifier(evidence.fileID), toCustomer: record.customerID.text, in: shop, transaction)
    }
}

extension AfterSalesDesk {
    /// The method that money goes to (or comes from), checked against the pack; nil: back over the payments.
    func checkedMethod(
        _ wanted: Identifier<PaymentMethod>?, _ kind: CaseKind, _ order: Order, _ pack: PolicyPack,
        _ difference: Money?, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Identifier<PaymentMethod>? {
        let allowed = kind == .exchange ? pack.refunds.exchangeDifference : pack.refunds.refunds
        guard let wanted else {
            guard !allowed.contains(.original), kind != .exchange else { return nil }
            return try firstPayment(order, in: shop, transaction)
        }
        let paid = try payments.movements(ofOrder: order.id.text, in: shop.id, transaction).filter {
            $0.kind == .payment
        }
        let method = try customers.customer(order.customerID, in: shop.id, transaction).method(wanted)
        guard method != nil || paid.contains(where: { $0.methodID == wanted }) else {
            throw AfterSalesRefusal.refundMethodUnknown
        }
        let isAllowed = allowed.contains { destination in
            switch destination {
            case .anyMethod: method != nil
            case .giftCard: method?.kind.isOurs == true
            case .firstPayment: paid.first?.methodID == wanted
            case .original: paid.contains { $0.methodID == wanted }
            }
        }
        guard isAllowed else { throw AfterSalesRefusal.refundMethodNotAllowed }
        if let difference, difference.isPositive, let balance = method?.balance, balance < difference {
            throw AfterSalesRefusal.balanceTooLow(owed: difference, balance: balance)
        }
        return wanted
    }

    private func firstPayment(
        _ order: Order, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Identifier<PaymentMethod>? {
        try payments.movements(ofOrder: order.id.text, in: shop.id, transaction)
            .first { $0.kind == .payment }?.methodID
    }
}

/// What an application would come to.
public struct CasePreview: Sendable {
    public let assessed: AssessedApplication
    public let state: CaseState
    public let deadline: Deadline?
    public let at: Timestamp
}

extension EvidenceKind {
    init(_ kind: FileKind) {
        self = kind.isPicture ? .photo : kind.isVideo ? .video : .document
    }
}
