import Base
import Hummingbird
import Payments
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | refunds?state= | refundsRead | queryInvalid |
/// | GET | refunds/:number | refundsRead | movementUnknown |
/// | POST | refunds/:number/retry | refundsRetry | movementNotRetryable |
/// | POST | refunds/:number/outcome | refundsRetry | outcomeNotManual |
struct RefundRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let (services, desk) = (services, services.payments)
        router.shop(
            .get, "refunds", services, may: .refundsRead,
            query: ["state", "cursor", "limit"]
        ) { call in
            let query = call.query
            let filter = RefundFilter(
                state: try query.choice("state", of: RefundFilter.State.self) ?? .open,
                after: try query.timedCursor(), limit: try query.limit())
            return .list(try await call.read { try desk.refunds(filter, in: call.shop.id, $0) }) { $0.json }
        }
        router.shop(.get, "refunds/:number", services, may: .refundsRead) { call in
            let number: Identifier<Movement> = try call.context.id("number")
            return .json(try await call.read { try desk.movement(number, in: call.shop.id, $0) }.json)
        }
        router.shop(.post, "refunds/:number/retry", services, may: .refundsRetry) { call in
            let number: Identifier<Movement> = try call.context.id("number")
            return try await call.command({ _ in }) { _, transaction in
                .ok(try desk.retry(number, by: call.principal.actor, in: call.shop.id, transaction).json)
            }
        }
        router.shop(.post, "refunds/:number/outcome", services, may: .refundsRetry) { call in
            let number: Identifier<Movement> = try call.context.id("number")
            return try await call.command({ reader in
                (
                    outcome: try reader.choice("outcome", of: ManualOutcome.self),
                    reason: try reader.optionalString("reason") ?? ""
                )
            }) { input, transaction in
                guard services.provider == nil else {
                    throw PaymentRefusal.outcomeNotManual
                }
                let answer: GatewayAnswer =
                    input.outcome == .paid ? .succeeded : .refused(reason: input.reason)
                try services.paymentJobs.take(answer, of: number, in: call.shop.id, transaction)
                return .ok(try desk.movement(number, in: call.shop.id, transaction).json)
            }
        }
    }
}

/// What a person says of a payment made by hand.
enum ManualOutcome: String, CaseIterable, Sendable { case paid, failed }
