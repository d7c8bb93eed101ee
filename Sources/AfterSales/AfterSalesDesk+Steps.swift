import Base
import Events
import Jobs
import Payments
import Policies
import Storage

/// How every step of a case goes: read, ask the machine, change, move money, set the clock, write, tell.
extension AfterSalesDesk {
    /// - Throws: `caseUnknown`, `caseMovedOn`; a customer sees own cases only.
    func load(
        _ id: Identifier<Case>, for taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        guard let record = try cases.find(id, in: shop.id, transaction) else {
            throw AfterSalesRefusal.caseUnknown
        }
        if taker.isCustomer, record.customerID.text != taker.actor.id { throw AfterSalesRefusal.caseUnknown }
        if let version = taker.version, version != record.version {
            throw AfterSalesRefusal.caseMovedOn(version: record.version)
        }
        return record
    }

    /// Takes one step. `change` adjusts the case before its effects are carried out; `detail` goes into the event;
    /// `isStuck`: what the clock would do next cannot be done.
    func step(
        _ event: CaseEvent, of id: Identifier<Case>, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction, detail: JSONValue = [:], isStuck: Bool = false,
        change: (inout Case, PolicyPack) throws -> Void = { _, _ in }
    ) throws -> Case {
        var record = try load(id, for: taker, in: shop, transaction)
        let pack = try policies.pack(of: shop, version: record.decision.packVersion, in: transaction)
        let (before, version, earlier) = (record.state, record.version, record)
        if record.isDecidedAnew(by: event), try isSentBack(record, in: shop.id, transaction) {
            record.handBackRefused()
        }
        let machine = CaseStateMachine(record, money: try money(of: record, in: shop.id, transaction))
        let transition = try machine.next(from: record.state, event)
        try checkPaid(record, event, transition.state, in: shop.id, transaction)
        try change(&record, pack)
        if event.grantsAsAsked || event == .ruled(.customer) { record.acceptMissing() }
        if event.grantsAsAsked { record.acceptReturned(by: event) }
        try settleGoods(
            &record, event, transition.state, saidMissing: earlier.saysNotArrived, in: shop.id, transaction)
        record.state = transition.state
        record.noteDelivery(event, from: before, at: transaction.now)
        // Who is told of the step is told until when, so the clock comes first.
        if !record.keepsClock(event, from: before) {
            try setClock(&record, pack, transition.effects, at: transaction.now)
            record.keepReviewTime(from: earlier, at: transaction.now)
            if isStuck { record.deadline?.fallback = .escalate }
            if record.deadline?.fallback == .approve, try orderMovedOn(record, in: shop, transaction) {
                record.deadline?.leaveToPerson()
            }
        }
        try followSilence(&record, event, pack, in: shop, transaction)
        if earlier.decidedAt == nil, let decided = record.decidedAt {
            let asked = record.promiseDue - pack.promise.within
            onDecision(Double((decided - asked).milliseconds) / 1000)
        }
        if record.state.isClosed, try isGoodsBackLate(record, in: shop.id, transaction) {
            record.isEscalated = true
        }
        try announce(event.word, record, from: before, by: taker.actor, detail, in: shop.id, transaction)
        for effect in transition.effects {
            // What follows from a customer's step is not the customer's doing.
            try carryOut(
                effect, &record, pack, by: taker.isCustomer ? .system : taker.actor, in: shop, transaction)
        }
        try settleAtOnce(&record, pack, in: shop, transaction)
        if record.state == .fulfilled {
            try handOver(&record, by: taker.actor, in: shop, transaction)
            if earlier.state == .fulfilling { record.handBackRepaired() }
            record.noteRenewal(at: transaction.now)
        }
        try withhold(record, before: earlier, in: shop.id, transaction)
        try followRefusedGoods(record, before: earlier, pack, in: shop.id, transaction)
        record.version = version + 1
        guard try cases.update(record, from: version, in: shop.id, transaction) else {
            throw AfterSalesRefusal.caseMovedOn(version: version + 1)
        }
        try setTimers(record, in: shop.id, transaction)
        return record
    }

    /// Whoever is turned down has their goods again: what the shop had accepted goes back, with what was paid for an
    /// exchange, and so does a parcel that comes when nothing is granted for it any more.
    /// - Parameter saidMissing: the case was about new goods that did not come; whoever is not believed has those.
    private func settleGoods(
        _ record: inout Case, _ event: CaseEvent, _ next: CaseState, saidMissing: Bool, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        let isTurnedDown = event == .rejected || event == .ruled(.shop)
        if isTurnedDown, record.owesForGoods, !saidMissing {
            record.turnDownOwed()
            try callOffDifference(&record, by: .system, in: shop, transaction)
        }
        if event.keepsGoods, record.agreed.map({ $0 < record.value }) ?? false {
            // A part of the price, and the goods with it: what the shop has goes back.
            record.turnDownOwed()
        }
        let isUnasked = event == .returnReceived && next != .inspecting
        let isNotSent = record.state == .awaitingReturn && !next.isClosed && event.letsGo
        if isUnasked, record.isPaidFor { return record.acceptOpen() }
        if isUnasked || isNotSent { record.turnDownOpen() }
    }

    /// Notes the first decision and how long the customer waited for it. What a person has to look at stays open until
    /// it is granted: an offer, a question or a refusal of the shop settles nothing of it, nor of what the law lets the
    /// customer choose.
    func decided(
        _ record: inout Case, _ outcome: DecisionOutcome, _ finding: RuleFinding, by taker: StepTaker,
        at now: Timestamp
    ) {
        let finding = outcome == .approve && record.isBeyondRepair ? finding.givingNewGoods : finding
        let open = outcome == .approve ? [] : SilenceGrants.held(record.decision.rules)
        let owed = record.decision.rules.filter { _ in outcome != .approve && record.mayChoose }
            .filter { $0.id == CasePast.repairsFailedRule }
        record.decision = Decision(
            outcome: outcome, rules: [finding] + (owed + open).filter { $0.id != finding.id },
            packName: record.decision.packName,
            packVersion: record.decision.packVersion, at: now, by: taker.actor)
        noteFirstDecision(&record, at: now)
    }

    func noteFirstDecision(_ record: inout Case, at now: Timestamp) {
        if record.decidedAt == nil { record.decidedAt = now }
    }

    /// A person has to decide within the promise: it begins now.
    func promiseAnew(
        _ record: inout Case, _ pack: PolicyPack, in shop: ShopID, _ transaction: Transaction
    ) throws {
        (record.decidedAt, record.promiseDue) = (nil, transaction.now + pack.promise.within)
        try jobs.setTimer(
            CaseTimers.promise, on: record.id.text, of: shop,
            due: record.promiseDue - CaseTimers.promiseLead, in: transaction)
    }

    /// What inspection turned down is with the customer again.
    func isSentBack(_ record: Case, in shop: ShopID, _ transaction: Transaction) throws -> Bool {
        guard record.refusedUnitsThere > 0 else { return false }
        return try goodsBack.find(record.id, in: shop, transaction)?.sentAt != nil
    }

    /// Money that moved in this transaction already closes the case in it.
    private func settleAtOnce(
        _ record: inout Case, _ pack: PolicyPack, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        guard record.state == .refunding else { return }
        guard try isSettled(record, in: shop.id, transaction) else { return }
        let transition = try CaseStateMachine(record).next(from: .refunding, .moneySettled)
        record.state = transition.state
        try setClock(&record, pack, [], at: transaction.now)
        try announce("moneySettled", record, from: .refunding, by: .system, [:], in: shop.id, transaction)
    }

    /// Every open state has a deadline, which begins with the step that leads there.
    private func setClock(
        _ record: inout Case, _ pack: PolicyPack, _ effects: [CaseEffect], at now: Timestamp
    ) throws {
        if effects.contains(.escalate) { record.isEscalated = true }
        guard !record.state.isClosed else {
            record.deadline = nil
            record.closedAt = now
            record.isEscalated = false
            return
        }
        record.closedAt = nil
        let policy = pack.clock(of: record, isAlarm: effects.contains(.escalate))
        record.deadline = Deadline(policy, from: now, isGranted: try record.isGrantedBySilence())
        if record.goneElsewhere != nil { record.deadline?.leaveToPerson() }
        // What inspection turned down stands until a person says otherwise.
        if record.goods == .turnedDown, policy.fallback == .approve { record.deadline?.fallback = .escalate }
    }

    /// A clock that runs on says what will happen when it runs out, also when more is known or proposed by then.
    private func followSilence(
        _ record: inout Case, _ event: CaseEvent, _ pack: PolicyPack, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws {
        guard record.state == .reviewing, record.deadline != nil else { return }
        if event == .evidenceGiven { try askSilence(&record, pack, in: shop, transaction) }
        guard record.deadline?.fallback == .approve,
            let proposal = try proposal(on: record, in: shop, transaction),
            !SilenceGrants.accepts(proposal, on: record)
        else { return }
        record.deadline?.leaveToPerson()
    }

    /// What silence grants by what is known now, where it is what the shop's clock ends in.
    func askSilence(
        _ record: inout Case, _ pack: PolicyPack, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        guard pack.clock(of: record, isAlarm: false).fallback == .approve, record.goods != .turnedDown else {
            return
        }
        let isGranted =
            try record.isGrantedBySilence() && !orderMovedOn(record, in: shop, transaction)
        record.deadline?.fallback = isGranted ? .approve : .escalate
    }

    /// Goods may arrive before the money does that goes with them.
    func money(of record: Case, in shop: ShopID, _ transaction: Transaction) throws -> CaseMoney {
        guard record.state == .fulfilling else { return .settled }
        return try isSettled(record, in: shop, transaction) ? .settled : .outstanding
    }

    /// Everything that was ordered for the case has come about or was taken back.
    func isSettled(_ record: Case, in shop: ShopID, _ transaction: Transaction) throws -> Bool {
        try payments.movements(ofCase: record.id.text, in: shop, transaction)
            .allSatisfy { $0.state == .succeeded || $0.state == .undone }
    }

    func setTimers(_ record: Case, in shop: ShopID, _ transaction: Transaction) throws {
        if let deadline = record.deadline {
            try jobs.setTimer(
                CaseTimers.deadline, on: record.id.text, of: shop, due: deadline.nextMoment, in: transaction)
        } else {
            try jobs.cancelTimer(CaseTimers.deadline, on: record.id.text, of: shop, in: transaction)
        }
        if record.decidedAt != nil || record.state.isClosed {
            try jobs.cancelTimer(CaseTimers.promise, on: record.id.text, of: shop, in: transaction)
        }
    }

    func announce(
        _ word: String, _ record: Case, from before: CaseState?, by actor: Actor, _ detail: JSONValue,
        in shop: ShopID, _ transaction: Transaction
    ) throws {
        let states = JSONValue.object([
            "from": before.map { .string($0.rawValue) }, "to": .string(record.state.rawValue),
        ])
        try events.append(
            "case.\(word)", on: .init("case", record.id.text), of: shop, by: actor,
            related: record.orderID.text,
            .object(states.members + detail.members), in: transaction)
        try onStep(record, word, shop, transaction)
    }
}

extension PolicyPack {
    /// The clock of the state that a case is in, by how far its goods have come. After an alarm the same one turns begins
    /// anew: the shop's, where that ran beside a provisional answer.
    fileprivate func clock(of record: Case, isAlarm: Bool) -> DeadlinePolicy {
        if record.state == .fulfilling, record.delivery == .underWay { return underWay }
        let state: CaseState =
            if isAlarm, record.isAnsweredProvisionally {
                .reviewing
            } else if record.state == .fulfilling, record.delivery == .received {
                .refunding
            } else {
                record.state
            }
        guard let policy = deadlines[state] else {
            preconditionFailure("a pack without a deadline for \(state) was taken on")
        }
        return policy
    }
}

extension Case {
    /// What was decided before no longer holds: a person decides anew, and looks at all that needed one before.
    mutating func leaveToPerson(_ rule: String, by actor: Actor, at now: Timestamp) {
        decision = Decision(
            outcome: .human,
            rules: [RuleFinding(rule, .sendsToHuman)]
                + SilenceGrants.held(decision.rules).filter { $0.id != rule }, packName: decision.packName,
            packVersion: decision.packVersion, at: now, by: actor)
    }

    /// The step decides on all of the case again, also on what inspection turned down. While accepted goods are owed, or
    /// new ones are missing, only a ruling does.
    func isDecidedAnew(by event: CaseEvent) -> Bool {
        event == .ruled(.customer) || (event.grantsAsAsked && !owesForGoods && !saysNotArrived)
    }

    /// A shop that asks or offers something does not get the time anew that it has to decide in.
    fileprivate mutating func keepReviewTime(from earlier: Case, at now: Timestamp) {
        let isAnswering = state == .offered || state == .awaitingEvidence
        if isAnswering, earlier.state == .reviewing || earlier.isAnsweredProvisionally {
            reviewLeft = earlier.deadline.map { max($0.due - now, .seconds(0)) }
        } else if state == .reviewing, earlier.state == .offered || earlier.state == .awaitingEvidence {
            // What the customer says last is seen at least as long before as the shop is warned of anything.
            if let reviewLeft, let whole = deadline {
                deadline?.shorten(to: now + max(reviewLeft, whole.due - whole.warnAt))
            }
            reviewLeft = nil
        } else if !isAnswering {
            reviewLeft = nil
        }
    }

    /// Follows new or repaired goods on their way to the customer.
    fileprivate mutating func noteDelivery(_ event: CaseEvent, from before: CaseState, at now: Timestamp) {
        if state != before, state == .fulfilling || before.isClosed { (sentAt, receivedAt) = (nil, nil) }
        if event == .replacementShipped { sentAt = now }
        if event == .returnShipped || event == .returnReceived { sentBackAt = sentBackAt ?? now }
        if event == .notArrived { (sentAt, receivedAt) = (nil, nil) }
        if event == .confirmed || (event == .overdue(.confirm) && before == .fulfilling) { receivedAt = now }
    }

    /// A wait goes on as before: more evidence gives nobody more time, and a provisional answer with what the customer
    /// says to it takes place beside the shop's own clock.
    fileprivate func keepsClock(_ event: CaseEvent, from before: CaseState) -> Bool {
        if event.isProvisional || (state.isClosed && state == before) { return true }
        if state == before {
            let isBeside = state == .disputed || state == .fulfilling
            return event.leavesClock || (isBeside && (event == .offered || event == .offerDeclined))
        }
        let wasProvisional =
            (before == .awaitingEvidence || before == .offered) && deadline?.owner == .merchant
        return wasProvisional && state == .reviewing
    }
}
