import Base
import Orders
import Storage
import TestSupport
import Testing

/// A variant belongs to one product, and moves to another only once its own has let it go.
@Suite struct VariantOwnerTests {
    @Test func `a product cannot take another's variant, and the line says whose it is`() async throws {
        let world = try await TestWorld()
        try await world.stock()
        let report = try await world.take(
            [Self.product("jug", ["jug-red", "pot-white"]), Self.product("vase", ["vase-red"])], of: .products
        )
        #expect((report.saved, report.refused) == (1, 1))
        let bad = try #require(report.badLines.first)
        #expect(bad.number == 1 && bad.refusal.code == "variantTaken")
        #expect(bad.refusal.field == "/variants/1/id")
        #expect(bad.refusal.arguments == ["id": "pot-white", "product": "pot"])
        #expect(try await owner("pot-white", world) == "pot")
        #expect(try await owner("jug-red", world) == nil)
    }

    @Test func `a variant moves once its product no longer names it, in the same import or an earlier one`()
        async throws
    {
        let world = try await TestWorld()
        try await world.stock()
        let moved = try await world.take(
            [Self.product("pot", ["pot-blue"]), Self.product("jug", ["pot-white"])], of: .products)
        #expect(moved.badLines.isEmpty && moved.saved == 2)
        let later = try await world.take(
            [Self.product("vase", ["pot-small"]), Self.product("jug", ["pot-white"], isSold: false)],
            of: .products)
        #expect(later.badLines.isEmpty)
        #expect(try await owner("pot-white", world) == "jug")
        #expect(try await owner("pot-small", world) == "vase")
        // What its product names and does not sell just now is still its own.
        let greedy = try await world.take([Self.product("vase", ["pot-small", "pot-white"])], of: .products)
        #expect(greedy.badLines.map(\.refusal.code) == ["variantTaken"])
    }

    @Test func `another shop's variant of the same id is nobody's business`() async throws {
        let world = try await TestWorld()
        try await world.take(.teahouseProducts, of: .products)
        let report = try await world.take(
            [Self.product("jug", ["pot-white"])], of: .products, in: TestWorld.otherShop)
        #expect(report.saved == 1 && report.badLines.isEmpty)
    }

    private func owner(_ variant: Identifier<Variant>, _ world: TestWorld) async throws -> String? {
        try await world.database.read { [orders = world.orders] in
            try orders.variant(variant, in: TestWorld.shop, $0)?.productID.text
        }
    }

    private static func product(_ id: String, _ variants: [String], isSold: Bool = true) -> JSONValue {
        [
            "id": .string(id), "title": .string(id),
            "variants": .array(
                variants.map { ["id": .string($0), "price": .yuan(90_00), "available": .bool(isSold)] }),
        ]
    }
}
