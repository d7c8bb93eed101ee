import Base
import Policies

/// A moment by which somebody must have acted, and what happens otherwise.
public struct Deadline: Sendable, Hashable {
    public let owner: DeadlineOwner
    public private(set) var due: Timestamp
    public private(set) var warnAt: Timestamp
    public var fallback: DeadlineFallback
    public var isWarned: Bool

    public init(_ policy: DeadlinePolicy, from now: Timestamp) {
        owner = policy.owner
        due = now + policy.within
        warnAt = due - policy.warnBefore
        fallback = policy.fallback
        isWarned = false
    }

    init(owner: DeadlineOwner, due: Timestamp, warnAt: Timestamp, fallback: DeadlineFallback, isWarned: Bool)
    {
        self.owner = owner
        self.due = due
        self.warnAt = warnAt
        self.fallback = fallback
        self.isWarned = isWarned
    }

    /// Brings it forward, with its warning.
    mutating func shorten(to moment: Timestamp) {
        guard moment < due else { return }
        (due, warnAt) = (moment, warnAt - (due - moment))
    }

    /// The next moment at which something happens by itself.
    var nextMoment: Timestamp { isWarned ? due : min(warnAt, due) }
}
