import Base
import Testing

/// Some units of one variant for another.
struct Swap: Sendable {
    let old: String
    let new: String
    let quantity: Int64

    init(_ old: String, for new: String, _ quantity: Int64 = 1) {
        (self.old, self.new, self.quantity) = (old, new, quantity)
    }

    var json: JSONValue {
        ["variantId": .string(old), "newVariantId": .string(new), "quantity": .int(quantity)]
    }
}

/// What somebody asks of the shop.
enum RetailAction: Sendable {
    case cancel(String, String)
    case address(String, String)
    case payment(String, String)
    case lines(String, [Swap], String)
    case sendBack(String, [(String, Int64)], String)
    case exchange(String, [Swap], String)
}

/// A shop for lamps, rugs and mugs, with 梅 and 兰 as its customers. Amounts are in cents.
struct RetailShop: Sendable {
    static let cards = ["mei-gift": Int64(30_00), "lan-gift": 0]

    let root: API
    let path = "/v1/shops/harbor"

    static func open(_ root: API) async throws -> RetailShop {
        try await root.post(
            "/v1/shops",
            [
                "id": "harbor", "name": "Harbor & Pine", "currency": "USD", "timeZone": "America/Los_Angeles",
                "policy": "retail-simple",
            ]
        ).expect(201)
        try await root.importing(products, as: "products", to: "harbor").expect(200)
        try await root.importing(customers, as: "customers", to: "harbor").expect(200)
        let report = try await root.importing(orders, as: "orders", to: "harbor").expect(200)
        #expect(report.json["saved"]?.int == Int64(orders.count), "\(report.text)")
        return RetailShop(root: root)
    }

    func take(_ action: RetailAction) async throws -> Reply {
        switch action {
        case .cancel(let order, let reason):
            return try await change(order, ["kind": "cancel", "reason": .string(reason)])
        case .address(let order, let street):
            return try await change(order, ["kind": "address", "address": Self.address(street)])
        case .payment(let order, let method):
            return try await change(order, ["kind": "payment", "methodId": .string(method)])
        case .lines(let order, let swaps, let method):
            return try await change(
                order, ["kind": "lines", "replace": .array(swaps.map(\.json)), "methodId": .string(method)])
        case .sendBack(let order, let goods, let method):
            let lines = goods.map { JSONValue.object(["variantId": .string($0.0), "quantity": .int($0.1)]) }
            return try await open("returnRefund", "noLongerNeeded", order, lines, method)
        case .exchange(let order, let swaps, let method):
            return try await open("exchange", "preferOther", order, swaps.map(\.json), method)
        }
    }

    /// An order as a reader of the contract sees it, in one line.
    func summary(of order: String) async throws -> String {
        let json = try await root.get("\(path)/orders/\(order)").expect(200).json
        let cases = try await root.get("\(path)/cases?orderId=\(order)").expect(200).items
            .filter { !["withdrawn", "expired", "refused"].contains($0["state"]?.string ?? "") }
        let goods = (json["lines"]?.items ?? []).flatMap { line in
            repeatElement(
                "\(line["variantId"]?.string ?? "") \(line["price"]?["amount"]?.int ?? -1)",
                count: Int(line["quantity"]?.int ?? 0))
        }
        let money = (json["payments"]?.items ?? []).filter { $0["amount"]?["amount"]?.int != 0 }.map { part in
            "\(part["kind"]?.string ?? "") \(part["methodId"]?.string ?? "") \(part["amount"]?["amount"]?.int ?? -1)"
        }
        let reason = (json["changes"]?.items ?? []).first { $0["kind"]?.string == "cancel" }?["reason"]?
            .string
        let head = (json["status"]?.string ?? "") + (reason.map { " \($0)" } ?? "")
        let parts = [head, goods.sorted().joined(separator: ", "), money.sorted().joined(separator: ", ")]
        return (parts + cases.map(Self.summary)).joined(separator: " | ")
    }

    func cards() async throws -> [String: Int64] {
        var balances: [String: Int64] = [:]
        for id in ["mei", "lan"] {
            let customer = try await root.get("\(path)/customers/\(id)").expect(200)
            for method in customer.json["paymentMethods"]?.items ?? []
            where method["kind"]?.string == "giftCard" {
                balances[method["id"]?.string ?? ""] = method["balance"]?["amount"]?.int
            }
        }
        return balances
    }

    private func change(_ order: String, _ body: JSONValue) async throws -> Reply {
        try await root.post("\(path)/orders/\(order)/changes", body)
    }

    private func open(
        _ kind: JSONValue, _ reason: JSONValue, _ order: String, _ lines: [JSONValue], _ method: String
    ) async throws -> Reply {
        try await root.post(
            "\(path)/cases",
            [
                "orderId": .string(order), "kind": kind, "reason": reason, "lines": .array(lines),
                "refundTo": .string(method),
            ])
    }

    private static func summary(_ found: JSONValue) -> String {
        let goods = (found["lines"]?.items ?? []).map { line in
            "\(line["quantity"]?.int ?? 0) \(line["variantId"]?.string ?? "")"
                + (line["newVariantId"]?.string.map { " for \($0)" } ?? "")
        }
        let difference = found["priceDifference"]?["amount"]?.int.map { " \($0)" } ?? ""
        return
            "\(found["kind"]?.string ?? "") \(found["state"]?.string ?? "") \(goods.joined(separator: ", "))"
            + " to \(found["refundTo"]?.string ?? "")\(difference)"
    }
}

// MARK: What the shop has

extension RetailShop {
    static func address(_ street: String) -> JSONValue {
        [
            "line1": .string(street), "line2": "", "city": "Portland", "region": "OR", "country": "US",
            "postalCode": "97209",
        ]
    }

    private static let prices: [String: Int64] = [
        "lamp-brass": 49_00, "lamp-black": 45_00, "lamp-oak": 56_00, "lamp-green": 49_00, "rug-small": 80_00,
        "rug-large": 120_00, "mug-blue": 12_00, "mug-red": 12_00,
    ]

    private static let products: [JSONValue] = ["lamp", "rug", "mug"].map { product in
        let variants = prices.keys.sorted().filter { $0.hasPrefix(product + "-") }
        return [
            "id": .string(product), "title": .string(product),
            "variants": .array(
                variants.map { id in
                    [
                        "id": .string(id), "options": ["look": .string(id)], "price": usd(prices[id] ?? 0),
                        "available": .bool(id != "lamp-green"),
                    ]
                }),
        ]
    }

    private static let customers: [JSONValue] = [
        customer(
            "mei", "Mei", "Wang", "97209",
            [("mei-gift", "giftCard", 30_00), ("mei-visa", "creditCard", nil), ("mei-paypal", "paypal", nil)]),
        customer(
            "lan", "Lan", "Wu", "98101", [("lan-gift", "giftCard", 0), ("lan-visa", "creditCard", nil)]),
    ]

    private static let orders: [JSONValue] = [
        order("open-lamp", "pending", [("lamp-brass", 1)], [("mei-visa", 49_00)]),
        order(
            "open-mixed", "pending", [("lamp-brass", 1), ("mug-blue", 2)],
            [("mei-gift", 20_00), ("mei-paypal", 53_00)]),
        order("open-mugs", "pending", [("mug-blue", 2)], [("mei-paypal", 24_00)]),
        order("packed-rug", "processed", [("rug-small", 1)], [("mei-visa", 80_00)]),
        order("home-rug", "delivered", [("rug-large", 1), ("mug-red", 2)], [("mei-paypal", 144_00)]),
        order("home-mug", "delivered", [("mug-blue", 1)], [("mei-visa", 12_00)]),
        order(
            "home-lamps", "delivered", [("lamp-black", 2), ("lamp-oak", 1)],
            [("mei-gift", 46_00), ("mei-visa", 100_00)]),
        order("lan-lamp", "delivered", [("lamp-brass", 1)], [("lan-visa", 49_00)], customer: "lan"),
    ]

    private static func usd(_ cents: Int64) -> JSONValue { ["amount": .int(cents), "currency": "USD"] }

    private static func customer(
        _ id: String, _ given: String, _ family: String, _ postalCode: String,
        _ methods: [(String, String, Int64?)]
    ) -> JSONValue {
        [
            "id": .string(id), "givenName": .string(given), "familyName": .string(family),
            "email": .string("\(id)@example.com"), "phone": "+1 503 555 0100",
            "address": .object(
                address("1 Harbor Street").members.map {
                    $0.name == "postalCode" ? JSONValue.Member($0.name, .string(postalCode)) : $0
                }),
            "paymentMethods": .array(
                methods.map {
                    .object(["id": .string($0.0), "kind": .string($0.1), "balance": $0.2.map(usd)])
                }),
        ]
    }

    private static func order(
        _ id: String, _ status: String, _ goods: [(String, Int64)], _ paid: [(String, Int64)],
        customer: String = "mei"
    ) -> JSONValue {
        [
            "id": .string(id), "customerId": .string(customer), "status": .string(status),
            "address": address("1 Harbor Street"),
            "lines": .array(
                goods.map { variant, quantity in
                    [
                        "variantId": .string(variant),
                        "productId": .string(String(variant.split(separator: "-")[0])),
                        "title": .string(variant), "options": ["look": .string(variant)],
                        "price": usd(prices[variant] ?? 0), "quantity": .int(quantity),
                    ]
                }),
            "payments": .array(
                paid.map {
                    ["kind": "payment", "amount": usd($0.1), "methodId": .string($0.0), "state": "succeeded"]
                }),
        ]
    }
}
