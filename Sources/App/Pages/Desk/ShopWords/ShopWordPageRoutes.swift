import Base
import Conversations
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | does |
/// |---|---|---|---|
/// | GET | /desk/:shop/words | conversationsRead | what may not be sent |
/// | POST | /desk/:shop/words | conversationsAssign | the shop's own words; shopWordInvalid, tooManyShopWords |
struct ShopWordPageRoutes {
    let services: Services

    private static let longest = (ShopWords.mostCharacters * 2 + 4) * ShopWords.most

    func add(to router: Router<WebContext>) {
        let desk = services.conversations
        router.desk(.get, "words", services, may: .conversationsRead) { try await Self.page($0) }
        router.desk(.post, "words", services, may: .conversationsAssign) { call in
            try await call.submit("words") { form, transaction in
                try desk.change(
                    shopWords: ShopWords(
                        forbiddenLines: form.text("forbidden", upTo: Self.longest) ?? "",
                        allowedLines: form.text("allowed", upTo: Self.longest) ?? ""),
                    by: call.principal.actor, in: call.shop.id, transaction)
                return "\(call.path)/words?saved=yes"
            } refused: { refused in
                try await Self.page(call, refused)
            }
        }
    }

    private static func page(_ call: DeskCall, _ refused: RefusedForm? = nil) async throws -> Response {
        let isSaved = try Query(call.request).text("saved", upTo: 10) != nil
        return try await call.page(
            call.texts["desk.words.title"], .conversations, refused?.status ?? .ok
        ) { transaction in
            ShopWordPage(
                words: try call.services.conversations.shopWords(in: call.shop.id, transaction),
                isSaved: isSaved, refused: refused, call: call
            ).body
        }
    }
}
