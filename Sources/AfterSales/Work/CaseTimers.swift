import Base
import Jobs
import Policies
import Storage

/// Everything that happens to a case by itself.
///
///     case.deadline   warns the owner, then carries out the fallback
///     case.promise    five minutes without a decision: the pack's provisional answer goes out
///     case.goodsBack  goods that inspection turned down lie with the shop still: a warning, then a supervisor is told
public struct CaseTimers: Sendable {
    public static let deadline = "case.deadline"
    public static let promise = "case.promise"
    public static let goodsBack = "case.goodsBack"

    /// The provisional answer goes out a little before the five minutes are over, so that it is in time.
    static let promiseLead = Span.seconds(5)

    private let desk: AfterSalesDesk
    private let profile: @Sendable (ShopID, Transaction) throws -> ShopProfile

    public init(
        desk: AfterSalesDesk, profile: @escaping @Sendable (ShopID, Transaction) throws -> ShopProfile
    ) {
        self.desk = desk
        self.profile = profile
    }

    public var handlers: [String: JobHandler] {
        [
            Self.deadline: .inTransaction { job, transaction in
                try desk.clockStruck(Identifier(job.subject), in: profile(job.shop, transaction), transaction)
            },
            Self.promise: .inTransaction { job, transaction in
                try desk.answerProvisionally(
                    Identifier(job.subject), in: profile(job.shop, transaction), transaction)
            },
            Self.goodsBack: .inTransaction { job, transaction in
                try desk.goodsBackStruck(
                    Identifier(job.subject), in: profile(job.shop, transaction), transaction)
            },
        ]
    }
}
