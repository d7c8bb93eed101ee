import Base

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
}

extension CasePast {
    /// The rule that a ruling is told by.
    static let rulingRule = "platformRuled"

    init(_ record: Case) {
        self = []
        if record.failedRepairs > 0 { insert(.failedRepair) }
        if record.lines.contains(where: { $0.granted.isPositive }) { insert(.paid) }
        if record.isEscalated { insert(.late) }
        if record.decision.rules.contains(where: { $0.id == Self.rulingRule }) { insert(.ruled) }
    }
}
