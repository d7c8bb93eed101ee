import Base
import Policies

/// What a case has been through that its state does not tell, as far as the next state depends on it.
public struct CasePast: OptionSet, Sendable, Hashable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// A repair of its goods has failed.
    public static let failedRepair = CasePast(rawValue: 1)
    /// Money has gone back for it before it was reopened; where goods were asked for, instead of them.
    public static let paid = CasePast(rawValue: 2)
    /// A supervisor was told, because a deadline passed or money did not come.
    public static let late = CasePast(rawValue: 4)
    /// The platform has ruled, and nobody has opened the case again since.
    public static let ruled = CasePast(rawValue: 8)
    /// A part was turned down without the customer agreeing: of the goods at inspection, or of what was asked for when a
    /// person granted less.
    public static let turnedDownInPart = CasePast(rawValue: 16)
    /// Some of an exchange's new goods are the customer's.
    public static let exchanged = CasePast(rawValue: 32)
    /// The customer has said that new or repaired goods did not arrive.
    public static let notArrived = CasePast(rawValue: 64)
    /// The shop has accepted goods that nothing has been given for.
    public static let owes = CasePast(rawValue: 128)
    /// The customer has turned down what the shop offered.
    public static let offerTurnedDown = CasePast(rawValue: 256)
    /// The customer may choose what is given for goods that could not be repaired.
    public static let mayChoose = CasePast(rawValue: 1024)
    /// A person has asked for evidence, and for more again.
    public static let askedAgain = CasePast(rawValue: 512)
}

extension CasePast {
    /// The rule that a ruling is told by.
    static let rulingRule = "platformRuled"
    /// The rule that says that goods did not arrive.
    static let notArrivedRule = "goodsNotArrived"
    /// The rule that says that what the shop had turned down and sent back never came.
    static let refusedGoodsLostRule = "refusedGoodsLost"
    /// The rule that a person's approval of less than was asked for is told by.
    static let forLessRule = "approvedForLess"
    /// The rule that says that the money has gone back elsewhere.
    static let settledElsewhereRule = "settledElsewhere"
    /// The rules that an agreement of both sides is told by, and the fact that counts what had been turned down before it.
    static let agreementRules: Set<String> = ["offerAccepted", "counterAccepted"]
    static let turnedDownFact = "turnedDown"
    /// The rule that gives the remedy for goods that could not be repaired.
    static let repairsFailedRule = "repairsFailed"
    /// The rule that says that an exchange's difference was given up, and is not to be collected by itself.
    static let differenceTakenBackRule = "differenceTakenBack"
    /// The rule that a person's offer is told by.
    static let offerRule = "offeredByPerson"

    init(_ record: Case) {
        self = []
        if record.failedRepairs > 0 { insert(.failedRepair) }
        if record.lines.contains(where: { record.isPaidInstead($0) }) { insert(.paid) }
        if record.isEscalated { insert(.late) }
        if record.isTurnedDownInPart { insert(.turnedDownInPart) }
        if record.decision.timesAsked > 1 { insert(.askedAgain) }
        let hasBefore =
            record.goods == .withCustomer
            && record.lines.contains { $0.chargedBefore != nil || $0.renewedAt != nil }
        if hasBefore || record.lines.contains(where: \.isDone) { insert(.exchanged) }
        if record.saysNotArrived { insert(.notArrived) }
        if record.owesForGoods { insert(.owes) }
        if record.mayChoose { insert(.mayChoose) }
        if record.state == .reviewing, record.decision.rules.contains(where: { $0.id == Self.offerRule }) {
            insert(.offerTurnedDown)
        }
        if record.decision.rules.contains(where: { $0.id == Self.rulingRule }) { insert(.ruled) }
    }
}

extension Case {
    /// The law lets the customer choose between new goods and the money back, and nothing has been chosen yet.
    var mayChoose: Bool {
        decision.rules.contains { $0.id == CasePast.repairsFailedRule && $0.effect == .offers }
    }

    /// What both sides have agreed on settles what had been turned down until then.
    fileprivate var isTurnedDownInPart: Bool {
        if decision.rules.contains(where: { $0.id == CasePast.forLessRule }) { return true }
        let agreement = decision.rules.first { CasePast.agreementRules.contains($0.id) }
        let settled = agreement?.facts[CasePast.turnedDownFact].flatMap { Int($0) } ?? 0
        return kind.returnsGoods && refusedUnits > settled
    }
}
