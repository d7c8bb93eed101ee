import Base
import Hummingbird
import Staff
import Storage
import Synchronization
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | /desk/:shop/keys | keysManage | keyNameInvalid, roleTooWide, keysTooMany |
/// | POST | /desk/:shop/keys/:key/revocation | keysManage | keyNotFound, roleTooWide |
struct KeyPageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.keys
        router.desk(.post, "keys", services, may: .keysManage) { call in
            let box = MadeKeyBox()
            let answer = try await call.submit("keys") { form, transaction in
                let new = try NewKey(
                    shop: call.shop.id, role: form.choice("role", of: Role.self),
                    name: form.text("name") ?? "")
                box.keep(try desk.create(new, by: call.principal, in: transaction))
                return "\(call.path)/people#keys"
            } refused: { refused in
                try await PeopleRoutes.page(call, refused: refused)
            }
            // The secret stands in this answer alone: the form sent again leads to the list without it.
            guard answer.headers[.location] != nil, answer.headers[.idempotencyReplayed] == nil,
                let made = box.key
            else { return answer }
            return try await PeopleRoutes.page(call, made: made)
        }
        router.desk(.post, "keys/:key/revocation", services, may: .keysManage) { call in
            let id: Identifier<Key> = try call.context.id("key")
            return try await call.submit("revocation-\(id)") { _, transaction in
                _ = try desk.revoke(id, of: call.shop.id, by: call.principal, in: transaction)
                return "\(call.path)/people#keys"
            } refused: { refused in
                try await PeopleRoutes.page(call, refused: refused)
            }
        }
    }
}

/// Carries a fresh key out of the transaction that made it.
private final class MadeKeyBox: Sendable {
    private let made = Mutex<MadeKey?>(nil)

    func keep(_ key: MadeKey) { made.withLock { $0 = key } }

    var key: MadeKey? { made.withLock { $0 } }
}
