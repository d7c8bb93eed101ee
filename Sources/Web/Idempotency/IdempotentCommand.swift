import Base
import Hummingbird
import Localisation
import Storage
import Vault

/// Carries a command out once, however often it is sent: the answer is stored in the transaction that makes
/// the change, and given again to whoever repeats the request with the same key.
public struct IdempotentCommand: Sendable {
    private let database: any Database
    private let texts: Texts
    private let store: IdempotencyStore
    private let running = RunningCalls()

    public init(_ database: any Database, _ people: PersonVault, _ texts: Texts) {
        store = IdempotencyStore(people: people)
        self.database = database
        self.texts = texts
    }

    /// Runs a program's command in one transaction. What the rules refuse is undone, stored and given again
    /// too.
    /// - Throws: `WebRefusal.idempotencyKeyReused` when the key belongs to another request; refusals that may
    ///   pass by themselves (no permission, too many, busy), which are not stored.
    public func run(
        _ call: IdempotentCall, _ body: @escaping @Sendable (Transaction) throws -> Answer
    ) async throws -> Response {
        let texts = texts(call.language)
        return try await once(call) { transaction in
            do {
                return try transaction.nested { try body(transaction) }
            } catch let refusal as any Refusal where refusal.kind.lasts {
                return .refused(Problem(refusal, texts))
            }
        }
    }

    /// Runs a page's form in one transaction; the body says where the browser goes on to.
    /// - Throws: `WebRefusal.idempotencyKeyReused`; what the rules refuse, so that the page can show it
    ///   beside the form. It is not stored: the same form may be sent again.
    public func runForm(
        _ call: IdempotentCall, _ body: @escaping @Sendable (Transaction) throws -> String
    ) async throws -> Response {
        try await once(call) { transaction in .seeOther(try body(transaction)) }
    }

    /// Runs a command that takes many transactions, such as an import, while its body arrives.
    /// - Throws: `WebRefusal.idempotencyKeyInUse` while the same command runs; otherwise as `run`.
    public func runLong(
        _ request: Request, by principal: Principal, in shop: ShopID?, _ context: WebContext,
        _ body: (DigestedBody) async throws -> Answer
    ) async throws -> Response {
        try request.requireNoEncoding()
        let key = try IdempotencyKey(request)
        let name = RunningCalls.Name(shop: shop ?? "", principal: principal.actor, key: key)
        try running.begin(name)
        defer { running.end(name) }
        let arriving = DigestedBody(request)
        let unread = IdempotentCall(key, [], principal, shop, context.language)
        if try await isKnown(unread) {
            return try await repeated(unread.with(digest: try await arriving.digest()))
        }
        let answer = try await body(arriving)
        return try await once(unread.with(digest: try await arriving.digest())) { _ in answer }
    }

    private func repeated(_ call: IdempotentCall) async throws -> Response {
        guard let answer = try await database.read({ [store] in try store.answer(to: call, in: $0) }) else {
            throw WebRefusal.idempotencyKeyInUse
        }
        return answer.response(isReplayed: true)
    }

    private func once(
        _ call: IdempotentCall, _ body: @escaping @Sendable (Transaction) throws -> Answer
    ) async throws -> Response {
        do {
            let (answer, isReplayed) = try await database.write(in: call.shop) { [store] transaction in
                if let answer = try store.answer(to: call, in: transaction) { return (answer, true) }
                let answer = try body(transaction)
                try store.store(answer, to: call, in: transaction)
                return (answer, false)
            }
            return answer.response(isReplayed: isReplayed)
        } catch let failure as StorageFailure where failure.isUniqueViolation {
            // Another node may have answered between the look and the commit; if not, the violation is the
            // body's.
            guard let answer = try await database.read({ [store] in try store.answer(to: call, in: $0) })
            else {
                throw failure
            }
            return answer.response(isReplayed: true)
        }
    }

    private func isKnown(_ call: IdempotentCall) async throws -> Bool {
        do {
            return try await database.read { [store] in try store.answer(to: call, in: $0) } != nil
        } catch WebRefusal.idempotencyKeyReused {
            // The digest is not known before the body has arrived.
            return true
        }
    }
}

extension RefusalKind {
    /// Whether the same request will be refused again for the same reason.
    fileprivate var lasts: Bool {
        switch self {
        case .malformed, .notFound, .wrongMethod, .conflict, .tooLarge, .unsupportedType, .unprocessable: true
        case .unauthenticated, .forbidden, .tooMany, .busy: false
        }
    }
}
