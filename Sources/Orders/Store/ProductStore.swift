import Base
import Policies
import Storage

extension ExclusionClass: SQLConvertible {}

struct ProductStore: Sendable {
    static let migration = Migration(
        "2026-11-22-products",
        [
            """
            CREATE TABLE products (
                shop TEXT NOT NULL,
                id TEXT NOT NULL,
                title TEXT NOT NULL,
                category TEXT,
                exclusion TEXT CHECK (exclusion IN
                    ('customMade', 'perishable', 'digital', 'periodical', 'confirmed')),
                warranty_days BIGINT,
                packing TEXT,
                PRIMARY KEY (shop, id)
            )
            """,
            """
            CREATE TABLE variants (
                shop TEXT NOT NULL,
                id TEXT NOT NULL,
                product TEXT NOT NULL,
                place BIGINT NOT NULL,
                options TEXT NOT NULL,
                price BIGINT NOT NULL CHECK (price >= 0),
                currency TEXT NOT NULL,
                is_available BOOLEAN NOT NULL,
                PRIMARY KEY (shop, id),
                FOREIGN KEY (shop, product) REFERENCES products (shop, id)
            )
            """,
            "CREATE INDEX variants_by_product ON variants (shop, product, place)",
        ])

    static let imageMigration = Migration(
        "2026-11-22-product-images", ["ALTER TABLE products ADD COLUMN image TEXT"])

    /// Whether the product's last import named the variant; one that it no longer names may go to another product.
    static let listing = Migration(
        "2026-11-22-variants-listed",
        ["ALTER TABLE variants ADD COLUMN is_listed BOOLEAN NOT NULL DEFAULT TRUE"])

    /// The first of a product's variants that another product names as its own, with that product.
    func variantOfAnother(
        _ product: Product, in shop: ShopID, _ transaction: Transaction
    ) throws -> (place: Int, owner: Identifier<Product>)? {
        let owners: [(Identifier<Variant>, Identifier<Product>)] = try transaction.rows(
            """
            SELECT id, product FROM variants WHERE shop = \(shop) AND id IN (\(list: product.variants.map(\.id)))
                AND product <> \(product.id) AND is_listed = TRUE
            """
        ) { (try $0.id(), try $0.id()) }
        let known = Dictionary(owners) { first, _ in first }
        return product.variants.enumerated().lazy.compactMap { place, variant in
            known[variant.id].map { (place, $0) }
        }.first
    }

    func save(_ product: Product, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO products (shop, id, title, category, image, exclusion, warranty_days, packing)
            VALUES (\(shop), \(product.id), \(product.title), \(product.category), \(product.image?.address),
                \(product.exclusion), \(product.warrantyDays), \(product.packing?.json))
            ON CONFLICT (shop, id) DO UPDATE SET title = excluded.title, category = excluded.category,
                image = excluded.image,
                exclusion = excluded.exclusion, warranty_days = excluded.warranty_days, packing = excluded.packing
            """)
        // A variant that its source no longer names can still stand in orders; it is no longer for sale.
        try transaction.run(
            """
            UPDATE variants SET is_available = FALSE, is_listed = FALSE
            WHERE shop = \(shop) AND product = \(product.id)
            """)
        for (place, variant) in product.variants.enumerated() {
            try transaction.run(
                """
                INSERT INTO variants (shop, id, product, place, options, price, currency, is_available, is_listed)
                VALUES (\(shop), \(variant.id), \(product.id), \(place), \(variant.options), \(variant.price.amount),
                    \(variant.price.currency.code), \(variant.isAvailable), TRUE)
                ON CONFLICT (shop, id) DO UPDATE SET product = excluded.product, place = excluded.place,
                    options = excluded.options, price = excluded.price, currency = excluded.currency,
                    is_available = excluded.is_available, is_listed = excluded.is_listed
                """)
        }
    }

    func find(_ id: Identifier<Product>, in shop: ShopID, _ transaction: Transaction) throws -> Product? {
        try list("id = \(id)", in: shop, limit: 1, transaction).first
    }

    func list(after: Cursor?, limit: Int, in shop: ShopID, _ transaction: Transaction) throws -> [Product] {
        let further: SQL = if let after { "id > \(after.keys[0])" } else { "TRUE" }
        return try list(further, in: shop, limit: limit, transaction)
    }

    /// Those whose title holds some words, in the order of their ids.
    func find(
        titled words: String, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Product] {
        var held = ""
        for character in words.lowercased() {
            if "%_!".contains(character) { held.append("!") }
            held.append(character)
        }
        let pattern = "%\(held)%"
        return try list("LOWER(title) LIKE \(pattern) ESCAPE '!'", in: shop, limit: limit, transaction)
    }

    /// The pictures of products, where they have one.
    func images(
        of ids: [Identifier<Product>], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Product>: ProductImage] {
        let found = try transaction.rows(
            """
            SELECT id, image FROM products WHERE shop = \(shop) AND id IN (\(list: ids)) AND image IS NOT NULL
            """
        ) { (id: try $0.id() as Identifier<Product>, image: ProductImage(try $0.text())) }
        return Dictionary(found.compactMap { row in row.image.map { (row.id, $0) } }) { first, _ in first }
    }

    func variant(_ id: Identifier<Variant>, in shop: ShopID, _ transaction: Transaction) throws -> Variant? {
        try variants("id = \(id)", in: shop, transaction).first
    }

    /// What rules read of a product.
    func terms(
        of id: Identifier<Product>, in shop: ShopID, _ transaction: Transaction
    ) throws -> ProductTerms? {
        try transaction.first(
            "SELECT exclusion, warranty_days FROM products WHERE shop = \(shop) AND id = \(id)"
        ) {
            ProductTerms(exclusion: try $0.optionalChoice(), warrantyDays: try $0.optionalInt())
        }
    }

    private func list(
        _ filter: SQL, in shop: ShopID, limit: Int, _ transaction: Transaction
    ) throws -> [Product] {
        let products = try transaction.rows(
            """
            SELECT id, title, category, image, exclusion, warranty_days, packing FROM products
            WHERE shop = \(shop) AND \(filter) ORDER BY id LIMIT \(limit)
            """
        ) { row in
            Product(
                id: try row.id(), title: try row.text(), category: try row.optionalText(),
                image: try row.optionalText().flatMap { ProductImage($0) },
                exclusion: try row.optionalChoice(), warrantyDays: try row.optionalInt(),
                packing: try row.optionalJSON().map { try LocalizedText(JSONReader($0)) }, variants: [])
        }
        return try products.map { product in
            Product(
                id: product.id, title: product.title, category: product.category, image: product.image,
                exclusion: product.exclusion,
                warrantyDays: product.warrantyDays, packing: product.packing,
                variants: try variants("product = \(product.id)", in: shop, transaction))
        }
    }

    private func variants(_ filter: SQL, in shop: ShopID, _ transaction: Transaction) throws -> [Variant] {
        try transaction.rows(
            """
            SELECT id, product, options, price, currency, is_available FROM variants
            WHERE shop = \(shop) AND \(filter) ORDER BY place LIMIT 500
            """
        ) { row in
            Variant(
                id: try row.id(), productID: try row.id(), options: try row.json(), price: try row.money(),
                isAvailable: try row.bool())
        }
    }
}
