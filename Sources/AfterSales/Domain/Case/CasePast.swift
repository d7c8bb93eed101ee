import Base
import Policies

/// What a case has been through that its state does not tell, as far as the next state depends on it.
public struct CasePast: OptionSet, Sendable, Hashable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// A repair of its goods has failed.
    public static let failedRepair = CasePast(rawValue: 1)
    /// Money has gone back for it before it was reopened.
    public static let paid = CasePast(rawValue: 2)
    /// A supervisor was told, because a deadline passed or money did not come.
    public static let late = CasePast(rawValue: 4)
    /// The platform has ruled, and nobody has opened the case again since.
    public static let ruled = CasePast(rawValue: 8)
    /// Inspection has turned down a part of the goods of a return or an exchange, and nothing has been said to that.
    public static let turnedDownInPart = CasePast(rawValue: 16)
    /// Some of an exchange's new goods are the customer's.
    public static let exchanged = CasePast(rawValue: 32)
    /// The customer has said that new or repaired goods did not arrive.
    public static let notArrived = CasePast(rawValue: 64)
    /// The shop has accepted goods that nothing has been given for.
    public static let owes = CasePast(rawValue: 128)
    /// The customer has turned down what the shop offered.
    public static let offerTurnedDown = CasePast(rawValue: 256)
}

extension CasePast {
    /// The rule that a ruling is told by.
    static let rulingRule = "platformRuled"
    /// The rule that says that goods did not arrive.
    static let notArrivedRule = "goodsNotArrived"
    /// The rule that a person's offer is told by.
    static let offerRule = "offeredByPerson"

    init(_ record: Case) {
        self = []
        if record.failedRepairs > 0 { insert(.failedRepair) }
        if record.lines.contains(where: { $0.granted.isPositive }) { insert(.paid) }
        if record.isEscalated { insert(.late) }
        if record.kind == .returnRefund || record.kind == .exchange, record.refusedUnits > 0 {
            insert(.turnedDownInPart)
        }
        if record.lines.contains(where: \.isExchanged) { insert(.exchanged) }
        if record.saysNotArrived { insert(.notArrived) }
        if record.owesForGoods { insert(.owes) }
        if record.state == .reviewing, record.decision.rules.contains(where: { $0.id == Self.offerRule }) {
            insert(.offerTurnedDown)
        }
        if record.decision.rules.contains(where: { $0.id == Self.rulingRule }) { insert(.ruled) }
    }
}
