import Base
import Files
import Policies
import Storage

/// The customer's steps. An agent may take them in the customer's name, with the agent as actor.
extension AfterSalesDesk {
    /// Puts files and words before the other side. Where the policy itself asked for evidence, it decides again at once.
    /// - Throws: `fileUnknown`, `tooManyFiles`.
    public func giveEvidence(
        _ fileIDs: [String], note: String?, on id: Identifier<Case>, by taker: StepTaker,
        in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        let record = try load(id, for: taker, in: shop, transaction)
        let there = try parts.evidence(of: record, in: shop.id, transaction)
        guard there.count + fileIDs.count <= Limits.filesOfOneCase else {
            throw AfterSalesRefusal.tooManyFiles(limit: Limits.filesOfOneCase)
        }
        var facts = try record.facts.read()
        for fileID in fileIDs {
            let evidence = try self.evidence(
                fileID, ofCustomer: record.customerID, by: taker.actor, in: shop.id, transaction)
            try lay(evidence, beside: record, in: shop.id, transaction)
            facts.evidence.insert(evidence.kind)
        }
        try remark(note, on: id, by: taker, in: shop.id, transaction)
        guard taker.isCustomer || record.state != .disputed else {
            try announce(
                "evidenceAdded", record, from: record.state, by: taker.actor, [:], in: shop.id, transaction)
            return record
        }
        return try decideAgain(record, on: facts, by: taker, in: shop, transaction)
    }

    private func decideAgain(
        _ record: Case, on facts: CaseFacts, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        let asker = EvidenceAsker(record)
        let pack = try policies.pack(of: shop, version: record.decision.packVersion, in: transaction)
        let verdict = CasePolicy(pack: pack, day: shop.day).decide(facts)
        let event: CaseEvent =
            switch (asker, verdict.outcome) {
            case (.policy, .approve) where record.goneElsewhere == nil: .approved
            case (.policy, .refuse): .refusedByPolicy
            case (.policy, .askEvidence), (.policy, .human), (.policy, .offer), (.policy, .approve),
                (.person, _), (.nobody, _):
                .evidenceGiven
            }
        let isShown = facts.evidence != (try record.facts.read()).evidence
        let held = SilenceGrants.stillHeld(record.decision.rules, after: verdict, isShown: isShown)
        let findings = findings(record, verdict, askedBy: asker, isShown: isShown)
        return try step(event, of: record.id, by: taker, in: shop, transaction) { record, pack in
            record.facts = StoredFacts(facts)
            if asker == .policy, record.state == .awaitingEvidence, event == .evidenceGiven {
                try promiseAnew(&record, pack, in: shop.id, transaction)
            }
            let isLookedAtAnew = asker != .nobody
            let isOnlyWords = findings.contains { $0.id == EvidenceNeeded.onlyWordsRule }
            let rules =
                findings
                + held.filter { rule in
                    !findings.contains { $0.id == rule.id }
                        && !(isOnlyWords && rule.id == EvidenceNeeded.missingRule)
                }
            record.decision = Decision(
                outcome: !isLookedAtAnew
                    ? record.decision.outcome : event == .evidenceGiven ? .human : verdict.outcome,
                rules: event == .evidenceGiven ? rules : verdict.findings,
                packName: pack.name, packVersion: pack.version,
                at: isLookedAtAnew ? transaction.now : record.decision.at,
                by: isLookedAtAnew ? .system : record.decision.by)
        }
    }

    /// What is told of evidence, or of words in its place, that came: where it decides nothing by itself.
    private func findings(
        _ record: Case, _ verdict: CasePolicy.Verdict, askedBy asker: EvidenceAsker, isShown: Bool
    ) -> [RuleFinding] {
        switch asker {
        case .policy:
            return verdict.outcome == .askEvidence
                ? [RuleFinding(EvidenceNeeded.onlyWordsRule, .sendsToHuman)]
                : verdict.findings.filter { $0.effect != .grants }
        case .person:
            let received = RuleFinding(
                Decision.receivedRule, .sendsToHuman, [Decision.timesFact: String(record.decision.timesAsked)]
            )
            return isShown
                ? [received] : [received, RuleFinding(EvidenceNeeded.onlyWordsRule, .sendsToHuman)]
        case .nobody:
            // Changes nothing of what was decided.
            return record.decision.rules.filter { SilenceGrants.held([$0]).isEmpty }
        }
    }

    /// The goods are on their way back.
    /// - Parameter freight: what the parcel cost, where the shop pays for it.
    public func shipReturn(
        _ id: Identifier<Case>, carrier: String, trackingNumber: String, freight: Money?, by taker: StepTaker,
        in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        let record = try step(
            .returnShipped, of: id, by: taker, in: shop, transaction,
            detail: ["carrier": .string(Carriers.code(of: carrier))]
        ) { record, _ in record.freightClaim = freight ?? record.freightClaim }
        let parcel = CaseParcel(
            direction: .back, carrier: carrier, trackingNumber: trackingNumber, at: transaction.now)
        try parts.insert(parcel, of: id, in: shop.id, transaction)
        return record
    }

    /// New or repaired goods have arrived. For the customer, the shop says so of goods that it has sent.
    public func confirm(
        _ id: Identifier<Case>, by taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        try step(.confirmed, of: id, by: taker, in: shop, transaction) { record, _ in
            guard taker.isCustomer || record.sentAt != nil else {
                throw AfterSalesRefusal.notInThisState(state: record.state, event: "confirmed")
            }
            try parts.closeOpenOffers(as: .replaced, of: id, in: shop.id, transaction)
        }
    }

    /// New or repaired goods were sent and have not come: the shop looks at it, within its time for that. What inspection
    /// turned down and the shop sent back is owed again; where it was to come to the shop once more, a person decides.
    public func reportNotArrived(
        _ id: Identifier<Case>, note: String?, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        try remark(note, on: id, by: taker, in: shop.id, transaction)
        let before = try load(id, for: taker, in: shop, transaction)
        if let owed = try refusedGoodsUnderWay(before, in: shop, transaction) {
            return try oweAgain(owed, of: before, by: taker, in: shop, transaction)
        }
        let isLost = before.state == .awaitingReturn
        if isLost, try !parts.hasRefusedParcel(id, in: shop.id, transaction) {
            throw AfterSalesRefusal.notInThisState(state: before.state, event: CaseEvent.notArrived.word)
        }
        return try step(.notArrived, of: id, by: taker, in: shop, transaction) { record, pack in
            // What the customer never had again counts as with the shop.
            if isLost { record.sentBackAt = transaction.now }
            record.leaveToPerson(
                isLost ? CasePast.refusedGoodsLostRule : CasePast.notArrivedRule, by: taker.actor,
                at: transaction.now)
            try promiseAnew(&record, pack, in: shop.id, transaction)
        }
    }

    public func withdraw(
        _ id: Identifier<Case>, by taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        try step(.withdrawn, of: id, by: taker, in: shop, transaction) { _, _ in
            try parts.closeOpenOffers(as: .declined, of: id, in: shop.id, transaction)
        }
    }

    /// Asks the platform to decide: while a rejection could still be answered, also that of a part at inspection, or when
    /// the shop is late.
    /// - Throws: `disputeTooLate` for a case that was closed longer ago than the pack gives to answer a rejection;
    ///   `unitsInOtherCase`.
    public func dispute(
        _ id: Identifier<Case>, note: String?, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        try remark(note, on: id, by: taker, in: shop.id, transaction)
        return try step(.disputed, of: id, by: taker, in: shop, transaction) { record, pack in
            guard !pack.isTooLateToDispute(record, at: transaction.now) else {
                throw AfterSalesRefusal.disputeTooLate
            }
            guard record.state.isClosed else { return }
            try checkFree(record, in: shop.id, transaction)
            record.forgetSettledFreight()
        }
    }

    /// The platform's ruling.
    /// - Throws: `rulingNeedsAmount` for a partial one without, `amountAboveAsked`, `nothingToGrant`.
    public func arbitrate(
        _ id: Identifier<Case>, _ ruling: Ruling, amount: Money?, note: String?, by taker: StepTaker,
        in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        try remark(note, on: id, by: taker, in: shop.id, transaction)
        return try step(
            .ruled(ruling), of: id, by: taker, in: shop, transaction,
            detail: ["ruling": .string(ruling.rawValue)]
        ) { record, pack in
            try parts.closeOpenOffers(as: .replaced, of: id, in: shop.id, transaction)
            record.agreedToCredit = false
            if ruling == .customer { record.agreed = nil }
            if ruling == .partial {
                guard let amount, amount.isPositive else { throw AfterSalesRefusal.rulingNeedsAmount }
                let most = try promisable(record, pack, in: shop.id, transaction)
                guard amount <= most else {
                    throw AfterSalesRefusal.amountAboveAsked(most: most.description)
                }
                record.agreed = amount
            }
            let finding = RuleFinding(
                CasePast.rulingRule, ruling == .shop ? .refuses : .allows, ["ruling": ruling.rawValue])
            record.decision = Decision(
                outcome: ruling == .shop ? .refuse : .approve,
                rules: [finding] + record.decision.rules.filter { $0.id == CasePast.settledElsewhereRule },
                packName: record.decision.packName,
                packVersion: record.decision.packVersion, at: transaction.now, by: taker.actor)
        }
    }
}

extension PolicyPack {
    /// A refusal, also of a part, can be disputed as long as a rejection can be answered, and one whose goods do not come
    /// back until they do.
    public func isTooLateToDispute(_ record: Case, at now: Timestamp) -> Bool {
        guard record.state.isClosed, !record.isEscalated, let closed = record.closedAt,
            let window = deadlines[.rejected]
        else {
            return false
        }
        return now > closed + window.within
    }
}

/// Who had asked for the evidence that comes. What the policy asked for, at once or within the promise, it decides on;
/// what a person asked for, they do.
private enum EvidenceAsker {
    case policy, person, nobody

    init(_ record: Case) {
        let waits = record.state == .awaitingEvidence
        let hadOnlyWords = record.decision.rules.contains { $0.id == EvidenceNeeded.onlyWordsRule }
        let isByPolicy = record.decision.by == .system && (waits || hadOnlyWords)
        self = isByPolicy ? .policy : waits ? .person : .nobody
    }
}
