import Base
import Orders
import Storage
import TestSupport
import Testing

@Suite struct ProductImageTests {
    @Test(arguments: [
        ("/demo/tea.svg", String?.none), ("https://img.example.com/a.jpg?w=200", "https://img.example.com"),
        ("https://IMG.example.com:8443/a.jpg", "https://img.example.com:8443"),
    ])
    func `a picture lies on this server or at an https address`(address: String, origin: String?) throws {
        let image = try #require(ProductImage(address))
        #expect(image.origin == origin)
    }

    @Test(arguments: [
        "http://img.example.com/a.jpg", "//img.example.com/a.jpg", "data:image/png;base64,AA",
        "javascript:alert(1)",
        "https://img.example.com;script-src/a.jpg", "https://*/a.jpg", "https://user@img.example.com/a.jpg",
        "https://img.example.com/a.jpg\" onerror=\"x", "a.jpg", "", "https://图.example/a.jpg",
    ])
    func `what could say more than where a picture lies is refused`(address: String) {
        #expect(ProductImage(address) == nil)
    }

    @Test func `a product keeps its picture, and a line that names a bad one is refused at its field`()
        async throws
    {
        let world = try await TestWorld()
        func line(_ image: String) -> String {
            "{\"id\":\"jug\",\"title\":\"壶\",\"image\":\"\(image)\",\"variants\":[{\"id\":\"jug-1\","
                + "\"price\":{\"amount\":100,\"currency\":\"CNY\"}}]}"
        }
        let lines = ["/a.svg", "ftp://a/b"].enumerated().map {
            ImportLine(number: $0 + 1, bytes: Array(line($1).utf8))
        }
        let report = try await world.imports.take(
            try await world.imports.read(lines, of: .products, in: world.profile), in: world.profile)
        #expect(
            report.badLines.map { "\($0.refusal.code) \($0.refusal.field ?? "")" } == ["imageUnusable /image"]
        )
        let images = try await world.database.read { transaction in
            try world.orders.images(of: ["jug", "none"], in: world.profile.id, transaction)
        }
        #expect(images.mapValues(\.address) == ["jug": "/a.svg"])
    }
}
