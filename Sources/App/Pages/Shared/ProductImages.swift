import Base
import Orders
import Storage

/// The pictures that a page shows, by product.
struct ProductImages: Sendable {
    private let images: [Identifier<Product>: ProductImage]

    static let none = ProductImages([:])

    init(_ images: [Identifier<Product>: ProductImage]) { self.images = images }

    /// Of the goods of some orders.
    init(of lines: [OrderLine], _ orders: OrderDesk, in shop: ShopID, _ transaction: Transaction) throws {
        images = try orders.images(of: lines.map(\.productID), in: shop, transaction)
    }

    /// These and others.
    func with(_ others: ProductImages) -> ProductImages {
        ProductImages(images.merging(others.images) { first, _ in first })
    }

    subscript(line: OrderLine) -> ProductImage? { images[line.productID] }

    /// From where the page loads them, beside this server.
    var origins: [String] { Set(images.values.compactMap(\.origin)).sorted() }
}
