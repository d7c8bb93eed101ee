import Base
import Jobs
import Storage

/// Everything that happens to money by itself.
///
///     payment.send    sends a movement under its number; a movement that was sent before is queried first
///     payment.query   asks how a number stands, with growing pauses
///     payment.late    marks a movement that takes too long
public struct PaymentJobs: Sendable {
    public static let send = "payment.send"
    public static let query = "payment.query"
    public static let late = "payment.late"

    private let database: any Database
    private let desk: PaymentDesk
    private let gateway: any PaymentGateway
    private let jobs: JobQueue
    private let settings: PaymentSettings
    private let onSettled: @Sendable (Movement, ShopID, Transaction) throws -> Void

    /// - Parameter onSettled: what follows, in the same transaction, when a movement succeeds or fails.
    public init(
        database: any Database, desk: PaymentDesk, gateway: any PaymentGateway, jobs: JobQueue,
        settings: PaymentSettings,
        onSettled: @escaping @Sendable (Movement, ShopID, Transaction) throws -> Void
    ) {
        self.database = database
        self.desk = desk
        self.gateway = gateway
        self.jobs = jobs
        self.settings = settings
        self.onSettled = onSettled
    }

    public var handlers: [String: JobHandler] {
        [
            Self.send: .outside(Backoff()) { job in await send(job) },
            Self.query: .outside(Backoff(tries: 40, first: settings.queryAfter, longest: .hours(6))) { job in
                await query(job)
            },
            Self.late: .inTransaction { job, transaction in
                _ = try desk.markLate(Identifier(job.subject), in: job.shop, transaction)
            },
        ]
    }

    /// A provider's notice, or a person's word for a provider that is not connected.
    public func take(
        _ answer: GatewayAnswer, of number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard let settled = try desk.take(answer, of: number, in: shop, transaction) else { return }
        try onSettled(settled, shop, transaction)
    }

    /// A person wants to know now how a number stands; the provider is asked, nothing is sent anew.
    /// - Throws: `movementUnknown`; `movementNotRetryable` when there is nothing to ask.
    public func askNow(
        _ number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let movement = try desk.movement(number, in: shop, transaction)
        guard gateway.answersQueries, movement.state == .sent || movement.state == .unknown else {
            throw PaymentRefusal.movementNotRetryable(state: movement.state.rawValue)
        }
        try jobs.enqueue(Self.query, on: number.text, of: shop, in: transaction)
    }

    private func send(_ job: Job) async -> JobOutcome {
        let number = Identifier<Movement>(job.subject)
        do {
            let begun = try await database.write(in: job.shop) {
                try desk.beginSending(number, in: job.shop, $0)
            }
            guard let order = begun else { return .done }
            // A number that may have reached the provider is asked about first, never sent blindly.
            let wasSent = order.movement.state != .ordered
            let known: GatewayAnswer =
                wasSent && gateway.answersQueries ? await gateway.query(order) : .neverSeen
            let answer = known == .neverSeen ? await gateway.send(order) : known
            try await database.write(in: job.shop) { transaction in
                try take(answer, of: number, in: job.shop, transaction)
                if gateway.answersQueries, answer == .accepted || answer == .lost {
                    try askLater(number, job.shop, transaction)
                }
            }
            return .done
        } catch {
            return .retry(because: "\(type(of: error))")
        }
    }

    private func query(_ job: Job) async -> JobOutcome {
        let number = Identifier<Movement>(job.subject)
        do {
            let order = try await database.read { transaction in
                try desk.gatewayOrder(
                    desk.movement(number, in: job.shop, transaction), in: job.shop, transaction)
            }
            guard gateway.answersQueries, !order.movement.state.isSettled else { return .done }
            let answer = await gateway.query(order)
            let again = answer == .neverSeen ? await gateway.send(order) : answer
            try await database.write(in: job.shop) { try take(again, of: number, in: job.shop, $0) }
            return again == .accepted || again == .lost ? .retry(because: "noOutcomeYet") : .done
        } catch {
            return .retry(because: "\(type(of: error))")
        }
    }

    private func askLater(_ number: Identifier<Movement>, _ shop: ShopID, _ transaction: Transaction) throws {
        try jobs.enqueue(
            Self.query, on: number.text, of: shop, due: transaction.now + settings.queryAfter, in: transaction
        )
    }
}
