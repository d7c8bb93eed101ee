import Base
import Files
import Hummingbird
import Jobs
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | files | filesAdd | fileEmpty, fileTooLarge, fileTypeNotAllowed, fileIncomplete |
/// | GET | files/:file | casesRead, and the scope `personal` | scopeMissing, fileUnknown |
struct FileRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.shop(.post, "files", services, may: .filesAdd) { call in
            let bytes = try await call.request.bytes(upTo: Limits.fileBytes)
            return try await Self.keep(bytes, from: call, at: "\(call.path)/files")
        }
        router.shop(.get, "files/:file", services, may: .casesRead) { call in
            let id: Identifier<StoredFile> = try call.context.id("file")
            // Pictures and papers cannot be masked: who may not see people's data does not get them.
            guard call.principal.readsPersonal else { throw AccessRefusal.scopeMissing(.personal) }
            guard let file = try await call.read({ try services.files.find(id, in: call.shop.id, $0) }) else {
                throw FileRefusal.fileUnknown
            }
            try await services.personalReads.note(
                [.file(id)], by: call.principal, in: call.shop.id, at: services.clock.now())
            return .file(file, try services.files.content(of: file), isShown: false)
        }
    }

    /// Keeps what somebody sent up, once under its idempotency key.
    /// - Parameter check: whether it may be, asked where it is not a repetition.
    static func keep(
        _ bytes: [UInt8], from call: some APICall, at place: String,
        _ check: @escaping @Sendable (Transaction) throws -> Void = { _ in }
    ) async throws -> Response {
        let (files, shop, actor) = (call.services.files, call.shop.id, call.principal.actor)
        let once = try IdempotentCall(call.request, bytes: bytes, by: call.principal, in: shop, call.context)
        return try await files.keep([bytes]) { stored in
            try await call.services.commands.run(once) { transaction in
                try check(transaction)
                let file = try files.record(stored[0], by: actor, in: shop, transaction)
                return .created(file.json(sha256: stored[0].sha256), at: "\(place)/\(file.id)")
            }
        }
    }
}
