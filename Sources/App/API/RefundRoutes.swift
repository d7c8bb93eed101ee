import AfterSales
import Base
import Customers
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
/// | POST | refunds/:number/redirection | refundsRetry | movementNotRetryable, refundMethodUnknown, refundMethodNotAllowed |
/// | POST | refunds/:number/outcome | refundsRetry | outcomeNotManual, reasonNamesPerson |
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
            return .json(try await call.read { try Self.json(number, desk, call.shop.id, $0) })
        }
        router.shop(.post, "refunds/:number/retry", services, may: .refundsRetry) { call in
            let number: Identifier<Movement> = try call.context.id("number")
            return try await call.command({ _ in }) { _, transaction in
                .ok(try desk.retry(number, by: call.principal.actor, in: call.shop.id, transaction).json)
            }
        }
        router.shop(.post, "refunds/:number/redirection", services, may: .refundsRetry) { call in
            let number: Identifier<Movement> = try call.context.id("number")
            return try await call.command({ reader in
                try reader.id("refundTo") as Identifier<PaymentMethod>
            }) { wanted, transaction in
                try services.afterSales.redirectRefund(
                    number, to: RefundRedirection(wanted.text), by: call.principal.actor, in: call.shop,
                    transaction)
                return .ok(try Self.json(number, desk, call.shop.id, transaction))
            }
        }
        router.shop(.post, "refunds/:number/outcome", services, may: .refundsRetry) { call in
            let number: Identifier<Movement> = try call.context.id("number")
            return try await call.command({ reader in
                (
                    outcome: try reader.choice("outcome", of: ManualOutcome.self),
                    reason: try reader.optionalString("reason") ?? "",
                    reference: try reader.optionalString("reference")
                )
            }) { input, transaction in
                try ManualPayment(services: services, shop: call.shop, actor: call.principal.actor).record(
                    input.outcome, of: number, reason: input.reason, reference: input.reference, transaction)
                return .ok(try desk.movement(number, in: call.shop.id, transaction).json)
            }
        }
    }
}

extension RefundRoutes {
    fileprivate static func json(
        _ number: Identifier<Movement>, _ desk: PaymentDesk, _ shop: ShopID, _ transaction: Transaction
    ) throws -> JSONValue {
        try desk.movement(number, in: shop, transaction)
            .json(replacedBy: desk.replacements(of: number, in: shop, transaction))
    }
}

/// What a person says of a payment made by hand.
enum ManualOutcome: String, CaseIterable, Sendable { case paid, failed }
