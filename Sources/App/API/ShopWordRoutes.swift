import Base
import Conversations
import Hummingbird
import Staff
import Storage
import Web

/// Words of the shop's own that are not sent to customers, or may be.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | shop-words | conversationsRead | |
/// | PUT | shop-words | conversationsAssign | shopWordInvalid, tooManyShopWords |
struct ShopWordRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(.get, "shop-words", services, may: .conversationsRead) { call in
            .json(try await call.read { try desk.shopWords(in: call.shop.id, $0) }.json)
        }
        router.shop(.put, "shop-words", services, may: .conversationsAssign) { call in
            let words = try await call.body(Self.words)
            try await call.services.database.write(in: call.shop.id) {
                try desk.change(
                    shopWords: words, by: call.principal.actor, in: call.shop.id, $0)
            }
            return .json(words.json)
        }
    }

    private static func words(_ reader: inout JSONReader) throws -> ShopWords {
        let forbidden = try (reader.optionalObjects("forbidden", upTo: ShopWords.most) ?? []).map { item in
            var item = item
            let word = ShopWords.Word(
                try item.string("word", upTo: Limits.nameCharacters),
                instead: try item.optionalString("instead", upTo: Limits.nameCharacters))
            try item.finish()
            return word
        }
        return try ShopWords(
            forbidden: forbidden,
            allowed: reader.optionalStrings("allowed", upTo: ShopWords.most, each: Limits.nameCharacters)
                ?? [])
    }
}
