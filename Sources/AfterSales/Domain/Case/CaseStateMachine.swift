import Policies

/// The one machine for all seven kinds of case: state and event in, next state and effects out.
///
/// A value without clock or I/O. What a kind may do follows from its kind alone; when it may happen, and for how much,
/// is the policy's business. `AfterSales/README.md` draws it.
public struct CaseStateMachine: Sendable {
    public let kind: CaseKind
    /// Goods that are with the shop need not be sent again.
    public let goods: CaseGoods
    /// Where new or repaired goods are on their way to the customer.
    public let delivery: CaseDelivery
    /// A case whose goods have arrived does not close before its money has.
    public let money: CaseMoney
    public let past: CasePast

    public init(
        kind: CaseKind, goods: CaseGoods = .withCustomer, delivery: CaseDelivery = .awaited,
        money: CaseMoney = .settled, past: CasePast = []
    ) {
        self.kind = kind
        self.goods = goods
        self.delivery = delivery
        self.money = money
        self.past = past
    }

    init(_ record: Case, money: CaseMoney = .settled) {
        self.init(
            kind: record.kind, goods: record.goods, delivery: record.delivery, money: money,
            past: CasePast(record))
    }

    public struct Transition: Sendable, Hashable {
        public let state: CaseState
        public let effects: [CaseEffect]

        init(_ state: CaseState, _ effects: CaseEffect...) {
            self.state = state
            self.effects = effects
        }
    }

    /// Where a case stands right after the policy has decided on its application.
    public func opening(_ outcome: DecisionOutcome) -> Transition {
        switch outcome {
        case .approve: granted
        case .askEvidence: Transition(.awaitingEvidence)
        case .offer: Transition(.offered)
        case .human: Transition(.reviewing)
        case .refuse: Transition(.refused)
        }
    }

    /// - Throws: `AfterSalesRefusal.notInThisState` for every pair that is not in the table.
    public func next(from state: CaseState, _ event: CaseEvent) throws(AfterSalesRefusal) -> Transition {
        switch (state, event) {
        // What the law gives is neither turned down nor asked evidence for, and what is chosen of it is the customer's.
        case (.offered, .approved) where past.contains(.mayChoose),
            (_, .rejected) where past.contains(.mayChoose),
            (_, .evidenceRequested) where past.contains(.mayChoose):
            break
        // The shop decides.
        case (.reviewing, .approved), (.awaitingEvidence, .approved), (.offered, .approved),
            (.rejected, .approved),
            (.disputed, .approved):
            return grantedNow
        // A parcel that does not come is given up: it counts as received.
        case (.returning, .approved) where past.contains(.late): return returned
        case (.reviewing, .evidenceRequested), (.awaitingEvidence, .evidenceRequested),
            (.offered, .evidenceRequested):
            return Transition(.awaitingEvidence)
        case (.reviewing, .offered), (.awaitingEvidence, .offered), (.offered, .offered),
            (.rejected, .offered):
            return Transition(.offered)
        // Nothing has left yet: what was granted may be settled otherwise, and stays granted until both sides agree.
        case (.fulfilling, .offered) where delivery == .awaited: return Transition(.fulfilling)
        case (.fulfilling, .offerDeclined): return Transition(.fulfilling)
        case (.fulfilling, .offerAccepted(let offer)) where delivery == .awaited: return agreed(offer)
        // What the platform is to rule on stays with it until both sides agree.
        case (.disputed, .offered), (.disputed, .offerDeclined): return Transition(.disputed)
        case (.reviewing, .askedProvisionally): return Transition(.awaitingEvidence)
        case (.reviewing, .offeredProvisionally): return Transition(.offered)
        case (.reviewing, .rejected), (.awaitingEvidence, .rejected), (.offered, .rejected):
            return Transition(.rejected)
        // A parcel that never came.
        case (.returning, .rejected) where past.contains(.late): return Transition(.rejected)
        case (.reviewing, .refusedByPolicy), (.awaitingEvidence, .refusedByPolicy):
            return Transition(.refused)
        case (.awaitingEvidence, .sentToReview), (.offered, .sentToReview): return Transition(.reviewing)

        // The customer answers.
        case (.awaitingEvidence, .evidenceGiven), (.reviewing, .evidenceGiven), (.rejected, .evidenceGiven),
            (.offered, .countered), (.rejected, .countered), (.offered, .offerDeclined):
            return Transition(.reviewing)
        case (.disputed, .evidenceGiven): return Transition(.disputed)
        case (.offered, .offerAccepted(let offer)), (.reviewing, .offerAccepted(let offer)),
            (.disputed, .offerAccepted(let offer)):
            return agreed(offer)
        case (.rejected, .disputed): return Transition(.disputed)
        // Goods that were turned down and do not come back as they should.
        case (_, .disputed) where state.isClosed && past.contains(.late): return Transition(.disputed)
        // The platform rules once.
        case (.refused, .disputed) where !past.contains(.ruled): return Transition(.disputed)
        case (.refunded, .disputed), (.fulfilled, .disputed):
            guard past.contains(.turnedDownInPart), !past.contains(.ruled) else { break }
            return Transition(.disputed)
        // Nobody has to hear the same little offer again and again.
        case (.reviewing, .disputed) where past.contains(.offerTurnedDown): return Transition(.disputed)
        // Nor bring more evidence again and again.
        case (.reviewing, .disputed) where past.contains(.askedAgain),
            (.awaitingEvidence, .disputed) where past.contains(.askedAgain):
            return Transition(.disputed)
        // Whoever waits for a shop that lets its time pass need not wait for ever.
        case (.reviewing, .disputed), (.awaitingEvidence, .disputed), (.offered, .disputed),
            (.repairing, .disputed), (.fulfilling, .disputed), (.returning, .disputed),
            (.inspecting, .disputed):
            guard past.contains(.late), delivery == .awaited else { break }
            return Transition(.disputed)
        case (.reviewing, .withdrawn), (.awaitingEvidence, .withdrawn), (.offered, .withdrawn),
            (.disputed, .withdrawn):
            // Goods that the shop has accepted are owed something.
            guard !past.contains(.owes) || past.contains(.notArrived) else { break }
            return ended(.withdrawn)
        case (.rejected, .withdrawn): return ended(.withdrawn)
        case (.awaitingReturn, .withdrawn): return notSent(.withdrawn)
        // Goods that are to be sent again, and have not left yet, need not be.
        case (.fulfilling, .withdrawn) where delivery == .awaited && goods == .withCustomer:
            guard !past.contains(.owes) else { break }
            return ended(.withdrawn)

        // Goods travel.
        case (.awaitingReturn, .returnShipped), (.returning, .returnShipped): return Transition(.returning)
        case (.awaitingReturn, .returnReceived), (.returning, .returnReceived): return Transition(.inspecting)
        // A parcel may come when the case stands somewhere else.
        case (.reviewing, .returnReceived), (.awaitingEvidence, .returnReceived),
            (.offered, .returnReceived), (.rejected, .returnReceived):
            guard goods == .underWay else { break }
            return Transition(.inspecting)
        case (.disputed, .returnReceived), (.refused, .returnReceived), (.withdrawn, .returnReceived),
            (.expired, .returnReceived), (.refunding, .returnReceived), (.refunded, .returnReceived):
            guard goods == .underWay else { break }
            return Transition(state)
        case (.inspecting, .inspected(let result)), (.returning, .inspected(let result)):
            return inspected(result)
        case (.fulfilling, .replacementShipped) where delivery != .received: return Transition(.fulfilling)
        case (.fulfilling, .confirmed) where delivery == .underWay: return received
        case (.fulfilling, .notArrived) where delivery == .underWay: return Transition(.reviewing)
        // What was turned down and sent back was asked for once more, and has never come.
        case (.awaitingReturn, .notArrived): return Transition(.reviewing)
        case (.repairing, .repaired): return Transition(.fulfilling)
        case (.repairing, .repairFailed(let next)): return repairFailed(next)

        // The money has gone back elsewhere: there is nothing left to give.
        case (.reviewing, .settledElsewhere), (.awaitingEvidence, .settledElsewhere),
            (.offered, .settledElsewhere), (.rejected, .settledElsewhere), (.disputed, .settledElsewhere),
            (.awaitingReturn, .settledElsewhere), (.inspecting, .settledElsewhere),
            (.repairing, .settledElsewhere):
            return Transition(.refunded)
        case (.fulfilling, .settledElsewhere) where delivery == .awaited: return Transition(.refunded)

        // Money arrives.
        case (.refunding, .moneySettled): return Transition(.refunded)
        case (.refunding, .moneyFailed): return Transition(.refunding, .escalate)
        case (.repairing, .moneyFailed): return Transition(.repairing, .escalate)
        case (.fulfilling, .moneySettled): return Transition(delivery == .received ? .fulfilled : .fulfilling)
        case (.fulfilling, .moneyFailed): return Transition(.fulfilling, .escalate)
        case (.fulfilling, .differenceTakenBack) where kind == .exchange: return Transition(.reviewing)
        case (.fulfilling, .differenceWaived) where kind == .exchange: return Transition(.fulfilling)

        // The platform rules.
        case (.disputed, .ruled(.customer)):
            // Goods that were given away to be repaired: others, or the same in order.
            return kind == .repair && (goods == .accepted || goods == .underWay)
                ? Transition(.fulfilling) : granted
        case (.disputed, .ruled(.partial)): return Transition(.refunding, .grantAgreed)
        case (.disputed, .ruled(.shop)): return ended(.refused)

        // Time passes.
        case (_, .overdue(let fallback)): return try overdue(fallback, in: state)

        case (.withdrawn, .reopened), (.expired, .reopened), (.refused, .reopened), (.refunded, .reopened),
            (.fulfilled, .reopened):
            return Transition(.reviewing)

        default: break
        }
        throw .notInThisState(state: state, event: event.word)
    }

    /// The case has had money for what it was about: opened again, it ends as what it was.
    private var isPaid: Bool { past.contains(.paid) }

    private func ended(_ state: CaseState) -> Transition {
        // New goods that are let go of as not arrived have arrived.
        let hasGoods = past.contains(.exchanged) || past.contains(.notArrived)
        return Transition(isPaid ? .refunded : hasGoods ? .fulfilled : state)
    }

    /// What was to come back once more does not: the case goes on with what the shop has accepted, if anything.
    private func notSent(_ state: CaseState) -> Transition {
        guard past.contains(.owes) else { return ended(state) }
        return kind == .returnRefund ? Transition(.refunding, .grantInspected) : returned
    }

    /// By a person, or by the shop's silence: what did not arrive is sent again, whatever was asked for at first.
    private var grantedNow: Transition {
        past.contains(.notArrived) && !isPaid ? Transition(.fulfilling) : granted
    }

    /// What a case of this kind comes to when it is granted as asked.
    private var granted: Transition {
        switch kind {
        case .refundOnly, .compensation, .priceProtection: Transition(.refunding, .grantAsked)
        case .returnRefund, .exchange, .repair:
            goods == .withCustomer ? Transition(.awaitingReturn) : returned
        case .resend: Transition(.fulfilling)
        }
    }

    /// Granted, with the goods already back.
    private var returned: Transition {
        switch kind {
        case .exchange: Transition(.fulfilling, .settleDifference)
        // Nobody repairs for ever: goods that could not be repaired, or are lost, are replaced.
        case .repair:
            Transition(
                past.isDisjoint(with: [.failedRepair, .notArrived]) && goods != .underWay
                    ? .repairing : .fulfilling, .reimburseFreight)
        case .returnRefund, .refundOnly, .resend, .compensation, .priceProtection:
            Transition(.refunding, .grantAsked)
        }
    }

    private func agreed(_ offer: OfferKind) -> Transition {
        switch offer {
        case .partialRefund, .storeCredit: Transition(.refunding, .grantAgreed)
        case .replacement: Transition(.fulfilling)
        case .returnRefund:
            goods == .withCustomer ? Transition(.awaitingReturn) : Transition(.refunding, .grantAgreed)
        }
    }

    private func inspected(_ result: InspectionResult) -> Transition {
        switch (result, kind) {
        case (.noneAccepted, _): Transition(.rejected)
        case (_, .exchange): Transition(.fulfilling, .settleDifference)
        case (_, .repair): Transition(.repairing, .reimburseFreight)
        case (_, .returnRefund), (_, .refundOnly), (_, .resend), (_, .compensation), (_, .priceProtection):
            Transition(.refunding, .grantInspected)
        }
    }

    private func repairFailed(_ next: RepairRemedy?) -> Transition {
        switch next {
        case nil: Transition(.repairing)
        case .exchange: Transition(.fulfilling)
        case .refund: Transition(.refunding, .grantAsked)
        case .customerChooses: Transition(.offered)
        }
    }

    /// The customer has the goods.
    private var received: Transition { Transition(money == .settled ? .fulfilled : .fulfilling) }

    private func overdue(
        _ fallback: DeadlineFallback, in state: CaseState
    ) throws(AfterSalesRefusal) -> Transition {
        switch (fallback, state) {
        case (.approve, .reviewing), (.approve, .awaitingEvidence), (.approve, .offered),
            (.approve, .disputed):
            return grantedNow
        case (.expire, .awaitingEvidence), (.expire, .offered), (.expire, .reviewing):
            return past.contains(.owes) ? Transition(state, .escalate) : ended(.expired)
        case (.expire, .rejected): return ended(.expired)
        case (.expire, .awaitingReturn): return notSent(.expired)
        case (.review, .offered), (.review, .awaitingEvidence), (.review, .rejected):
            return Transition(.reviewing)
        case (.refundInFull, .inspecting):
            return kind == .returnRefund ? Transition(.refunding, .grantAsked) : inspected(.allAccepted)
        case (.confirm, .fulfilling) where delivery != .received: return received
        case (.query, .refunding), (.query, .fulfilling):
            return Transition(state, .askProvider, .escalate)
        case (_, _) where !state.isClosed: return Transition(state, .escalate)
        default: throw .notInThisState(state: state, event: "overdue")
        }
    }
}
