import Policies
import Testing

@testable import AfterSales

/// The whole machine against a table in words. What the table does not name is refused.
@Suite struct CaseStateMachineTests {
    /// `granted`, `ruled` and `inspected` stand for what differs by kind, below.
    private static let moves = """
        reviewing         approved=granted evidenceRequested=awaitingEvidence offered=offered rejected=rejected
        reviewing         refusedByPolicy=refused evidenceGiven=reviewing withdrawn=withdrawn
        reviewing         offerAccepted.partialRefund=refunding offerAccepted.storeCredit=refunding
        reviewing         offerAccepted.replacement=fulfilling offerAccepted.returnRefund=awaitingReturn
        reviewing         overdue.approve=granted overdue.expire=expired
        reviewing         askedProvisionally=awaitingEvidence offeredProvisionally=offered
        awaitingEvidence  approved=granted evidenceRequested=awaitingEvidence offered=offered rejected=rejected
        awaitingEvidence  refusedByPolicy=refused sentToReview=reviewing evidenceGiven=reviewing withdrawn=withdrawn
        awaitingEvidence  overdue.approve=granted overdue.expire=expired overdue.review=reviewing
        offered           approved=granted evidenceRequested=awaitingEvidence offered=offered rejected=rejected
        offered           countered=reviewing offerDeclined=reviewing withdrawn=withdrawn sentToReview=reviewing
        offered           offerAccepted.partialRefund=refunding offerAccepted.storeCredit=refunding
        offered           offerAccepted.replacement=fulfilling offerAccepted.returnRefund=awaitingReturn
        offered           overdue.approve=granted overdue.expire=expired overdue.review=reviewing
        rejected          approved=granted offered=offered evidenceGiven=reviewing countered=reviewing
        rejected          disputed=disputed withdrawn=withdrawn overdue.expire=expired overdue.review=reviewing
        awaitingReturn    returnShipped=returning returnReceived=inspecting withdrawn=withdrawn
        awaitingReturn    overdue.expire=expired notArrived=reviewing
        returning         returnShipped=returning returnReceived=inspecting inspected.allAccepted=inspected
        returning         inspected.someAccepted=inspected inspected.noneAccepted=rejected
        inspecting        inspected.allAccepted=inspected inspected.someAccepted=inspected
        inspecting        inspected.noneAccepted=rejected overdue.refundInFull=inspected
        refunding         moneySettled=refunded moneyFailed=refunding
        fulfilling        replacementShipped=fulfilling moneySettled=fulfilling offered=fulfilling
        fulfilling        offerDeclined=fulfilling
        fulfilling        offerAccepted.partialRefund=refunding offerAccepted.storeCredit=refunding
        fulfilling        offerAccepted.replacement=fulfilling offerAccepted.returnRefund=awaitingReturn
        fulfilling        moneyFailed=fulfilling overdue.confirm=fulfilled withdrawn=withdrawn
        fulfilling        differenceTakenBack=takenBack differenceWaived=waived
        repairing         repaired=fulfilling repairFailed.again=repairing repairFailed.exchange=fulfilling
        repairing         repairFailed.refund=refunding repairFailed.customerChooses=offered
        repairing         moneyFailed=repairing
        disputed          approved=granted offered=disputed offerDeclined=disputed evidenceGiven=disputed
        disputed          withdrawn=withdrawn
        disputed          offerAccepted.partialRefund=refunding offerAccepted.storeCredit=refunding
        disputed          offerAccepted.replacement=fulfilling offerAccepted.returnRefund=awaitingReturn
        disputed          ruled.customer=ruled ruled.partial=refunding ruled.shop=refused overdue.approve=granted
        reviewing         settledElsewhere=refunded
        awaitingEvidence  settledElsewhere=refunded
        offered           settledElsewhere=refunded
        rejected          settledElsewhere=refunded
        awaitingReturn    settledElsewhere=refunded
        inspecting        settledElsewhere=refunded
        repairing         settledElsewhere=refunded
        fulfilling        settledElsewhere=refunded
        disputed          settledElsewhere=refunded
        refunded          reopened=reviewing
        fulfilled         reopened=reviewing
        withdrawn         reopened=reviewing
        expired           reopened=reviewing
        refused           reopened=reviewing disputed=disputed
        """

    private static let byKind = """
        refundOnly       granted=refunding      inspected=refunding   ruled=refunding
        returnRefund     granted=awaitingReturn inspected=refunding   ruled=awaitingReturn
        exchange         granted=awaitingReturn inspected=fulfilling  ruled=awaitingReturn
        exchange         takenBack=reviewing    waived=fulfilling
        resend           granted=fulfilling     inspected=refunding   ruled=fulfilling
        repair           granted=awaitingReturn inspected=repairing   ruled=awaitingReturn
        compensation     granted=refunding      inspected=refunding   ruled=refunding
        priceProtection  granted=refunding      inspected=refunding   ruled=refunding
        """

    @Test(arguments: CaseKind.allCases)
    func `every pair of state and event goes where the table says, or is refused`(kind: CaseKind) throws {
        let machine = CaseStateMachine(kind: kind)
        for state in CaseState.allCases {
            for event in CaseEvent.examples {
                let expected = try Self.expected(kind, state, event)
                let pair = "\(kind.rawValue) \(state.rawValue) \(event.told)"
                if let expected {
                    #expect(try machine.next(from: state, event).state == expected, "\(pair)")
                } else {
                    #expect(
                        throws: AfterSalesRefusal.notInThisState(state: state, event: event.word), "\(pair)"
                    ) {
                        try machine.next(from: state, event)
                    }
                }
            }
        }
    }

    @Test(arguments: CaseKind.allCases)
    func `a closed case is left only by reopening, a refused one also by a dispute`(kind: CaseKind) {
        let machine = CaseStateMachine(kind: kind)
        for state in CaseState.allCases where state.isClosed {
            let words = Set(
                CaseEvent.examples.filter { (try? machine.next(from: state, $0)) != nil }.map(\.word))
            #expect(words == (state == .refused ? ["reopened", "disputed"] : ["reopened"]))
        }
    }

    /// What is granted when the goods are with the shop already.
    private static let granted = """
        refundOnly=refunding returnRefund=refunding exchange=fulfilling resend=fulfilling repair=repairing
        compensation=refunding priceProtection=refunding
        """

    @Test(arguments: [CaseGoods.accepted, .turnedDown])
    func `goods that are with the shop are never asked for again`(goods: CaseGoods) throws {
        for kind in CaseKind.allCases {
            let machine = CaseStateMachine(kind: kind, goods: goods)
            for state in CaseState.open where state != .awaitingReturn {
                for event in CaseEvent.examples {
                    let next = (try? machine.next(from: state, event))?.state  // refused: not possible
                    #expect(next != .awaitingReturn, "\(kind) \(state) \(event.told)")
                }
            }
            let granted = Self.granted.split(whereSeparator: \.isWhitespace).first {
                $0.hasPrefix("\(kind.rawValue)=")
            }
            #expect(
                try "\(kind)=\(machine.next(from: .rejected, .approved).state)" == granted.map(String.init))
        }
    }

    @Test(arguments: CaseKind.allCases)
    func `a customer whose shop is late turns to the platform, which rules once`(kind: CaseKind) throws {
        let late = CaseStateMachine(kind: kind, past: .late)
        for state in [
            CaseState.reviewing, .awaitingEvidence, .offered, .returning, .inspecting, .repairing,
            .fulfilling,
        ] {
            #expect(try late.next(from: state, .disputed).state == .disputed)
        }
        #expect(throws: AfterSalesRefusal.self, "new goods are under way") {
            try CaseStateMachine(kind: kind, delivery: .underWay, past: .late)
                .next(from: .fulfilling, .disputed)
        }
        #expect(throws: AfterSalesRefusal.self) {
            try CaseStateMachine(kind: kind, past: .ruled).next(from: .refused, .disputed)
        }
    }

    @Test(arguments: [CaseEvent.approved, .overdue(.approve), .ruled(.customer)])
    func `goods that could not be repaired are replaced, not repaired again`(event: CaseEvent) throws {
        let machine = CaseStateMachine(kind: .repair, goods: .accepted, past: .failedRepair)
        let state = event == .ruled(.customer) ? CaseState.disputed : .reviewing
        #expect(try machine.next(from: state, event).state == .fulfilling)
    }

    @Test(arguments: [CaseKind.returnRefund, .exchange, .repair])
    func `a parcel that does not reach the shop is given up by approval or by a ruling`(kind: CaseKind) throws
    {
        let machine = CaseStateMachine(kind: kind, goods: .underWay, past: .late)
        let done: [CaseKind: CaseState] = [
            .returnRefund: .refunding, .exchange: .fulfilling, .repair: .fulfilling,
        ]
        #expect(try machine.next(from: .returning, .approved).state == done[kind])
        #expect(try machine.next(from: .disputed, .ruled(.customer)).state == done[kind])
        #expect(throws: AfterSalesRefusal.self, "nobody is late") {
            try CaseStateMachine(kind: kind, goods: .underWay).next(from: .returning, .approved)
        }
    }

    @Test(arguments: [CaseKind.exchange, .resend, .repair])
    func `goods that did not arrive are looked at again, and sent again`(kind: CaseKind) throws {
        let sent = CaseStateMachine(kind: kind, goods: .accepted, delivery: .underWay)
        #expect(try sent.next(from: .fulfilling, .notArrived).state == .reviewing)
        let told = CaseStateMachine(kind: kind, goods: .accepted, past: .notArrived)
        #expect(try told.next(from: .reviewing, .approved).state == .fulfilling)
    }

    @Test(arguments: [CaseKind.returnRefund, .exchange], [CaseState.refunded, .fulfilled])
    func `what inspection turned down in part is ruled on, and what was done stays done`(
        kind: CaseKind, state: CaseState
    ) throws {
        let past: CasePast =
            kind == .exchange ? [.turnedDownInPart, .exchanged] : [.turnedDownInPart, .paid]
        let machine = CaseStateMachine(kind: kind, goods: .accepted, past: past)
        #expect(try machine.next(from: state, .disputed).state == .disputed)
        let ended: CaseState = kind == .exchange ? .fulfilled : .refunded
        #expect(try machine.next(from: .disputed, .ruled(.shop)).state == ended)
        #expect(try machine.next(from: .disputed, .withdrawn).state == ended)
        let ruled = CaseStateMachine(kind: kind, goods: .accepted, past: past.union(.ruled))
        #expect(throws: AfterSalesRefusal.self) { try ruled.next(from: state, .disputed) }
    }

    @Test(arguments: CaseKind.allCases)
    func `what was paid and opened again ends as paid, whoever lets it go`(kind: CaseKind) throws {
        let machine = CaseStateMachine(kind: kind, goods: .accepted, past: .paid)
        #expect(try machine.next(from: .reviewing, .withdrawn).state == .refunded)
        #expect(try machine.next(from: .rejected, .overdue(.expire)).state == .refunded)
        #expect(try machine.next(from: .disputed, .ruled(.shop)).state == .refunded)
    }

    @Test(arguments: CaseKind.allCases)
    func `nothing that the shop has accepted falls to it by withdrawal or time`(kind: CaseKind) throws {
        let machine = CaseStateMachine(kind: kind, goods: .accepted, past: .owes)
        for state in [CaseState.reviewing, .awaitingEvidence, .offered] {
            #expect(throws: AfterSalesRefusal.self) { try machine.next(from: state, .withdrawn) }
            #expect(try machine.next(from: state, .overdue(.expire)).effects == [.escalate])
        }
    }

    @Test(arguments: [CaseEvent.withdrawn, .overdue(.expire)])
    func `what does not come back once more leaves the case with what was accepted`(event: CaseEvent) throws {
        for (kind, next) in [(CaseKind.exchange, CaseState.fulfilling), (.repair, .repairing)] {
            let machine = CaseStateMachine(kind: kind, past: .owes)
            #expect(try machine.next(from: .awaitingReturn, event).state == next)
        }
    }

    @Test(arguments: [CaseKind.refundOnly, .returnRefund, .exchange, .resend, .repair])
    func `goods that did not arrive are sent again, or have arrived`(kind: CaseKind) throws {
        let machine = CaseStateMachine(kind: kind, past: [.notArrived, .owes])
        #expect(try machine.next(from: .reviewing, .approved).state == .fulfilling)
        #expect(try machine.next(from: .reviewing, .rejected).state == .rejected)
        for event in [CaseEvent.withdrawn, .overdue(.expire)] {
            #expect(try machine.next(from: .rejected, event).state == .fulfilled)
        }
        #expect(try machine.next(from: .reviewing, .withdrawn).state == .fulfilled)
        #expect(try machine.next(from: .disputed, .ruled(.shop)).state == .fulfilled)
    }

    @Test(arguments: [
        (CaseState.reviewing, CaseState.inspecting), (.awaitingEvidence, .inspecting),
        (.offered, .inspecting),
        (.rejected, .inspecting), (.disputed, .disputed), (.refused, .refused), (.withdrawn, .withdrawn),
        (.expired, .expired),
    ])
    func `a parcel is received wherever the case stands`(state: CaseState, next: CaseState) throws {
        let machine = CaseStateMachine(kind: .returnRefund, goods: .underWay)
        #expect(try machine.next(from: state, .returnReceived).state == next)
    }

    @Test func `a parcel that is late can be turned down as never received`() throws {
        let machine = CaseStateMachine(kind: .returnRefund, goods: .underWay, past: .late)
        #expect(try machine.next(from: .returning, .rejected).state == .rejected)
    }

    @Test func `who turns an offer down need not wait for the next`() throws {
        let machine = CaseStateMachine(kind: .refundOnly, past: .offerTurnedDown)
        #expect(try machine.next(from: .reviewing, .disputed).state == .disputed)
    }

    @Test(arguments: [CaseState.awaitingEvidence, .reviewing])
    func `who is asked for evidence again and again need not bring it`(state: CaseState) throws {
        let machine = CaseStateMachine(kind: .refundOnly, past: .askedAgain)
        #expect(try machine.next(from: state, .disputed).state == .disputed)
    }

    @Test(arguments: [CaseKind.exchange, .resend, .repair])
    func `goods that the shop has are not called off with what replaces them`(kind: CaseKind) {
        let machine = CaseStateMachine(kind: kind, goods: .accepted, past: .owes)
        #expect(throws: AfterSalesRefusal.self) { try machine.next(from: .fulfilling, .withdrawn) }
        let sent = CaseStateMachine(kind: kind, delivery: .underWay)
        #expect(throws: AfterSalesRefusal.self) { try sent.next(from: .fulfilling, .withdrawn) }
    }

    @Test(arguments: CaseKind.allCases)
    func `nobody has received what has not been sent`(kind: CaseKind) throws {
        let sent = CaseStateMachine(kind: kind, delivery: .underWay)
        #expect(try sent.next(from: .fulfilling, .confirmed).state == .fulfilled)
        let unsent = CaseStateMachine(kind: kind)
        #expect(throws: AfterSalesRefusal.self) { try unsent.next(from: .fulfilling, .confirmed) }
    }

    @Test(arguments: CaseKind.allCases)
    func `a case whose goods have arrived closes with its money`(kind: CaseKind) throws {
        let waiting = CaseStateMachine(kind: kind, delivery: .underWay, money: .outstanding)
        #expect(try waiting.next(from: .fulfilling, .confirmed).state == .fulfilling)
        #expect(try waiting.next(from: .fulfilling, .overdue(.confirm)).state == .fulfilling)
        let received = CaseStateMachine(kind: kind, delivery: .received)
        #expect(try received.next(from: .fulfilling, .moneySettled).state == .fulfilled)
        for event in [CaseEvent.confirmed, .replacementShipped] {
            #expect(throws: AfterSalesRefusal.self) { try received.next(from: .fulfilling, event) }
        }
    }

    @Test(arguments: CaseKind.allCases)
    func `money is ordered exactly when a case comes to refunding`(kind: CaseKind) {
        let grants: Set<CaseEffect> = [.grantAsked, .grantAgreed, .grantInspected]
        for state in CaseState.allCases {
            for event in CaseEvent.examples {
                guard let transition = try? CaseStateMachine(kind: kind).next(from: state, event) else {
                    continue
                }
                let comes = transition.state == .refunding && state != .refunding
                #expect(
                    grants.intersection(transition.effects).count == (comes ? 1 : 0), "\(state) \(event.told)"
                )
            }
        }
    }

    @Test(arguments: CaseKind.allCases, CaseState.open)
    func `a deadline whose fallback does not fit the state raises an alarm and stays`(
        kind: CaseKind, state: CaseState
    ) throws {
        for fallback in DeadlineFallback.allCases {
            let transition = try CaseStateMachine(kind: kind).next(from: state, .overdue(fallback))
            #expect(transition.state != state || transition.effects.contains(.escalate), "\(fallback)")
        }
    }

    @Test(arguments: [
        (DecisionOutcome.askEvidence, CaseState.awaitingEvidence), (.offer, .offered), (.human, .reviewing),
        (.refuse, .refused),
    ])
    func `what the policy decides is where a case begins`(outcome: DecisionOutcome, state: CaseState) {
        for kind in CaseKind.allCases {
            #expect(CaseStateMachine(kind: kind).opening(outcome).state == state)
        }
    }

    /// Nil: refused.
    private static func expected(
        _ kind: CaseKind, _ state: CaseState, _ event: CaseEvent
    ) throws -> CaseState? {
        guard let word = movesOfAll[state.rawValue]?[event.told] else {
            if case .overdue = event, !state.isClosed { return state }  // an alarm
            return nil
        }
        let own = try #require(movesByKind[kind.rawValue])
        if word == "takenBack" || word == "waived" { return own[word].flatMap { CaseState(rawValue: $0) } }
        let next: CaseState = try #require(CaseState(rawValue: own[word] ?? word), "\(word)")
        return next
    }

    private static let movesOfAll = table(moves)
    private static let movesByKind = table(byKind)

    private static func table(_ text: String) -> [String: [String: String]] {
        text.split(separator: "\n").reduce(into: [:]) { table, line in
            let words = line.split(separator: " ")
            for move in words.dropFirst() {
                let parts = move.split(separator: "=")
                table[String(words[0]), default: [:]][String(parts[0])] = String(parts[1])
            }
        }
    }
}

extension CaseEvent {
    /// The event's word with its payload, as the table names it.
    fileprivate var told: String {
        switch self {
        case .offerAccepted(let offer): "\(word).\(offer.rawValue)"
        case .inspected(let result): "\(word).\(result.rawValue)"
        case .repairFailed(let next): "\(word).\(next?.rawValue ?? "again")"
        case .ruled(let ruling): "\(word).\(ruling.rawValue)"
        case .overdue(let fallback): "\(word).\(fallback.rawValue)"
        case .askedProvisionally: "askedProvisionally"
        case .offeredProvisionally: "offeredProvisionally"
        case .approved, .evidenceRequested, .offered, .rejected, .refusedByPolicy, .sentToReview,
            .evidenceGiven,
            .countered, .offerDeclined, .disputed, .withdrawn, .returnShipped, .returnReceived,
            .replacementShipped,
            .confirmed, .notArrived, .repaired, .moneySettled, .moneyFailed, .differenceTakenBack,
            .differenceWaived, .settledElsewhere,
            .reopened:
            word
        }
    }
}
