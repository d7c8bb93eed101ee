import Base
import Conversations
import Files
import Hummingbird
import Staff
import Storage
import Web

/// Pictures and documents in the chat on a shop's site.
///
/// | method | path under /v1/shops/:shop | refuses |
/// |---|---|---|
/// | POST | chat/files | uploadsTooMany, fileEmpty, bodyTooLarge, fileTypeNotAllowed, fileIncomplete |
/// | GET | chat/files/:file | fileUnknown |
struct ChatFileRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        router.chat(.post, "files", services) { call in
            let (services, shop, partner) = (call.services, call.shop.id, call.partner)
            let address = PeerAddress.of(
                call.request, call.context, proxies: services.configuration.proxies)
            if let seconds = services.uploads.take(address, at: Outside.system.now()) {
                throw FileRefusal.uploadsTooMany(retryAfterSeconds: seconds)
            }
            let bytes = try await call.request.bytes(upTo: Limits.chatFileBytes)
            return try await FileRoutes.keep(bytes, from: call, at: "\(call.path)/chat/files") {
                transaction in
                let unsent = try RetentionStore().countUnsent(of: partner, in: shop, transaction)
                guard unsent < services.configuration.visitorFiles else {
                    throw FileRefusal.uploadsTooMany(retryAfterSeconds: 3_600)
                }
            }
        }
        router.chat(.get, "files/:file", services, Self.read)
    }

    /// What lies in the visitor's own thread, or was sent up by them.
    @Sendable private static func read(_ call: ChatCall) async throws -> Response {
        let (id, services): (Identifier<StoredFile>, Services) = (try call.context.id("file"), call.services)
        let file = try await call.read { transaction -> StoredFile in
            let thread = try services.conversations.newest(
                with: call.partner, on: .page, in: call.shop.id, transaction)
            guard let file = try services.files.find(id, in: call.shop.id, transaction),
                try file.by == call.principal.actor
                    || thread.map({
                        try services.conversations.hasFile(id, in: $0, of: call.shop.id, transaction)
                    }) == true
            else { throw FileRefusal.fileUnknown }
            return file
        }
        return .file(file, try services.files.content(of: file), isShown: false)
    }
}
