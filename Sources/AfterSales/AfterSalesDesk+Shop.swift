import Base
import Customers
import Jobs
import Orders
import Policies
import Storage

/// The shop's steps. Every one throws `notInThisState` when the case does not allow it.
extension AfterSalesDesk {
    /// Grants the case as asked, or for less; a compensation also for more, up to the cap of its row. With less than was
    /// asked for the rest is turned down, and the customer may ask the platform.
    /// - Throws: `grantAboveLimit` where money or goods leave without any coming back, or beyond what the policy allows, and the
    ///   role may not grant as much; `amountAboveAsked`; `nothingToGrant`; `notForThisKind` for an amount where no money is asked for, and for a return address
    ///   where no goods come back; `refundMethodUnknown`, `refundMethodNotAllowed`, `balanceTooLow`.
    public func approve(
        _ id: Identifier<Case>, _ approval: CaseApproval, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        try remark(approval.note, on: id, by: taker, in: shop.id, transaction)
        return try step(.approved, of: id, by: taker, in: shop, transaction) { record, pack in
            if let amount = approval.amount {
                guard amount.isPositive else { throw AfterSalesRefusal.offerNeedsAmount }
                let most = try grantable(record, pack, in: shop.id, transaction)
                guard amount <= most else {
                    throw AfterSalesRefusal.amountAboveAsked(most: most.description)
                }
                record.agreed = amount
            }
            if record.paysNothing { throw AfterSalesRefusal.nothingToGrant }
            if try asksLimit(record, pack, shop) {
                let given = try min(record.agreed ?? record.worth, notGranted(record, pack))
                try checkLimit(given, record, pack, taker, in: shop, transaction)
                try noteGrant(given, by: taker.grantingRole, in: record, shop.id, transaction)
            }
            try take(approval, into: &record, pack, in: shop, transaction)
            let finding = try approval.finding(of: record, by: taker.role)
            decided(&record, .approve, finding, by: taker, at: transaction.now)
            try parts.closeOpenOffers(as: .replaced, of: id, in: shop.id, transaction)
        }
    }

    private func take(
        _ approval: CaseApproval, into record: inout Case, _ pack: PolicyPack, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws {
        if let address = approval.returnAddress {
            guard record.kind.returnsGoods else { throw AfterSalesRefusal.notForThisKind(kind: record.kind) }
            record.returnAddress = address
        }
        guard let wanted = approval.refundTo else { return }
        let order = try orders.order(record.orderID, in: shop.id, transaction)
        record.refundTo = try checkedMethod(
            wanted, record.kind, order, pack, record.priceDifference, in: shop, transaction)
    }

    /// Refuses for now: the customer may change the application, accept it, or turn to the platform.
    public func reject(
        _ id: Identifier<Case>, reason: String, note: String?, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        try remark(note, on: id, by: taker, in: shop.id, transaction)
        return try step(
            .rejected, of: id, by: taker, in: shop, transaction, detail: ["reason": .string(reason)]
        ) {
            record, _ in
            try customers.customer(record.customerID, in: shop.id, transaction).requireUnnamed(in: reason)
            decided(
                &record, .refuse, RuleFinding("rejectedByPerson", .refuses, ["why": reason]), by: taker,
                at: transaction.now)
            try parts.closeOpenOffers(as: .replaced, of: id, in: shop.id, transaction)
        }
    }

    /// Asks for more before deciding; what the shop had offered is its offer no more.
    public func requestEvidence(
        _ id: Identifier<Case>, kinds: [EvidenceKind], note: String?, by taker: StepTaker,
        in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        try remark(note, on: id, by: taker, in: shop.id, transaction)
        let wanted = kinds.map(\.rawValue).joined(separator: ", ")
        return try step(
            .evidenceRequested, of: id, by: taker, in: shop, transaction, detail: ["kinds": .string(wanted)]
        ) {
            record, _ in
            let times = record.decision.timesAsked + 1
            let finding = RuleFinding(
                Decision.askedByPersonRule, .asksEvidence,
                ["kinds": wanted, Decision.timesFact: String(times)])
            decided(&record, .askEvidence, finding, by: taker, at: transaction.now)
            try parts.closeOpenOffers(as: .replaced, by: .shop, of: id, in: shop.id, transaction)
        }
    }

    /// Goods have come back; inspection begins.
    public func receive(
        _ id: Identifier<Case>, by taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        try step(.returnReceived, of: id, by: taker, in: shop, transaction)
    }

    /// What was found of each unit. Accepted units are granted; a case with none is rejected and can be answered.
    /// - Throws: `inspectionIncomplete` unless every unit of every line is accounted for; the missing ones are some of the refused.
    public func inspect(
        _ id: Identifier<Case>, _ outcomes: [InspectedLine], by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        let record = try load(id, for: taker, in: shop, transaction)
        guard record.lines.contains(where: { $0.accepted == nil }) else {
            throw AfterSalesRefusal.notInThisState(state: record.state, event: "inspected")
        }
        let lines = try InspectedLine.apply(outcomes, to: record.lines)
        let accepted = lines.reduce(0) { $0 + ($1.accepted ?? 0) }
        let whole = lines.reduce(0) { $0 + $1.quantity }
        let missing = lines.reduce(0) { $0 + $1.missing }
        let result: InspectionResult =
            accepted == 0 ? .noneAccepted : accepted == whole ? .allAccepted : .someAccepted
        let detail: JSONValue = [
            "accepted": JSONValue(accepted), "refused": JSONValue(whole - accepted),
            "missing": JSONValue(missing),
        ]
        let rule = missing == whole ? "parcelEmpty" : "inspectionFailed"
        return try step(.inspected(result), of: id, by: taker, in: shop, transaction, detail: detail) {
            record, _ in
            record.lines = lines
            if result == .noneAccepted {
                record.decision = Decision(
                    outcome: .refuse, rules: [RuleFinding(rule, .refuses)],
                    packName: record.decision.packName, packVersion: record.decision.packVersion,
                    at: transaction.now,
                    by: taker.actor)
            }
        }
    }

    /// New or repaired goods are on their way to the customer.
    public func shipReplacement(
        _ id: Identifier<Case>, carrier: String, trackingNumber: String, by taker: StepTaker,
        in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        let record = try step(.replacementShipped, of: id, by: taker, in: shop, transaction) { _, _ in
            try parts.closeOpenOffers(as: .replaced, of: id, in: shop.id, transaction)
        }
        let parcel = CaseParcel(
            direction: .out, carrier: carrier, trackingNumber: trackingNumber, at: transaction.now)
        try parts.insert(parcel, of: id, in: shop.id, transaction)
        return record
    }

    public func assign(
        _ id: Identifier<Case>, to assignee: String?, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        var record = try load(id, for: taker, in: shop, transaction)
        let version = record.version
        record.assignee = assignee
        record.version += 1
        guard try cases.update(record, from: version, in: shop.id, transaction) else {
            throw AfterSalesRefusal.caseMovedOn(version: version + 1)
        }
        try announce(
            "assigned", record, from: record.state, by: taker.actor, ["assignee": JSONValue(assignee)],
            in: shop.id,
            transaction)
        return record
    }

    /// A note for the shop alone, or with `isInternal` false words to the other side.
    public func note(
        _ text: String, isInternal: Bool, on id: Identifier<Case>, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        let record = try load(id, for: taker, in: shop, transaction)
        let note = CaseNote(
            text: text, isInternal: isInternal && !taker.isCustomer, by: taker.actor, at: transaction.now)
        try parts.insert(note, of: record, in: shop.id, transaction)
        try announce(
            note.isInternal ? "noted" : "remarked", record, from: record.state, by: taker.actor, [:],
            in: shop.id,
            transaction)
        return record
    }

    /// Opens a closed case again, with the clocks of one that waits for the shop. Where nothing had been decided, the
    /// promise of a first decision begins anew.
    /// - Throws: `unitsInOtherCase`.
    public func reopen(
        _ id: Identifier<Case>, reason: String, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        try remark(reason, on: id, by: taker, in: shop.id, transaction)
        return try step(.reopened, of: id, by: taker, in: shop, transaction) { record, pack in
            try checkFree(record, in: shop.id, transaction)
            // What was agreed on and claimed has been carried out; from here it is agreed on anew.
            (record.agreed, record.agreedToCredit, record.freightClaim) = (nil, false, nil)
            let rule =
                try isRefused(record, pack, shop)
                ? SilenceGrants.reopenedAgainstPolicyRule
                : record.decidedAt == nil ? SilenceGrants.reopenedRule : SilenceGrants.decidedAnewRule
            record.leaveToPerson(
                rule, by: taker.actor, at: transaction.now)
            if record.state == .fulfilled { record.handBackDelivered() }
            if try isSentBack(record, in: shop.id, transaction) { record.handBackRefused() }
            if record.decidedAt == nil { try promiseAnew(&record, pack, in: shop.id, transaction) }
        }
    }

    /// A closed case can go on while no other has its units.
    /// - Throws: `unitsInOtherCase`.
    func checkFree(_ record: Case, in shop: ShopID, _ transaction: Transaction) throws {
        guard record.kind != .compensation, record.kind != .priceProtection else { return }
        let order = try orders.order(record.orderID, in: shop, transaction)
        let others = try cases.claims(ofOrder: record.orderID, in: shop, transaction).filter {
            $0.caseID != record.id
        }
        let claimed = Dictionary(grouping: record.lines, by: \.lineID)
        for (id, lines) in claimed.sorted(by: { $0.key.text < $1.key.text }) {
            let line = order.line(id)
            let held = others.filter { $0.lineID == id && $0.units(asking: record.kind) > 0 }
            let free = (line?.quantity ?? 0) - held.reduce(0) { $0 + $1.units(asking: record.kind) }
            // Another case may have put other goods in their place since.
            let isGone = line.map { line in lines.contains { $0.holds != line.variantID } } ?? true
            let exchanged = others.filter(\.isExchanged)
            let other =
                lines.reduce(0) { $0 + $1.quantity } > free
                ? held.first ?? exchanged.last : isGone ? exchanged.last { $0.lineID == id } : nil
            if let other { throw AfterSalesRefusal.unitsInOtherCase(id: other.caseID.text) }
        }
    }

    /// Words to the other side that go with a step.
    func remark(
        _ text: String?, on id: Identifier<Case>, by taker: StepTaker, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        guard let text, !text.isEmpty, let record = try cases.find(id, in: shop, transaction) else { return }
        let note = CaseNote(text: text, isInternal: false, by: taker.actor, at: transaction.now)
        try parts.insert(note, of: record, in: shop, transaction)
    }
}
