import Base
import Customers
import Events
import Foundation
import Orders
import Payments
import Policies
import Storage
import Synchronization
import TestSupport
import Testing

@testable import AfterSales

/// What the machine allows between two states that follow each other in the log.
struct LegalMoves {
    var position: Int64 = 0
    private var states: [String: CaseState] = [:]

    /// Words that are told of a case without moving it.
    private static let still: Set<String> = [
        "assigned", "noted", "remarked", "evidenceAdded", "counterDeclined", "deadlineNear",
        "differenceUnpaid", "promiseMissed", "offerLeftOut", "refusedGoodsNear", "refusedGoodsLate",
        "refusedGoodsSent", "refusedGoodsMissing",
    ]

    mutating func fault(_ event: DomainEvent, _ kind: CaseKind) -> String? {
        let word = String(event.type.dropFirst("case.".count))
        let from = event.detail["from"]?.string.flatMap { CaseState(rawValue: $0) }
        guard let to = event.detail["to"]?.string.flatMap({ CaseState(rawValue: $0) }) else {
            return "\(event.subject.id): \(word) leads nowhere"
        }
        let before = states.updateValue(to, forKey: event.subject.id)
        guard from == before else {
            return
                "\(event.subject.id): \(word) from \(String(describing: from)) after \(String(describing: before))"
        }
        return isLegal(word, from, to, kind)
            ? nil : "\(event.subject.id): \(word) from \(from?.rawValue ?? "") to \(to)"
    }

    private struct Move: Hashable {
        let word: String
        let from: CaseState?
        let to: CaseState
        let kind: CaseKind
    }

    /// Every move that a walk of this run has met: few, while the machines to ask for each are many.
    private static let met = Mutex<[Move: Bool]>([:])

    private func isLegal(_ word: String, _ from: CaseState?, _ to: CaseState, _ kind: CaseKind) -> Bool {
        let move = Move(word: word, from: from, to: to, kind: kind)
        if let known = Self.met.withLock({ $0[move] }) { return known }
        let answer = Self.asksMachines(move)
        Self.met.withLock { $0[move] = answer }
        return answer
    }

    private static func asksMachines(_ move: Move) -> Bool {
        let machines = CaseGoods.allCases.flatMap { goods in
            CaseDelivery.allCases.flatMap { delivery in
                CaseMoney.allCases.flatMap { money in
                    (0..<512).filter { $0.nonzeroBitCount <= 3 }.map {
                        CaseStateMachine(
                            kind: move.kind, goods: goods, delivery: delivery, money: money,
                            past: CasePast(rawValue: $0))
                    }
                }
            }
        }
        guard let from = move.from else {
            return DecisionOutcome.allCases.contains { machines[0].opening($0).state == move.to }
        }
        if still.contains(move.word) { return from == move.to }
        return CaseEvent.examples.contains { event in
            guard event.word == move.word else { return false }
            // What is refused is not legal.
            return machines.contains { (try? $0.next(from: from, event))?.state == move.to }
        }
    }
}

/// A payload for whatever step is taken.
struct Wish: Sendable {
    let amount: Money?
    let kind: OfferKind
    let ruling: Ruling
    let accepted: [Int]
    /// Of what does not pass, what was not in the parcel.
    let missing: Int
    let passes: Bool
    let file: String?
    let number: Int
}

enum Step: CaseIterable {
    case approve, reject, requestEvidence, giveEvidence, addEvidence, offer, counter, accept, acceptCounter,
        decline
    case shipReturn, receive, inspect, shipReplacement, confirm, repair, withdraw, dispute, arbitrate, reopen,
        assign
    case note, giveUp, sendRefused, reportMissing

    /// The way that most cases go, the last steps first.
    static let straight: [Step] = [
        .confirm, .shipReplacement, .repair, .inspect, .receive, .shipReturn, .approve, .reopen,
    ]

    /// The machine's word for it; nil where it moves nothing.
    var word: String? {
        switch self {
        case .approve: "approved"
        case .reject: "rejected"
        case .requestEvidence: "evidenceRequested"
        case .giveEvidence: "evidenceGiven"
        case .offer: "offered"
        case .counter: "countered"
        case .accept, .acceptCounter: "offerAccepted"
        case .decline: "offerDeclined"
        case .shipReturn: "returnShipped"
        case .receive: "returnReceived"
        case .inspect: "inspected"
        case .shipReplacement: "replacementShipped"
        case .confirm: "confirmed"
        case .repair: "repaired"
        case .withdraw: "withdrawn"
        case .dispute: "disputed"
        case .arbitrate: "ruled"
        case .reopen: "reopened"
        case .giveUp: "differenceTakenBack"
        case .reportMissing: "notArrived"
        case .addEvidence, .assign, .note, .sendRefused: nil
        }
    }

    func take(
        _ wish: Wish, on record: Case, as staff: StepTaker, for mei: StepTaker, _ desk: AfterSalesDesk,
        _ shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        let id = record.id
        return switch self {
        case .approve:
            try desk.approve(id, CaseApproval(amount: wish.amount), by: staff, in: shop, transaction)
        case .reject: try desk.reject(id, reason: "no", note: "sorry", by: staff, in: shop, transaction)
        case .requestEvidence:
            try desk.requestEvidence(id, kinds: [.photo], note: nil, by: staff, in: shop, transaction)
        case .giveEvidence:
            try desk.giveEvidence(
                wish.file.map { [$0] } ?? [], note: nil, on: id, by: mei, in: shop, transaction)
        case .addEvidence:
            try desk.giveEvidence(
                wish.file.map { [$0] } ?? [], note: "x", on: id, by: staff, in: shop, transaction)
        case .offer:
            try desk.offer(
                wish.kind, amount: wish.amount, note: nil, on: id, by: staff, in: shop, transaction)
        case .counter:
            try desk.offer(wish.kind, amount: wish.amount, note: nil, on: id, by: mei, in: shop, transaction)
        case .accept: try desk.acceptOffer(wish.number, on: id, by: mei, in: shop, transaction)
        case .acceptCounter: try desk.acceptOffer(wish.number, on: id, by: staff, in: shop, transaction)
        case .decline:
            try desk.declineOffer(wish.number, on: id, by: wish.passes ? mei : staff, in: shop, transaction)
        case .shipReturn:
            try desk.shipReturn(
                id, carrier: "SF", trackingNumber: "1", freight: wish.amount, by: mei, in: shop, transaction)
        case .receive: try desk.receive(id, by: staff, in: shop, transaction)
        case .inspect: try desk.inspect(id, outcomes(wish, record), by: staff, in: shop, transaction)
        case .shipReplacement:
            try desk.shipReplacement(id, carrier: "SF", trackingNumber: "2", by: staff, in: shop, transaction)
        case .confirm: try desk.confirm(id, by: mei, in: shop, transaction)
        case .repair:
            try desk.repair(
                id, wish.passes ? .repaired : .failed, note: nil, by: staff, in: shop, transaction)
        case .withdraw: try desk.withdraw(id, by: mei, in: shop, transaction)
        case .dispute: try desk.dispute(id, note: nil, by: mei, in: shop, transaction)
        case .arbitrate:
            try desk.arbitrate(
                id, wish.ruling, amount: wish.amount, note: nil, by: staff, in: shop, transaction)
        case .reopen: try desk.reopen(id, reason: "again", by: staff, in: shop, transaction)
        case .assign: try desk.assign(id, to: "lin", by: staff, in: shop, transaction)
        case .giveUp:
            try desk.giveUpDifference(
                id, then: wish.passes ? .review : .waive, note: nil, by: staff, in: shop, transaction)
        case .sendRefused:
            try desk.sendRefusedGoods(
                id, carrier: "SF", trackingNumber: "3", by: staff, in: shop, transaction)
        case .reportMissing: try desk.reportNotArrived(id, note: nil, by: mei, in: shop, transaction)
        case .note: try desk.note("a word", isInternal: wish.passes, on: id, by: staff, in: shop, transaction)
        }
    }

    /// Each part of the case by its line; where a line has several parts, all of them together.
    private func outcomes(_ wish: Wish, _ record: Case) -> [InspectedLine] {
        let parts = zip(record.lines, wish.accepted).filter { $0.0.accepted == nil }
        return Set(parts.map(\.0.lineID)).sorted().map { id in
            let own = parts.filter { $0.0.lineID == id }
            let accepted = own.reduce(0) { $0 + (wish.passes ? $1.0.quantity : $1.1) }
            let refused = own.reduce(0) { $0 + $1.0.quantity } - accepted
            return InspectedLine(
                line: .line(id), accepted: accepted, refused: refused,
                missing: min(refused, wish.missing), note: nil)
        }
    }
}
