import Base
import Testing

@testable import Policies

@Suite struct PolicyCacheTests {
    @Test func `the memory is bounded and lets go of what was not used for longest`() throws {
        let pack = try ShippedPacks.load("retail-simple")
        let cache = PolicyCache(capacity: 2)
        for id in ["a", "b", "a", "c"] { _ = cache.pack(edition(id)) { pack } }
        #expect(cache.count == 2)
        var reads: [String] = []
        for id in ["a", "c", "b"] {
            _ = cache.pack(edition(id)) {
                reads.append(id)
                return pack
            }
        }
        #expect(reads == ["b"])
    }

    @Test func `one number of one shop in two editions is two packs`() throws {
        let (undone, kept) = (try ShippedPacks.load("seven-day"), try ShippedPacks.load("retail-simple"))
        let cache = PolicyCache(capacity: 2)
        _ = cache.pack(edition("first")) { undone }
        #expect(cache.pack(edition("second")) { kept } == kept)
    }

    private func edition(_ id: String) -> PolicyEdition {
        PolicyEdition(shop: "tea", version: 2, id: Identifier(id))
    }
}
