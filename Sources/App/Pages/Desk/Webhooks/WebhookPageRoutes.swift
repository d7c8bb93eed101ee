import Base
import Hummingbird
import Localisation
import Staff
import Storage
import Web
import Webhooks

/// All need `shopSettings`.
///
/// | method | path | does |
/// |---|---|---|
/// | GET, POST | /desk/:shop/webhooks | the endpoints; adds one |
/// | GET | /desk/:shop/webhooks/:webhook?state=&cursor= | one, with its deliveries |
/// | POST | /desk/:shop/webhooks/:webhook/change, pause, resumption, rotation, removal, replay | |
/// | POST | /desk/:shop/webhooks/:webhook/secret | shows the secrets |
/// | POST | /desk/:shop/webhooks/:webhook/deliveries/:n/retry, removal | tries again, or gives up |
struct WebhookPageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let (services, desk) = (services, services.webhooks)
        router.desk(.get, "webhooks", services, may: .shopSettings) { try await Self.list($0) }
        router.desk(.post, "webhooks", services, may: .shopSettings) { try await Self.add($0) }
        router.desk(.get, "webhooks/:webhook", services, may: .shopSettings) { try await Self.page($0) }
        router.desk(.post, "webhooks/:webhook/secret", services, may: .shopSettings) {
            try await Self.secret($0)
        }
        act(router, "change") { form, id, call, transaction in
            _ = try desk.change(
                id, url: try form.requiredText("url", upTo: 500), types: try Self.types(form),
                of: call.shop.id, by: call.principal.actor, in: transaction)
        }
        act(router, "pause") { _, id, call, transaction in
            _ = try desk.pause(id, of: call.shop.id, by: call.principal.actor, in: transaction)
        }
        act(router, "resumption") { _, id, call, transaction in
            _ = try desk.resume(id, of: call.shop.id, by: call.principal.actor, in: transaction)
        }
        act(router, "rotation") { _, id, call, transaction in
            _ = try desk.rotateSecret(of: id, of: call.shop.id, by: call.principal.actor, in: transaction)
        }
        act(
            router, "removal",
            { _, id, call, transaction in
                try desk.remove(id, of: call.shop.id, by: call.principal.actor, in: transaction)
            }, then: { call, _ in "\(call.path)/webhooks" })
        act(router, "replay") { form, id, call, transaction in
            let from = try form.int("from", in: 1...Int(Int32.max)) ?? 1
            _ = try desk.replay(
                from: Int64(from), to: id, of: call.shop.id, by: call.principal.actor, in: transaction)
        }
        act(router, "deliveries/:n/retry") { _, id, call, transaction in
            _ = try desk.retry(
                Int64(try call.context.number("n")), to: id, of: call.shop.id, by: call.principal.actor,
                in: transaction)
        }
        act(router, "deliveries/:n/removal") { _, id, call, transaction in
            try desk.drop(
                Int64(try call.context.number("n")), to: id, of: call.shop.id, by: call.principal.actor,
                in: transaction)
        }
    }

    private func act(
        _ router: Router<WebContext>, _ noun: String,
        _ body:
            @escaping @Sendable (DeskFormReader, Identifier<WebhookEndpoint>, DeskCall, Transaction) throws ->
            Void,
        then page: @escaping @Sendable (DeskCall, Identifier<WebhookEndpoint>) -> String = {
            $0.place("webhooks", $1)
        }
    ) {
        router.desk(.post, "webhooks/:webhook/\(RouterPath(noun))", services, may: .shopSettings) { call in
            let id: Identifier<WebhookEndpoint> = try call.context.id("webhook")
            return try await call.submit(noun) { form, transaction in
                try body(form, id, call, transaction)
                return page(call, id)
            } refused: { refused in
                try await Self.page(call, refused: refused)
            }
        }
    }

    private static func list(_ call: DeskCall, refused: RefusedForm? = nil) async throws -> Response {
        let status = refused?.status ?? .ok
        return try await call.page(call.texts["desk.way.webhooks"], .webhooks, status) { transaction in
            let endpoints = try call.services.webhooks.list(of: call.shop.id, in: transaction)
            return WebhookListPage(endpoints: endpoints, refused: refused, call: call).body
        }
    }

    private static func add(_ call: DeskCall) async throws -> Response {
        try await call.submit("webhooks") { form, transaction in
            let made = try call.services.webhooks.add(
                try form.requiredText("url", upTo: 500), try types(form), of: call.shop.id,
                by: call.principal.actor, in: transaction)
            return call.place("webhooks", made.id)
        } refused: { refused in
            try await list(call, refused: refused)
        }
    }

    /// Names of events, with spaces or commas between them.
    private static func types(_ form: DeskFormReader) throws -> EventTypes {
        let text = try form.requiredText("types", upTo: 1_000)
        return try EventTypes(text.split { " ,，、\n\r\t".contains($0) }.map(String.init))
    }

    /// The secrets stand in this answer alone.
    private static func secret(_ call: DeskCall) async throws -> Response {
        let id: Identifier<WebhookEndpoint> = try call.context.id("webhook")
        try call.services.sealer.check(try await FormBody.read(call.request), call.context)
        let secrets = try await call.services.database.write(in: call.shop.id) { transaction in
            try call.services.webhooks.showSecrets(
                of: id, of: call.shop.id, to: call.principal.actor, in: transaction)
        }
        return try await page(call, secrets: secrets)
    }

    private static func page(
        _ call: DeskCall, secrets: [String] = [], refused: RefusedForm? = nil
    ) async throws -> Response {
        let id: Identifier<WebhookEndpoint> = try call.context.id("webhook")
        let query = try Query(call.request)
        let (state, cursor) = (
            try query.choice("state", of: WebhookDelivery.State.self), try query.cursor(of: 1)
        )
        let status = refused?.status ?? .ok
        return try await call.page(call.texts["desk.way.webhooks"], .webhooks, status) { transaction in
            let (desk, shop) = (call.services.webhooks, call.shop.id)
            return WebhookPage(
                endpoint: try desk.find(id, of: shop, in: transaction),
                counts: try desk.counts(of: id, of: shop, in: transaction),
                page: try desk.deliveries(of: id, state, after: cursor, of: shop, in: transaction),
                state: state, isFirst: cursor == nil, secrets: secrets, refused: refused, call: call
            ).body
        }
    }
}
