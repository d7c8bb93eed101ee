import Base
import Conversations
import Hummingbird
import Staff
import Storage
import Synchronization
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET, POST | staff | staffManage | staffExists, roleTooWide |
/// | PATCH | staff/:member | staffManage | staffUnknown, lastOwner, staffForgotten |
/// | POST | staff/:member/second-factor-removal | staffManage | staffUnknown, secondFactorNone |
/// | PUT | staff/:member/password | staffManage | passwordTooShort |
/// | GET, POST | keys | keysManage | roleTooWide, keysTooMany |
/// | POST | keys/:key/revocation | keysManage | keyNotFound |
struct StaffRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        addPeople(to: router)
        addKeys(to: router)
    }

    private func addPeople(to router: Router<WebContext>) {
        let (services, desk) = (services, services.staff)
        router.shop(.get, "staff", services, may: .staffManage) { call in
            let members = try await call.read { try desk.list(of: call.shop.id, for: call.principal, in: $0) }
            return .list(Page(items: members, next: nil), Self.json)
        }
        router.shop(.post, "staff", services, may: .staffManage) { call in
            try await call.command({ reader in
                try NewStaff(
                    shop: call.shop.id, email: reader.string("email", upTo: 254), name: reader.string("name"),
                    role: reader.choice("role", of: Role.self))
            }) { new, transaction in
                let member = try desk.add(new, by: call.principal, in: transaction)
                return .created(Self.json(member), at: "\(call.path)/staff/\(member.id)")
            }
        }
        router.shop(.patch, "staff/:member", services, may: .staffManage) { call in
            let id: Identifier<StaffMember> = try call.context.id("member")
            let change = try await call.body { reader in
                (
                    role: try reader.optionalChoice("role", of: Role.self),
                    isActive: try reader.optionalBool("active")
                )
            }
            let (shop, principal) = (call.shop.id, call.principal)
            return .json(
                Self.json(
                    try await services.database.write(in: shop) { transaction in
                        if let role = change.role {
                            _ = try desk.changeRole(
                                of: id, to: role, of: shop, by: principal, in: transaction)
                        }
                        switch change.isActive {
                        case true: _ = try desk.reactivate(id, of: shop, by: principal, in: transaction)
                        case false:
                            _ = try desk.deactivate(id, of: shop, by: principal, in: transaction)
                            try services.conversations.vacate(
                                seatOf: id.text, by: principal.actor, in: shop, transaction)
                        case nil: break
                        }
                        return try desk.member(id, of: shop, in: transaction)
                    }))
        }
        router.shop(.put, "staff/:member/password", services, may: .staffManage) { call in
            let id: Identifier<StaffMember> = try call.context.id("member")
            let password = try await call.body { try $0.string("password", upTo: 1_000) }
            try await desk.setPassword(of: id, of: call.shop.id, to: password, by: call.principal)
            return .noContent()
        }
        let factors = services.secondFactors
        router.shop(.post, "staff/:member/second-factor-removal", services, may: .staffManage) { call in
            let id: Identifier<StaffMember> = try call.context.id("member")
            return try await call.command({ _ in }) { _, transaction in
                .ok(Self.json(try factors.reset(id, of: call.shop.id, by: call.principal, in: transaction)))
            }
        }
    }

    private func addKeys(to router: Router<WebContext>) {
        let (services, desk) = (services, services.keys)
        router.shop(.get, "keys", services, may: .keysManage) { call in
            let keys = try await call.read { try desk.list(of: call.shop.id, for: call.principal, in: $0) }
            return .list(Page(items: keys, next: nil)) { Self.json($0) }
        }
        router.shop(.post, "keys", services, may: .keysManage) { call in
            let box = KeyBox()
            let stored = try await call.command({ reader in
                try NewKey(
                    shop: call.shop.id, role: reader.choice("role", of: Role.self),
                    name: reader.string("name"), scopes: Self.scopes(&reader))
            }) { new, transaction in
                let key = try desk.create(new, by: call.principal, in: transaction)
                box.keep(key)
                return .created(Self.json(key.key), at: "\(call.path)/keys/\(key.key.id)")
            }
            // The secret is told once and not kept with the stored answer: a repeat gets the key without it.
            guard stored.headers[.idempotencyReplayed] == nil, let key = box.key else { return stored }
            return .created(
                Self.json(key.key).adding(["secret": .string(key.secret)]),
                at: "\(call.path)/keys/\(key.key.id)")
        }
        router.shop(.post, "keys/:key/revocation", services, may: .keysManage) { call in
            let id: Identifier<Key> = try call.context.id("key")
            return try await call.command({ _ in }) { _, transaction in
                .ok(Self.json(try desk.revoke(id, of: call.shop.id, by: call.principal, in: transaction)))
            }
        }
    }

    private static func json(_ member: StaffMember) -> JSONValue {
        [
            "id": JSONValue(member.id), "email": .string(member.email), "name": .string(member.name),
            "role": .string(member.role.rawValue), "active": .bool(member.isActive),
            "secondFactor": .bool(member.hasSecondFactor),
            "madeAt": JSONValue(member.made),
        ]
    }

    /// - Throws: `fieldNotAChoice` for a scope that there is not.
    private static func scopes(_ reader: inout JSONReader) throws -> Set<KeyScope> {
        let named = try reader.optionalStrings("scopes", upTo: KeyScope.allCases.count) ?? []
        return Set(
            try named.enumerated().map { place, name in
                guard let scope = KeyScope(rawValue: name) else {
                    throw InputRefusal(
                        "fieldNotAChoice", at: "/scopes/\(place)",
                        ["choices": KeyScope.allCases.map(\.rawValue).joined(separator: ", ")])
                }
                return scope
            })
    }

    private static func json(_ key: Key) -> JSONValue {
        .object([
            "id": JSONValue(key.id), "role": .string(key.role.rawValue), "name": .string(key.name),
            "madeAt": JSONValue(key.made), "revokedAt": key.revoked.map { JSONValue($0) },
            "lastUsedAt": key.lastUsed.map { JSONValue($0) },
            "scopes": JSONValue(key.scopes.map(\.rawValue).sorted()),
        ])
    }
}

/// Carries a fresh key out of the transaction that made it.
private final class KeyBox: Sendable {
    private let made = Mutex<MadeKey?>(nil)

    func keep(_ key: MadeKey) { made.withLock { $0 = key } }

    var key: MadeKey? { made.withLock { $0 } }
}
