import Base
import Files
import Hummingbird
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | files | filesAdd | fileEmpty, fileTooLarge, fileTypeNotAllowed, fileIncomplete |
/// | GET | files/:file | casesRead | fileUnknown |
struct FileRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.shop(.post, "files", services, may: .filesAdd) { call in
            let bytes = try await call.request.bytes(upTo: Limits.fileBytes)
            let once = try IdempotentCall(
                call.request, bytes: bytes, by: call.principal, in: call.shop.id, call.context)
            return try await services.files.keep([bytes]) { stored in
                try await services.commands.run(once) { transaction in
                    let file = try services.files.record(
                        stored[0], by: call.principal.actor, in: call.shop.id, transaction)
                    return .created(file.json(sha256: stored[0].sha256), at: "\(call.path)/files/\(file.id)")
                }
            }
        }
        router.shop(.get, "files/:file", services, may: .casesRead) { call in
            let id: Identifier<StoredFile> = try call.context.id("file")
            guard let file = try await call.read({ try services.files.find(id, in: call.shop.id, $0) }) else {
                throw FileRefusal.fileUnknown
            }
            return .file(file, try services.files.content(of: file), isShown: false)
        }
    }
}
