import Base

/// How many failures are borne before a wait that doubles with each further one.
public struct SignInLimits: Sendable {
    public struct Allowance: Sendable {
        public var failures: Int
        public var firstWait: Span
        public var longestWait: Span

        public init(failures: Int, firstWait: Span, longestWait: Span) {
            self.failures = failures
            self.firstWait = firstWait
            self.longestWait = longestWait
        }
    }

    public var account: Allowance
    /// Wider, since an office signs in from one address.
    public var address: Allowance
    /// Failures older than this are forgotten.
    public var forgottenAfter: Span

    public init(
        account: Allowance = Allowance(failures: 5, firstWait: .seconds(30), longestWait: .minutes(15)),
        address: Allowance = Allowance(failures: 30, firstWait: .seconds(30), longestWait: .hours(1)),
        forgottenAfter: Span = .hours(24)
    ) {
        self.account = account
        self.address = address
        self.forgottenAfter = forgottenAfter
    }
}

/// Failures counted for one account or one address.
struct FailureCount: Sendable, Equatable {
    let failures: Int
    let last: Timestamp
    let blockedUntil: Timestamp

    /// The count with one more failure, made now.
    static func adding(
        to old: FailureCount?, _ allowance: SignInLimits.Allowance, forgottenAfter: Span, at now: Timestamp
    ) -> FailureCount {
        let earlier = old.map { now - $0.last < forgottenAfter ? $0.failures : 0 } ?? 0
        let failures = min(earlier + 1, 1_000)
        let beyond = failures - allowance.failures
        guard beyond >= 0 else { return FailureCount(failures: failures, last: now, blockedUntil: now) }
        let doubled = allowance.firstWait.milliseconds << Int64(min(beyond, 20))
        let wait = Span(milliseconds: min(doubled, allowance.longestWait.milliseconds))
        return FailureCount(failures: failures, last: now, blockedUntil: now + wait)
    }

    /// Whole seconds to wait, rounded up; nil when nothing is in the way.
    func waitSeconds(at now: Timestamp) -> Int? {
        let left = (blockedUntil - now).milliseconds
        return left > 0 ? Int((left + 999) / 1000) : nil
    }
}
