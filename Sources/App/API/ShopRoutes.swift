import Base
import Hummingbird
import Policies
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | /v1/shops | platform | shopExists, shopIDInvalid, currencyInvalid, timeZoneUnknown, policyUnknownPack |
/// | GET | /v1/shops | any key | |
/// | GET | /v1/shops/:shop | any key of the shop | shopUnknown |
/// | PATCH | /v1/shops/:shop/settings | shopSettings | webhookAddressInvalid, secretInvalid |
struct ShopRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.post("/v1/shops") { request, context in
            let principal = try context.principal(atLeast: .platform)
            let json = try await JSONBody.read(request)
            let call = try IdempotentCall(request, json, by: principal, in: nil, context)
            var reader = try json.reader()
            let opening = try Self.opening(&reader)
            return try await services.commands.run(call) { transaction in
                let record = try services.shops.open(opening, by: principal, in: transaction)
                try services.policies.install(
                    packNamed: opening.packName, for: record.profile, by: principal.actor, in: transaction)
                return .created(Self.json(record), at: "/v1/shops/\(record.id)")
            }
        }
        router.get("/v1/shops") { request, context in
            let principal = try context.principal(atLeast: .viewer)
            let query = try Query(request).allowing(only: ["cursor", "limit"])
            let (after, limit) = (try query.cursor(of: 1), try query.limit())
            let page = try await services.database.read {
                try services.shops.list(for: principal, after: after, limit: limit, in: $0)
            }
            return Response.list(page, Self.json)
        }
        router.get("/v1/shops/:shop") { request, context in
            let shop = try context.shop()
            _ = try context.principal(for: shop, atLeast: .viewer)
            return Response.json(Self.json(try await services.shops.shop(shop)))
        }
        router.shop(.patch, "settings", services, may: .shopSettings) { call in
            let change = try await call.body { try Self.change(&$0) }
            let (shop, principal) = (call.shop.id, call.principal)
            let record = try await services.database.write(in: shop) {
                try services.shops.change(change, of: shop, by: principal, in: $0)
            }
            return Response.json(Self.json(record))
        }
    }

    private static func opening(_ reader: inout JSONReader) throws -> ShopOpening {
        let opening = try ShopOpening(
            id: reader.string("id"), name: reader.string("name"),
            currency: reader.string("currency", upTo: 8),
            timeZone: reader.string("timeZone", upTo: 64), packName: reader.string("policy", upTo: 64),
            defaultLanguage: reader.optionalLanguage("language") ?? .simplified)
        try reader.finish()
        return opening
    }

    private static func change(_ reader: inout JSONReader) throws -> ShopSettingsChange {
        var change = ShopSettingsChange()
        change.keepSentMessages = try reader.optionalBool("keepSentMessages")
        change.webhookSecret = try reader.optionalString("webhookSecret", upTo: 200)
        change.returnAddress = try reader.optionalObject("returnAddress").map { .set(try ReturnAddress($0)) }
        change.linkSecret = try reader.optionalString("linkSecret", upTo: 200)
        change.demandsSecondFactor = try reader.optionalBool("demandsSecondFactor")
        change.retention = try reader.optionalObject("retention").map { try RetentionChange($0) }
        change.webhookURL = try reader.optionalString("webhookURL", upTo: 2_000)
        change.messages = try reader.optionalChoice("messages", of: MessageRoute.Name.self)
        return change
    }

    static func json(_ record: ShopRecord) -> JSONValue {
        [
            "id": JSONValue(record.id), "name": .string(record.name),
            "currency": .string(record.currency.code),
            "timeZone": .string(record.timeZone), "policy": .string(record.packName),
            "language": .string(record.defaultLanguage.rawValue), "settings": record.settings.json,
            "createdAt": JSONValue(record.createdAt),
        ]
    }
}
