import Base
import Policies

/// What the gallery adds to the demo's files, from `demo/gallery.json`: a customer of its own, and for every way an
/// order with a case.
struct GalleryGoods: Sendable {
    private let authored: JSONValue
    private let products: [JSONValue]

    init() throws {
        authored = try JSONParser.parse(Resources.bytes("demo/gallery.json"))
        products = try DemoFiles.lines("products.jsonl").map { try JSONParser.parse($0) }
    }

    var customer: String { authored["customer"]?["id"]?.string ?? "" }

    func lines(_ ways: [GalleryWay]) -> DemoFiles.Lines {
        var lines = DemoFiles.Lines()
        lines.records["customers"] = [(authored["customer"] ?? [:]).text]
        lines.records["orders"] = ways.map { order($0).text }
        lines.steps = ways.flatMap { way in [opening(way).text] + (way.isUnsettled ? [] : steps(way)) }
        return lines
    }

    /// What happens to cases whose money is to stay on its way.
    func unsettled(_ ways: [GalleryWay]) -> [String] { ways.filter(\.isUnsettled).flatMap(steps) }

    private func opening(_ way: GalleryWay) -> JSONValue {
        let known = known(way)
        let line = JSONValue.object([
            "variantId": known["variant"], "quantity": 1, "newVariantId": known["newVariant"],
        ])
        return [
            "at": .string(way.began), "as": "customer", "ref": .string(way.name), "post": "cases",
            "body": [
                "orderId": .string(way.name), "kind": .string(way.kind.rawValue),
                "reason": known["reason"] ?? .null,
                "lines": [line], "note": known["note"] ?? .null,
            ],
        ]
    }

    private func steps(_ way: GalleryWay) -> [String] {
        let variant = known(way)["variant"]?.string ?? ""
        return (way.nouns ?? []).map { noun in
            let step = authored["steps"]?[noun.rawValue] ?? [:]
            let post = "cases/{\(way.name)}/\(step["post"]?.string ?? "")"
            let full: JSONValue = [
                "at": .string(way.began), "as": step["as"] ?? .null, "post": .string(post),
                "body": step["body"] ?? [:],
            ]
            return full.text.replacing("{variant}", with: variant)
        }
    }

    private func order(_ way: GalleryWay) -> JSONValue {
        let line = line(of: way)
        return [
            "id": .string(way.name), "customerId": .string(customer), "status": "delivered",
            "placedAt": .string(way.placed), "paidAt": .string(way.placed), "shippedAt": .string(way.placed),
            "deliveredAt": .string(way.delivered), "address": authored["customer"]?["address"] ?? .null,
            "lines": [line],
            "payments": [
                [
                    "kind": "payment", "amount": line["price"] ?? .null, "state": "succeeded",
                    "methodId": authored["customer"]?["paymentMethods"]?.items.first?["id"] ?? .null,
                ]
            ],
        ]
    }

    private func line(of way: GalleryWay) -> JSONValue {
        let variant = known(way)["variant"] ?? .null
        let product = products.first { $0["variants"]?.items.contains { $0["id"] == variant } ?? false }
        let found = product?["variants"]?.items.first { $0["id"] == variant }
        let amount = (found?["price"]?["amount"]?.int ?? 0) + (known(way)["dearer"]?.int ?? 0)
        return [
            "id": "1", "variantId": variant, "productId": product?["id"] ?? .null,
            "title": product?["title"] ?? .null,
            "options": found?["options"] ?? [:], "price": ["amount": .int(amount), "currency": "CNY"],
            "quantity": 1,
        ]
    }

    private func known(_ way: GalleryWay) -> JSONValue { authored["cases"]?[way.kind.rawValue] ?? [:] }
}
