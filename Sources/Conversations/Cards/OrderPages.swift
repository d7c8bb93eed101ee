import Base
import Events
import Foundation
import Storage

/// Where a shop's own site shows a product and takes an order for it, as addresses with places to fill in: `{product}`,
/// `{variant}`, `{quantity}`. Cards lead there.
public struct OrderPages: Sendable, Hashable {
    public static let mostCharacters = 500
    /// What is filled in, in braces.
    public static let places = ["product", "variant", "quantity"]

    /// Nil: cards of products lead nowhere.
    public let product: String?
    /// Where an order stands prepared; nil: invitations lead to the product.
    public let order: String?

    public static let none = OrderPages(stored: [:])

    /// - Throws: `orderPageInvalid` for what is no `https` address with a host of its own and a place for the goods.
    public init(product: String?, order: String?) throws(ConversationRefusal) {
        for (name, address) in [("product", product), ("order", order)] {
            guard let address else { continue }
            guard Self.isPossible(address) else { throw .orderPageInvalid(field: name) }
        }
        (self.product, self.order) = (product, order)
    }

    /// As it was kept, which was checked before.
    init(stored json: JSONValue) {
        (product, order) = (json["product"]?.string, json["order"]?.string)
    }

    public var json: JSONValue {
        .object(["product": product.map { .string($0) }, "order": order.map { .string($0) }])
    }

    /// Where a card leads.
    public func address(of card: Card) -> String? {
        guard card.kind == .product else { return nil }
        guard let goods = card.goods else {
            return product.flatMap { $0.contains("{variant}") ? nil : Self.filled($0, card.id, nil) }
        }
        return (order ?? product).map { Self.filled($0, card.id, goods) }
    }

    private static func filled(_ address: String, _ product: String, _ goods: Card.Goods?) -> String {
        address.replacing("{product}", with: encoded(product))
            .replacing("{variant}", with: encoded(goods?.variant ?? ""))
            .replacing("{quantity}", with: String(goods?.quantity ?? 1))
    }

    /// Letters, digits and what never means anything in an address stay.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
            let hex = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (hex.count == 1 ? "0" : "") + hex
        }.joined()
    }

    private static func isPossible(_ address: String) -> Bool {
        guard address.utf8.count <= mostCharacters, address.hasPrefix("https://"),
            address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3C && $0 != 0x3E }),
            address.contains("{product}") || address.contains("{variant}")
        else { return false }
        let sample = filled(address, "1", Card.Goods(variant: "1", quantity: 1))
        let host = address.dropFirst("https://".count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !host.contains("{"), !host.contains("@"), host.contains("."), !sample.contains("{") else {
            return false
        }
        return URL(string: sample)?.host() != nil
    }
}

extension ConversationDesk {
    public func orderPages(in shop: ShopID, _ transaction: Transaction) throws -> OrderPages {
        try settings.find(.orderPages, in: shop, transaction).map { OrderPages(stored: $0) } ?? .none
    }

    public func change(
        orderPages: OrderPages, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try settings.keep(orderPages.json, as: .orderPages, in: shop, transaction)
        try events.append(
            "shop.orderPagesChanged", on: .init("shop", shop.text), of: shop, by: actor, [:],
            in: transaction)
    }
}
