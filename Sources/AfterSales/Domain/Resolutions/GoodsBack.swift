import Base
import Policies

/// Units that inspection turned down and that the shop owes the customer: they are sent back by a deadline of their own,
/// which runs beside the case's and after it is closed.
public struct GoodsBack: Sendable, Hashable {
    public let units: Int
    public var due: Timestamp
    public var warnAt: Timestamp
    public var isWarned: Bool
    /// The deadline has passed once, and has begun anew.
    public var isLate: Bool
    public var sentAt: Timestamp?

    init(units: Int, _ policy: DeadlinePolicy, from now: Timestamp) {
        self.units = units
        due = now + policy.within
        warnAt = due - policy.warnBefore
        (isWarned, isLate, sentAt) = (false, false, nil)
    }

    init(units: Int, due: Timestamp, warnAt: Timestamp, isWarned: Bool, isLate: Bool, sentAt: Timestamp?) {
        (self.units, self.due, self.warnAt) = (units, due, warnAt)
        (self.isWarned, self.isLate, self.sentAt) = (isWarned, isLate, sentAt)
    }

    /// The same wait from the beginning, after nobody has sent anything.
    func renewed(_ policy: DeadlinePolicy, at now: Timestamp) -> GoodsBack {
        var next = GoodsBack(units: units, policy, from: now)
        next.isLate = true
        return next
    }

    /// The next moment at which something happens by itself.
    var nextMoment: Timestamp { isWarned ? due : min(warnAt, due) }

    public var json: JSONValue {
        .object([
            "units": JSONValue(units), "owner": .string(DeadlineOwner.merchant.rawValue),
            "due": JSONValue(due), "warnAt": JSONValue(warnAt),
            "fallback": .string(DeadlineFallback.escalate.rawValue), "late": .bool(isLate),
            "sentAt": sentAt.map { JSONValue($0) },
        ])
    }
}
