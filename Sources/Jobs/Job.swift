import Base
import Storage

/// Work that a transaction has left for later: a timer that must fire, or a call to the outside that must be made.
///
/// It is written in the transaction that causes it and may run twice; whoever handles it asks the domain again.
public struct Job: Sendable, Hashable {
    public let id: Identifier<Job>
    public let shop: ShopID
    /// Names the handler, such as `case.deadline` or `refund.send`.
    public let kind: String
    /// What it is about; with a timer, at most one waits per kind and subject.
    public let subject: String
    public let due: Timestamp
    public let attempts: Int
    public let detail: JSONValue
}

/// Where a job stands. A job that is done is deleted.
///
///     waiting -> running -> (deleted)
///        ^          |
///        +- retry --+-> dead: a human looks at it, runs it again or drops it
public enum JobState: String, Sendable, CaseIterable, SQLConvertible {
    case waiting, running, dead
}

/// What a handler says of one try.
public enum JobOutcome: Sendable {
    case done
    /// Try again later; after the last try the job is dead and staff see it.
    case retry(because: String)
    /// No further try makes sense.
    case failed(because: String)
    /// What came of it is written in the transaction that ends this run; the answer is when the job is due again, nil
    /// never.
    case again(@Sendable (Transaction) throws -> Timestamp?)
}

/// How long to wait before the next try: doubling from ten seconds to one hour, twelve tries in all (about six hours).
public struct Backoff: Sendable {
    public let tries: Int
    public let first: Span
    public let longest: Span

    public init(tries: Int = 12, first: Span = .seconds(10), longest: Span = .hours(1)) {
        self.tries = tries
        self.first = first
        self.longest = longest
    }

    /// - Returns: nil when `attempts` tries were the last.
    public func wait(after attempts: Int) -> Span? {
        guard attempts < tries else { return nil }
        let doubled = first.milliseconds << Int64(min(attempts - 1, 30))
        return Span(milliseconds: min(doubled, longest.milliseconds))
    }
}
