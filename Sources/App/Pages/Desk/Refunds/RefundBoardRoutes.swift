import AfterSales
import Base
import Hummingbird
import Localisation
import Payments
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/refunds?state=&method=&age=&cursor= | refundsRead | |
/// | GET | /desk/:shop/refunds/:number | refundsRead | movementUnknown |
/// | POST | /desk/:shop/refunds/:number/retry | refundsRetry | movementNotRetryable |
/// | POST | /desk/:shop/refunds/:number/query | refundsRetry | movementNotRetryable |
/// | POST | /desk/:shop/refunds/:number/redirection | refundsRetry | movementNotRetryable, refundMethodUnknown |
/// | POST | /desk/:shop/refunds/:number/outcome | refundsRetry | outcomeNotManual |
struct RefundBoardRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.desk(.get, "refunds", services, may: .refundsRead) { call in
            try await Self.page(try RefundQuery(Query(call.request)), call)
        }
        router.desk(.get, "refunds/:number", services, may: .refundsRead) { call in
            try await Self.one(try call.context.id("number"), call)
        }
        movement(router, "retry") { _, number, call, transaction in
            _ = try services.payments.retry(number, by: call.principal.actor, in: call.shop.id, transaction)
        }
        movement(router, "query") { _, number, call, transaction in
            try services.paymentJobs.askNow(number, in: call.shop.id, transaction)
        }
        movement(router, "outcome") { form, number, call, transaction in
            let outcome = try form.choice("outcome", of: ManualOutcome.self)
            try ManualPayment(services: services, shop: call.shop, actor: call.principal.actor).record(
                outcome, of: number, reason: outcome == .failed ? Self.fault(form) : "",
                reference: form.text("reference"), transaction)
        }
        movement(router, "redirection") { form, number, call, transaction in
            try services.afterSales.redirectRefund(
                number, to: RefundRedirection(form.requiredText("refundTo")), by: call.principal.actor,
                in: call.shop, transaction)
        }
    }

    private func movement(
        _ router: Router<WebContext>, _ noun: String,
        _ act:
            @escaping @Sendable (DeskFormReader, Identifier<Movement>, DeskCall, Transaction) throws -> Void
    ) {
        router.desk(.post, "refunds/:number/\(RouterPath(noun))", services, may: .refundsRetry) { call in
            let number: Identifier<Movement> = try call.context.id("number")
            return try await call.submit(noun) { form, transaction in
                try act(form, number, call, transaction)
                if try Self.isAlone(call) { return call.place("refunds", number) }
                return try Query(call.request).link("\(call.path)/refunds", setting: "cursor", to: nil)
            } refused: { refused in
                if try Self.isAlone(call) { return try await Self.one(number, call, refused: refused) }
                return try await Self.page(try RefundQuery(Query(call.request)), call, refused: refused)
            }
        }
    }

    /// A code that has its words, or somebody's own.
    private static func fault(_ form: DeskFormReader) throws -> String {
        let fault = try form.choice("reason", of: ManualFault.self)
        return fault == .other ? try form.requiredText("words") : fault.rawValue
    }

    /// Sent from the page of one refund.
    private static func isAlone(_ call: DeskCall) throws -> Bool {
        try Query(call.request).text("on") == "page"
    }

    private static func one(
        _ number: Identifier<Movement>, _ call: DeskCall, refused: RefusedForm? = nil
    ) async throws -> Response {
        try await call.page(call.texts["desk.way.refunds"], .refunds, refused?.status ?? .ok) {
            try OneRefundPage(number, call, refused: refused, $0).body
        }
    }

    private static func page(
        _ filter: RefundQuery, _ call: DeskCall, refused: RefusedForm? = nil
    ) async throws -> Response {
        let status = refused?.status ?? .ok
        return try await call.page(call.texts["desk.way.refunds"], .refunds, status) {
            RefundPage(model: try RefundModel(filter, call, $0), refused: refused, call: call).body
        }
    }
}
