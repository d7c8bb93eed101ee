import Base

/// Lines of the teahouse's own system.
extension JSONValue {
    /// Fen as money of the contract.
    public static func yuan(_ fen: Int64) -> JSONValue { ["amount": .int(fen), "currency": "CNY"] }

    /// 梅, with a gift card, WeChat Pay and a credit card.
    public static func mei(giftCard: Int64 = 50_00) -> JSONValue {
        .customer(
            "mei", "梅",
            methods: [
                ["id": "mei-gift", "kind": "giftCard", "balance": .yuan(giftCard)],
                ["id": "mei-wechat", "kind": "wechatPay"],
                ["id": "mei-card", "kind": "creditCard", "brand": "UnionPay", "lastFour": "0008"],
            ])
    }

    public static func customer(_ id: String, _ name: String, methods: [JSONValue]) -> JSONValue {
        [
            "id": .string(id), "givenName": .string(name), "familyName": "王",
            "email": .string("\(id)@example.com"),
            "phone": "+86 138 0000 0000",
            "address": [
                "line1": "茶馆路 8 号", "city": "上海", "region": "上海", "country": "CN", "postalCode": "200001",
            ],
            "paymentMethods": .array(methods),
        ]
    }

    static func product(of variant: String) -> String {
        String(variant.split(separator: "-").first ?? "")
    }

    static func price(_ variant: String) -> Int64 { Array<JSONValue>.prices[variant] ?? 0 }
}

extension [JSONValue] {
    /// In fen.
    static let prices: [String: Int64] = [
        "pot-white": 100_00, "pot-blue": 120_00, "pot-small": 80_00, "pot-gone": 100_00, "cup-white": 20_00,
        "tea-green": 30_00, "kettle-steel": 200_00,
    ]

    /// A pot in several kinds (one sold out), cups, tea that spoils and a kettle with thirty days of warranty.
    public static let teahouseProducts: [JSONValue] = [
        .product("pot", ["pot-white", "pot-blue", "pot-small", "pot-gone"]),
        .product("cup", ["cup-white"]),
        .product("tea", ["tea-green"], ["exclusion": "perishable"]),
        .product("kettle", ["kettle-steel"], ["warrantyDays": 30]),
    ]
}

extension JSONValue {
    fileprivate static func product(
        _ id: String, _ variants: [String], _ more: KeyValuePairs<String, JSONValue?> = [:]
    ) -> JSONValue {
        let goods: [JSONValue] = variants.map {
            [
                "id": .string($0), "options": ["kind": .string($0)], "price": .yuan(price($0)),
                "available": .bool($0 != "pot-gone"),
            ]
        }
        let product: JSONValue = ["id": .string(id), "title": .string(id), "variants": .array(goods)]
        return product.adding(more)
    }
}
