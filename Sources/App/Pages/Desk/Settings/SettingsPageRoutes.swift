import Base
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/settings | shopSettings | |
/// | POST | /desk/:shop/settings/messages | shopSettings | webhookAddressInvalid, webhookSecretMissing, secretInvalid |
/// | POST | /desk/:shop/settings/returns | shopSettings | returnAddressMalformed |
/// | POST | /desk/:shop/settings/links | shopSettings | secretInvalid |
/// | POST | /desk/:shop/settings/staffSignIn | shopSettings | |
struct SettingsPageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        router.desk(.get, "settings", services, may: .shopSettings) { call in try await Self.page(call) }
        change(router, "messages") { form in
            let route = try form.choice("route", of: MessageRoute.Name.self)
            let url = try form.text("url", upTo: 2_000) ?? ""
            var change = ShopSettingsChange(
                messages: Self.messages(route, url), keepSentMessages: route == .kept)
            change.webhookSecret = try form.text("secret", upTo: 200)
            return change
        }
        change(router, "returns") { form in
            var change = ShopSettingsChange()
            change.returnAddress = try form.returnAddress("address").map { .set($0) } ?? .cleared
            return change
        }
        change(router, "staffSignIn") { form in
            var change = ShopSettingsChange()
            change.demandsSecondFactor = form.isTicked("demand")
            return change
        }
        change(router, "links") { form in
            var change = ShopSettingsChange()
            change.linkSecret = try form.requiredText("secret", upTo: 200)
            return change
        }
    }

    private static func messages(_ route: MessageRoute.Name, _ url: String) -> MessageRoute {
        switch route {
        case .nobody: .nobody
        case .kept: .kept
        case .webhook: .webhook(url: url)
        }
    }

    private func change(
        _ router: Router<WebContext>, _ name: String,
        _ read: @escaping @Sendable (DeskFormReader) throws -> ShopSettingsChange
    ) {
        let desk = services.shops
        router.desk(.post, "settings/\(RouterPath(name))", services, may: .shopSettings) { call in
            try await call.submit(name) { form, transaction in
                _ = try desk.change(read(form), of: call.shop.id, by: call.principal, in: transaction)
                return "\(call.path)/settings?saved=\(name)"
            } refused: { refused in
                try await Self.page(call, refused)
            }
        }
    }

    private static func page(_ call: DeskCall, _ refused: RefusedForm? = nil) async throws -> Response {
        let status = refused?.status ?? .ok
        let saved = try Query(call.request).text("saved", upTo: 20)
        return try await call.page(call.texts["desk.way.settings"], .settings, status) { transaction in
            let record = try call.services.shops.find(call.shop.id, in: transaction)
            return SettingsPage(record: record, saved: saved, refused: refused, call: call).body
        }
    }
}
