import Base
import Hummingbird
import Storage
import Web

extension DeskCall {
    /// Carries out a form once, in one transaction, and goes on to the page that `act` names. What the rules
    /// refuse is shown by `refused`, beside the form and with what was entered.
    func submit(
        _ name: String,
        _ act: @escaping @Sendable (DeskFormReader, Transaction) throws -> String,
        refused: (RefusedForm) async throws -> Response
    ) async throws -> Response {
        let form = try await FormBody.read(request)
        do {
            return try await submit(name, form, act)
        } catch let refusal as any Refusal where refusal.kind != .notFound {
            return try await refused(RefusedForm(name: name, body: form, problem: Problem(refusal, texts)))
        }
    }

    /// The same for a form whose refusals need no page of their own.
    func submit(
        _ name: String, _ act: @escaping @Sendable (DeskFormReader, Transaction) throws -> String
    ) async throws -> Response {
        try await submit(name, FormBody.read(request), act)
    }

    func submit(
        _ name: String, _ form: FormBody,
        _ act: @escaping @Sendable (DeskFormReader, Transaction) throws -> String
    ) async throws -> Response {
        try services.sealer.check(form, context)
        let once = try IdempotentCall(request, form, by: principal, in: shop.id, context)
        let reader = DeskFormReader(form: form, name: name, currency: shop.currency)
        return try await services.commands.runForm(once) { try act(reader, $0) }
    }
}
