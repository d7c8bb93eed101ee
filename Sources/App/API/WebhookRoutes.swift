import Base
import Hummingbird
import Staff
import Storage
import Web
import Webhooks

/// All need `shopSettings`.
///
/// | method | path | refuses |
/// |---|---|---|
/// | GET, POST | webhooks | webhookAddressInvalid, eventTypesInvalid, webhooksTooMany |
/// | GET, PATCH | webhooks/:webhook | webhookUnknown |
/// | POST | webhooks/:webhook/removal | webhookUnknown |
/// | GET | webhooks/:webhook/secret | webhookUnknown |
/// | POST | webhooks/:webhook/rotation | webhookUnknown |
/// | POST | webhooks/:webhook/replay | webhookUnknown, replayBeyondLog |
/// | GET | webhooks/:webhook/deliveries?state=&cursor=&limit= | webhookUnknown |
/// | POST | webhooks/:webhook/deliveries/:n/retry, removal | webhookUnknown, deliveryUnknown |
struct WebhookRoutes {
    let services: Services

    private var desk: WebhookDesk { services.webhooks }

    func add(to router: Router<WebContext>) {
        addEndpoints(to: router)
        addSecrets(to: router)
        addDeliveries(to: router)
    }

    private func addEndpoints(to router: Router<WebContext>) {
        let desk = desk
        router.shop(.get, "webhooks", services, may: .shopSettings) { call in
            let all = try await call.read { try desk.list(of: call.shop.id, in: $0) }
            return .list(Page(items: all, next: nil), Self.json)
        }
        router.shop(.post, "webhooks", services, may: .shopSettings) { call in
            try await call.command({ reader in
                (
                    url: try reader.string("url", upTo: 500),
                    types: try EventTypes(
                        reader.optionalStrings("types", upTo: 100, each: Limits.idBytes) ?? ["*"])
                )
            }) { new, transaction in
                let made = try desk.add(
                    new.url, new.types, of: call.shop.id, by: call.principal.actor, in: transaction)
                return .created(Self.json(made), at: "\(call.path)/webhooks/\(made.id)")
            }
        }
        router.shop(.get, "webhooks/:webhook", services, may: .shopSettings) { call in
            let id = try Self.id(call)
            return .json(Self.json(try await call.read { try desk.find(id, of: call.shop.id, in: $0) }))
        }
        router.shop(.patch, "webhooks/:webhook", services, may: .shopSettings) { call in
            try await Self.change(call, desk)
        }
        act(router, "removal") { call, id, transaction in
            let old = try desk.find(id, of: call.shop.id, in: transaction)
            try desk.remove(id, of: call.shop.id, by: call.principal.actor, in: transaction)
            return Self.json(old)
        }
    }

    private static func change(_ call: ShopCall, _ desk: WebhookDesk) async throws -> Response {
        let (id, shop, actor) = (try id(call), call.shop.id, call.principal.actor)
        let change = try await call.body { reader in
            (
                url: try reader.optionalString("url", upTo: 500),
                types: try reader.optionalStrings("types", upTo: 100, each: Limits.idBytes).map {
                    try EventTypes($0)
                }, state: try reader.optionalChoice("state", of: WebhookEndpoint.State.self)
            )
        }
        let changed = try await call.services.database.write(in: shop) { transaction in
            if change.url != nil || change.types != nil {
                _ = try desk.change(
                    id, url: change.url, types: change.types, of: shop, by: actor, in: transaction)
            }
            return switch change.state {
            case .active: try desk.resume(id, of: shop, by: actor, in: transaction)
            case .paused: try desk.pause(id, of: shop, by: actor, in: transaction)
            case nil: try desk.find(id, of: shop, in: transaction)
            }
        }
        return .json(json(changed))
    }

    private func addSecrets(to router: Router<WebContext>) {
        let (desk, database) = (desk, services.database)
        router.shop(.get, "webhooks/:webhook/secret", services, may: .shopSettings) { call in
            let (id, shop, actor) = (try Self.id(call), call.shop.id, call.principal.actor)
            let secrets = try await database.write(in: shop) {
                try desk.showSecrets(of: id, of: shop, to: actor, in: $0)
            }
            return .json(
                .object([
                    "secret": JSONValue(secrets.first),
                    "oldSecret": secrets.dropFirst().first.map { JSONValue($0) },
                ]))
        }
        act(router, "rotation") { call, id, transaction in
            Self.json(
                try desk.rotateSecret(
                    of: id, of: call.shop.id, by: call.principal.actor, in: transaction))
        }
    }

    private func addDeliveries(to router: Router<WebContext>) {
        let desk = desk
        router.shop(.post, "webhooks/:webhook/replay", services, may: .shopSettings) { call in
            let id = try Self.id(call)
            return try await call.command({ try $0.int("from", in: 1...Int.max) }) { from, transaction in
                .ok(
                    Self.json(
                        try desk.replay(
                            from: Int64(from), to: id, of: call.shop.id, by: call.principal.actor,
                            in: transaction)))
            }
        }
        router.shop(
            .get, "webhooks/:webhook/deliveries", services, may: .shopSettings,
            query: ["state", "cursor", "limit"]
        ) { call in
            let (id, query) = (try Self.id(call), call.query)
            let state = try query.choice("state", of: WebhookDelivery.State.self)
            let (cursor, limit) = (try query.cursor(of: 1), try query.limit())
            let page = try await call.read {
                try desk.deliveries(
                    of: id, state, after: cursor, limit: limit, of: call.shop.id, in: $0)
            }
            return .list(page, Self.json)
        }
        act(router, "deliveries/:n/retry") { call, id, transaction in
            Self.json(
                try desk.retry(
                    try Self.position(call), to: id, of: call.shop.id, by: call.principal.actor,
                    in: transaction))
        }
        act(router, "deliveries/:n/removal") { call, id, transaction in
            Self.json(
                try desk.drop(
                    try Self.position(call), to: id, of: call.shop.id, by: call.principal.actor,
                    in: transaction))
        }
    }

    private func act(
        _ router: Router<WebContext>, _ noun: String,
        _ body: @escaping @Sendable (ShopCall, Identifier<WebhookEndpoint>, Transaction) throws -> JSONValue
    ) {
        router.shop(.post, "webhooks/:webhook/\(RouterPath(noun))", services, may: .shopSettings) { call in
            let id = try Self.id(call)
            return try await call.command({ _ in }) { _, transaction in .ok(try body(call, id, transaction)) }
        }
    }

    private static func id(_ call: ShopCall) throws -> Identifier<WebhookEndpoint> {
        try call.context.id("webhook")
    }

    /// The number of the event that was delivered.
    private static func position(_ call: ShopCall) throws -> Int64 { Int64(try call.context.number("n")) }

    private static func json(_ endpoint: WebhookEndpoint) -> JSONValue {
        .object([
            "id": JSONValue(endpoint.id), "url": .string(endpoint.url),
            "types": JSONValue(endpoint.types.patterns), "state": .string(endpoint.state.rawValue),
            "position": .int(endpoint.position), "failures": JSONValue(endpoint.failures),
            "failingSince": endpoint.failingSince.map { JSONValue($0) },
            "oldSecretUntil": endpoint.oldSecretUntil.map { JSONValue($0) },
            "madeAt": JSONValue(endpoint.made),
        ])
    }

    private static func json(_ delivery: WebhookDelivery) -> JSONValue {
        .object([
            "position": .int(delivery.position), "type": .string(delivery.type),
            "state": .string(delivery.state.rawValue), "attempts": JSONValue(delivery.attempts),
            "at": JSONValue(delivery.at), "fault": delivery.fault.map { .string($0) },
        ])
    }
}
