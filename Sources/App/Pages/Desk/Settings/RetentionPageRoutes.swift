import Base
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/settings/retention | shopSettings | |
/// | POST | /desk/:shop/settings/retention | shopSettings | fieldOutOfRange |
struct RetentionPageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.shops
        router.desk(.get, "settings/retention", services, may: .shopSettings) { call in
            try await Self.page(call)
        }
        router.desk(.post, "settings/retention", services, may: .shopSettings) { call in
            try await call.submit("retention") { form, transaction in
                var change = ShopSettingsChange()
                change.retention = RetentionChange(try Self.days(form))
                _ = try desk.change(change, of: call.shop.id, by: call.principal, in: transaction)
                return "\(call.path)/settings/retention?saved=retention"
            } refused: { refused in
                try await Self.page(call, refused)
            }
        }
    }

    private static func days(_ form: DeskFormReader) throws -> [Retention.Setting: Int] {
        var days: [Retention.Setting: Int] = [:]
        for setting in Retention.Setting.allCases {
            days[setting] = try form.int(setting.rawValue, in: Retention.days)
        }
        return days
    }

    private static func page(_ call: DeskCall, _ refused: RefusedForm? = nil) async throws -> Response {
        let isSaved = try Query(call.request).text("saved", upTo: 20) != nil
        return try await call.page(
            call.texts["desk.retention.title"], .settings, refused?.status ?? .ok
        ) { transaction in
            let rule = try call.services.shops.find(call.shop.id, in: transaction).settings.retention
            return RetentionPage(
                rule: rule,
                outlook: try RetentionOutlook(rule, of: call.services, in: call.shop.id, transaction),
                isSaved: isSaved, refused: refused, call: call
            ).body
        }
    }
}
