import Base
import TestSupport
import Testing

/// 青禾, a shop for tea things, with its customer 梅 and its agent 林. Amounts are in fen.
struct Qinghe: Sendable {
    static let id = "qinghe"

    let root: API
    let id: String

    /// Makes the shop with its goods and its customer.
    static func open(_ root: API, id: String = Qinghe.id, policy: String = "seven-day") async throws -> Qinghe
    {
        try await root.post(
            "/v1/shops",
            [
                "id": .string(id), "name": "青禾", "currency": "CNY", "timeZone": "Asia/Shanghai",
                "policy": .string(policy),
            ]
        ).expect(201)
        let shop = Qinghe(root: root, id: id)
        try await root.importing(products, as: "products", to: id).expect(200)
        try await root.importing([mei], as: "customers", to: id).expect(200)
        return shop
    }

    func path(_ rest: String) -> String { "/v1/shops/\(id)/\(rest)" }

    func get(_ rest: String) async throws -> Reply { try await root.get(path(rest)) }

    @discardableResult
    func post(_ rest: String, _ body: JSONValue = [:], key: String = API.freshKey()) async throws -> Reply {
        try await root.post(path(rest), body, key: key)
    }

    /// A caller with a fresh key of that role; 林's is the agent's.
    func caller(_ role: String) async throws -> (api: API, keyID: String) {
        let made = try await post("keys", ["role": .string(role), "name": "林"]).expect(201)
        return (root.with(key: try #require(made.json["secret"]?.string)), made.id)
    }

    /// A picture, as 梅's telephone takes it.
    func photo(_ salt: UInt64 = Outside.system.random()) async throws -> String {
        try await root.upload(path("files"), Self.picture(salt), as: "image/jpeg").expect(201).id
    }

    static func picture(_ salt: UInt64) -> [UInt8] { TestPicture.jpeg("\(salt)") }

    /// A conversation in which the customer has written one message.
    func talk(to customer: String, on channel: String = "page") async throws -> String {
        let opened = try await post(
            "conversations", ["customerId": .string(customer), "channel": .string(channel)])
        try await post(
            "conversations/\(opened.id)/messages", ["kind": "text", "text": "在吗", "by": "customer"]
        ).expect(201)
        return opened.id
    }

    /// Somebody at the chat on the shop's site.
    /// - Parameter named: whom the site names; nothing: somebody whom nobody knows.
    func visitor(_ named: JSONValue = [:]) async throws -> API {
        let begun = try await root.with(key: nil).post(path("chat/visits"), named).expect(200)
        return root.with(key: try #require(begun.json["visit"]?.string))
    }

    func take(_ orders: [JSONValue]) async throws {
        let report = try await root.importing(orders, as: "orders", to: id).expect(200)
        #expect(report.json["refused"]?.int == 0, "\(report.text.prefix(600))")
    }

    static func yuan(_ fen: Int64) -> JSONValue { ["amount": .int(fen), "currency": "CNY"] }

    static let prices: [String: Int64] = [
        "pot-white": 100_00, "pot-blue": 120_00, "pot-small": 80_00, "pot-gone": 100_00, "cup-white": 8_00,
        "kettle-steel": 200_00,
    ]

    static let products: [JSONValue] = [
        product("pot", ["pot-white", "pot-blue", "pot-small", "pot-gone"]), product("cup", ["cup-white"]),
        product("kettle", ["kettle-steel"]),
    ]

    static let mei = customer("mei")

    static func customer(_ id: String, giftCard: Int64 = 50_00) -> JSONValue {
        [
            "id": .string(id), "givenName": "梅", "familyName": "王", "email": .string("\(id)@example.com"),
            "phone": "13800000000", "address": address,
            "paymentMethods": [
                ["id": .string("\(id)-gift"), "kind": "giftCard", "balance": yuan(giftCard)],
                ["id": .string("\(id)-wechat"), "kind": "wechatPay"],
                ["id": .string("\(id)-card"), "kind": "creditCard", "lastFour": "0008"],
            ],
        ]
    }

    static let address: JSONValue = [
        "line1": "茶馆路 8 号", "line2": "", "city": "上海", "region": "上海", "country": "CN",
        "postalCode": "200001",
    ]

    static func product(_ id: String, _ variants: [String], price: Int64? = nil) -> JSONValue {
        [
            "id": .string(id), "title": .string(id),
            "variants": .array(
                variants.map {
                    [
                        "id": .string($0), "options": ["kind": .string($0)],
                        "price": yuan(price ?? prices[$0] ?? 0),
                        "available": .bool($0 != "pot-gone"),
                    ]
                }),
        ]
    }
}

/// An order of 梅's as the shop's own system sends it.
struct TestOrder {
    var id: String
    var status = "delivered"
    var variant = "pot-white"
    var quantity: Int64 = 1
    /// What each method paid; all by WeChat Pay unless it is said.
    var payments: [(method: String, amount: Int64)] = []
    var customer = "mei"
    /// How long ago it was delivered, or paid where it was not.
    var age = Span.days(1)
    /// From shipping to delivery.
    var onTheWay = Span.days(2)

    func json(at now: Timestamp) -> JSONValue {
        let (then, price) = (now - age, Qinghe.prices[variant] ?? 0)
        let shipped = then - onTheWay
        let all = payments.isEmpty ? [("\(customer)-wechat", price * quantity)] : payments
        let hasShipped = status == "shipped" || status == "delivered"
        return .object([
            "id": .string(id), "customerId": .string(customer), "status": .string(status),
            "placedAt": JSONValue(shipped - .days(1)), "paidAt": JSONValue(shipped - .days(1)),
            "shippedAt": hasShipped ? JSONValue(shipped) : nil,
            "deliveredAt": status == "delivered" ? JSONValue(then) : nil, "address": Qinghe.address,
            "lines": [
                [
                    "variantId": .string(variant),
                    "productId": .string(String(variant.split(separator: "-")[0])),
                    "title": .string(variant), "price": Qinghe.yuan(price), "quantity": .int(quantity),
                ]
            ],
            "payments": .array(
                all.map {
                    [
                        "kind": "payment", "amount": Qinghe.yuan($0.1), "methodId": .string($0.0),
                        "state": "succeeded",
                    ]
                }),
        ])
    }
}
