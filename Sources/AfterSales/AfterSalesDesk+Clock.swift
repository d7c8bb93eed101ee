import Base
import Jobs
import Orders
import Payments
import Policies
import Storage

/// What happens to cases by itself, and because of money.
extension AfterSalesDesk {
    /// A case's next moment has come: a warning, or its deadline. Asks the case again before doing anything.
    func clockStruck(_ id: Identifier<Case>, in shop: ShopProfile, _ transaction: Transaction) throws {
        guard var record = try cases.find(id, in: shop.id, transaction), var deadline = record.deadline else {
            return
        }
        guard deadline.due > transaction.now else {
            return try overdue(record, deadline, in: shop, transaction)
        }
        guard !deadline.isWarned, deadline.warnAt <= transaction.now else {
            return try setTimers(record, in: shop.id, transaction)
        }
        deadline.isWarned = true
        record.deadline = deadline
        record.version += 1
        _ = try cases.update(record, from: record.version - 1, in: shop.id, transaction)
        try announce(
            "deadlineNear", record, from: record.state, by: .system,
            ["owner": .string(deadline.owner.rawValue), "due": JSONValue(deadline.due)], in: shop.id,
            transaction)
        try setTimers(record, in: shop.id, transaction)
    }

    private func overdue(
        _ record: Case, _ deadline: Deadline, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        // What the customer asks for now is what silence grants, not what was asked at first.
        let wanted = deadline.fallback == .approve ? try proposal(on: record, in: shop, transaction) : nil
        // Older deadlines may promise what silence does not grant, and orders move on.
        let isHeld =
            try deadline.fallback == .approve
            && (!record.isGrantedBySilence() || orderMovedOn(record, in: shop, transaction)
                || wanted.map { !SilenceGrants.accepts($0, on: record) } ?? false)
        let fallback = isHeld ? DeadlineFallback.escalate : deadline.fallback
        let proposal = isHeld ? nil : wanted
        let detail: JSONValue = [
            "owner": .string(deadline.owner.rawValue), "fallback": .string(fallback.rawValue),
        ]
        do {
            try transaction.nested {
                if let proposal {
                    _ = try acceptOffer(proposal.number, on: record.id, by: .system, in: shop, transaction)
                    return
                }
                _ = try step(
                    .overdue(fallback), of: record.id, by: .system, in: shop, transaction,
                    detail: detail, isStuck: deadline.fallback == .escalate || isHeld
                ) { record, _ in
                    let finding = RuleFinding(
                        "deadlinePassed", .allows,
                        ["owner": deadline.owner.rawValue, "fallback": fallback.rawValue])
                    let goesOn =
                        fallback == .escalate || record.mayChoose
                        || (fallback == .expire && record.owesForGoods)
                    if record.state == .offered || record.state == .disputed, !goesOn {
                        try parts.closeOpenOffers(as: .declined, of: record.id, in: shop.id, transaction)
                    }
                    guard fallback == .approve || fallback == .refundInFull else { return }
                    decided(&record, .approve, finding, by: .system, at: transaction.now)
                }
            }
        } catch let refusal as any Refusal {
            // The fallback itself is refused, for instance because the money is gone: a human must look.
            _ = try step(
                .overdue(.escalate), of: record.id, by: .system, in: shop, transaction,
                detail: ["owner": .string(deadline.owner.rawValue), "refused": .string(refusal.code)],
                isStuck: true)
        }
    }

    /// The order of open cases has moved on: where silence would have paid for goods that stood elsewhere, the clock says
    /// that a person looks.
    public func orderMoved(
        _ order: Identifier<Order>, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        for id in try cases.ids(ofOrder: order, in: shop.id, transaction) {
            guard var record = try cases.find(Identifier(id), in: shop.id, transaction),
                record.deadline?.fallback == .approve, try orderMovedOn(record, in: shop, transaction)
            else { continue }
            record.deadline?.leaveToPerson()
            record.version += 1
            _ = try cases.update(record, from: record.version - 1, in: shop.id, transaction)
            try announce(
                "orderMovedOn", record, from: record.state, by: .system, [:], in: shop.id, transaction)
        }
    }

    /// A refund alone was asked for while the goods stood elsewhere: a person looks at it before it is paid.
    func orderMovedOn(
        _ record: Case, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Bool {
        guard record.kind == .refundOnly else { return false }
        return try orders.order(record.orderID, in: shop.id, transaction).status
            != record.facts.read().orderStatus
    }

    /// What the customer has proposed last, while the shop may answer it.
    func proposal(
        on record: Case, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Offer? {
        guard record.state == .reviewing else { return nil }
        return try parts.offers(of: record, in: shop.id, transaction)
            .last { $0.state == .open && $0.isByCustomer }
    }

    /// Nobody has decided within the promise: what the pack provides goes out, beside the shop's own clock. Evidence is
    /// asked for where the reason needs some that is not there, or where only that can help a claim; otherwise an offer
    /// goes out. Where neither is possible the customer is told that the shop is still looking, which does not keep the
    /// promise.
    func answerProvisionally(_ id: Identifier<Case>, in shop: ShopProfile, _ transaction: Transaction) throws
    {
        guard let record = try cases.find(id, in: shop.id, transaction), record.decidedAt == nil,
            record.state == .reviewing
        else { return }
        let pack = try policies.pack(of: shop, version: record.decision.packVersion, in: transaction)
        let promise = pack.promise
        let wanted = pack.reason(record.reason)?.evidence ?? []
        let lacksEvidence = try !wanted.isEmpty && wanted.isDisjoint(with: record.facts.read().evidence)
        guard try record.isGrantedBySilence() else {
            // What was asked for before has come; asking once more is no answer.
            let isOnlyWords = record.decision.rules.contains { $0.id == EvidenceNeeded.onlyWordsRule }
            let isAskedBefore = isOnlyWords || record.promiseDue - promise.within > record.openedAt
            let isNothingToShow =
                record.saysNotArrived || record.goneElsewhere != nil || record.goods == .underWay
                || record.decision.rules.contains { $0.id == StillUnderWay.rule }
            if isAskedBefore || isNothingToShow {
                return try tellPromiseMissed(record, in: shop.id, transaction)
            }
            return try provisionally(.askedProvisionally, .askEvidence, record, in: shop, transaction)
        }
        let isCovered = record.worth.amount <= promise.approveUpTo || promise.otherwise == .approve
        if isCovered, !record.paysNothing, try !orderMovedOn(record, in: shop, transaction) {
            try provisionally(.approved, .approve, record, in: shop, transaction)
        } else if promise.otherwise == .requestEvidence, lacksEvidence {
            try provisionally(.askedProvisionally, .askEvidence, record, in: shop, transaction)
        } else if try !offerProvisionally(record, pack, in: shop, transaction) {
            if lacksEvidence {
                try provisionally(.askedProvisionally, .askEvidence, record, in: shop, transaction)
            } else {
                try tellPromiseMissed(record, in: shop.id, transaction)
            }
        }
    }

    private func tellPromiseMissed(_ record: Case, in shop: ShopID, _ transaction: Transaction) throws {
        try announce("promiseMissed", record, from: record.state, by: .system, [:], in: shop, transaction)
    }

    /// Part of the money that was asked for, up to the pack's cap. Nobody is offered money who asked for goods, or whose
    /// own wish it is.
    /// - Returns: false where no offer can be made.
    private func offerProvisionally(
        _ record: Case, _ pack: PolicyPack, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Bool {
        guard pack.reason(record.reason)?.fault != .buyer else { return false }
        let share = record.asked.fraction(basisPoints: pack.promise.offerBasisPoints)
        let offered = min(share, Money(pack.promise.offerUpTo, record.currency))
        guard offered.isPositive else { return false }
        do {
            try transaction.nested {
                _ = try offer(
                    .partialRefund, amount: offered, note: nil, on: record.id, by: .system, in: shop,
                    transaction)
            }
            return true
        } catch is any Refusal {
            // Such as one offer too many: what is left is to say so.
            return false
        }
    }

    private func provisionally(
        _ event: CaseEvent, _ outcome: DecisionOutcome, _ record: Case, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws {
        _ = try step(
            event, of: record.id, by: .system, in: shop, transaction, detail: ["provisional": true]
        ) { record, _ in
            let effect: RuleFinding.Effect = outcome == .approve ? .allows : .asksEvidence
            let finding = RuleFinding(
                outcome == .approve ? "promiseApproved" : "promiseAskedEvidence", effect,
                ["amount": record.worth.digits, "currency": record.currency.code])
            decided(&record, outcome, finding, by: .system, at: transaction.now)
        }
    }

    /// A movement of money has come to its end: the case that waited for it goes on.
    public func moneyMoved(_ movement: Movement, in shop: ShopProfile, _ transaction: Transaction) throws {
        guard let caseID = movement.caseID,
            let record = try cases.find(Identifier(caseID), in: shop.id, transaction)
        else { return }
        guard [.refunding, .fulfilling, .repairing].contains(record.state) else { return }
        if movement.state == .failed {
            _ = try step(
                .moneyFailed, of: record.id, by: .system, in: shop, transaction,
                detail: ["number": JSONValue(movement.number)])
        } else if record.state == .refunding {
            guard try isSettled(record, in: shop.id, transaction) else { return }
            _ = try step(.moneySettled, of: record.id, by: .system, in: shop, transaction)
        } else if record.state == .fulfilling, record.isEscalated || record.delivery == .received,
            try isSettled(record, in: shop.id, transaction),
            try unpaid(record, in: shop.id, transaction).isZero
        {
            _ = try step(.moneySettled, of: record.id, by: .system, in: shop, transaction) { record, _ in
                record.isEscalated = false
            }
        }
    }
}
