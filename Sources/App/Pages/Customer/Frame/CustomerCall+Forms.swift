import Base
import Hummingbird
import Storage
import Web

extension CustomerCall {
    /// The form that was sent, when it is from a page of this session.
    /// - Throws: `formExpired`, and what cannot be read.
    func form() async throws -> FormBody {
        let form = try await FormBody.read(request)
        try services.sealer.check(form, context)
        return form
    }

    /// Carries a form out once, in one transaction; the body says where the browser goes on to.
    func once(
        _ form: FormBody, _ body: @escaping @Sendable (Transaction) throws -> String
    ) async throws -> Response {
        let call = try IdempotentCall(request, form, by: customer, in: shop.id, context)
        return try await services.commands.runForm(call, body)
    }

    /// What the rules refuse is shown beside the form, by the page that it came from.
    func answering(
        _ attempt: () async throws -> Response, refused: (Problem) async throws -> Response
    ) async throws -> Response {
        do {
            return try await attempt()
        } catch let refusal as any Refusal where refusal.belongsBesideForm {
            return try await refused(Problem(refusal, texts))
        }
    }
}

extension Refusal {
    fileprivate var belongsBesideForm: Bool {
        switch kind {
        case .notFound: false
        // A wrong code stays beside its form; a session that has ended leads to signing in.
        case .unauthenticated: !(self is WebRefusal)
        case .malformed, .forbidden, .wrongMethod, .conflict, .tooLarge, .unsupportedType, .unprocessable,
            .tooMany, .busy:
            true
        }
    }
}
