import Base
import Policies

/// Something the shop sells, in one or more variants.
public struct Product: Sendable, Hashable {
    public let id: Identifier<Product>
    public let title: String
    public let category: String?
    public let image: ProductImage?
    /// A class of goods that cannot be returned without a fault.
    public let exclusion: ExclusionClass?
    public let warrantyDays: Int?
    /// How to pack it for a return, where it needs more than the shop's general advice.
    public let packing: LocalizedText?
    public let variants: [Variant]
}

/// What after-sales rules read of a product.
public struct ProductTerms: Sendable, Hashable {
    public let exclusion: ExclusionClass?
    public let warrantyDays: Int?
}

/// What is put into the cart: a product in one colour and size.
public struct Variant: Sendable, Hashable {
    public let id: Identifier<Variant>
    public let productID: Identifier<Product>
    public let options: JSONValue
    public let price: Money
    public let isAvailable: Bool
}

extension Product {
    public init(_ reader: inout JSONReader, currency: Currency) throws {
        let id: Identifier<Product> = try reader.id("id")
        self.id = id
        title = try reader.string("title")
        category = try reader.optionalString("category", upTo: 64)
        image = try reader.optionalString("image", upTo: Limits.addressBytes).map {
            guard let image = ProductImage($0) else { throw InputRefusal("imageUnusable", at: "/image") }
            return image
        }
        exclusion = try reader.optionalChoice("exclusion", of: ExclusionClass.self)
        warrantyDays = try reader.optionalInt("warrantyDays", in: 0...36_500)
        packing = try reader.optionalObject("packing").map { try LocalizedText($0) }
        variants = try reader.objects("variants", in: 1...500).map {
            var variant = $0
            return try Variant(&variant, of: id, currency: currency)
        }
        for (index, variant) in variants.enumerated()
        where variants[..<index].contains(where: { $0.id == variant.id }) {
            throw InputRefusal("idTwice", at: "/variants/\(index)/id", ["id": variant.id.text])
        }
        try reader.finish()
    }

    public var json: JSONValue {
        .object([
            "id": JSONValue(id), "title": .string(title), "category": category.map { .string($0) },
            "image": image.map { .string($0.address) }, "exclusion": exclusion.map { .string($0.rawValue) },
            "warrantyDays": warrantyDays.map { JSONValue($0) },
            "packing": packing?.json, "variants": .array(variants.map(\.json)),
        ])
    }
}

extension Variant {
    init(_ reader: inout JSONReader, of product: Identifier<Product>, currency: Currency) throws {
        id = try reader.id("id")
        productID = product
        options = try reader.optionalTexts("options") ?? [:]
        price = try reader.money("price", in: currency)
        isAvailable = try reader.optionalBool("available") ?? true
        try reader.finish()
    }

    public var json: JSONValue {
        ["id": JSONValue(id), "options": options, "price": JSONValue(price), "available": .bool(isAvailable)]
    }
}

extension LocalizedText {
    init(_ reader: JSONReader) throws {
        var reader = reader
        self.init(
            simplified: try reader.string("zh-Hans", upTo: Limits.noteCharacters),
            traditional: try reader.string("zh-Hant", upTo: Limits.noteCharacters),
            english: try reader.string("en", upTo: Limits.noteCharacters))
        try reader.finish()
    }

    var json: JSONValue {
        .object(Language.allCases.map { JSONValue.Member($0.rawValue, .string(self[$0])) })
    }
}
