import Base
import Conversations
import Customers
import Hummingbird
import Staff
import Storage
import Web

/// What is looked for is sent in a body, so that no name or number stands in an address or a log.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | conversations/search | conversationsRead, and the scope `personal` | scopeMissing, searchTooShort |
struct MessageSearchRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(.post, "conversations/search", services, may: .conversationsRead) { call in
            let search = try await call.body(Self.search)
            // Whoever may not read what was said learns nothing of it by asking for it either.
            guard call.principal.readsPersonal else { throw AccessRefusal.scopeMissing(.personal) }
            let (hits, next) = try await call.read { try desk.search(search, in: call.shop.id, $0) }
            _ = try await call.personal(
                Set(hits.map(\.conversationID)).sorted().map { .conversation($0) })
            return .list(Page(items: hits, next: next.map { Cursor([String($0)]) })) { $0.json }
        }
    }

    private static func search(_ reader: inout JSONReader) throws -> MessageSearch {
        var search = MessageSearch(try reader.string("q", upTo: Limits.searchCharacters))
        let customer: Identifier<Customer>? = try reader.optionalID("customerId")
        search.customers = customer.map { [$0] }
        search.agent = try reader.optionalString("agent", upTo: Limits.idBytes)
        search.channel = try reader.optionalString("channel", upTo: Limits.nameCharacters).map {
            try ConversationChannel($0)
        }
        search.tag = try reader.optionalString("tag", upTo: Limits.nameCharacters).map { try Tag($0) }
        search.states = try reader.optionalChoice("state", of: FoundFilter.Standing.self)?.states
        search.side = try reader.optionalChoice("by", of: ActingSide.self).map {
            $0 == .customer ? .customer : .shop
        }
        (search.from, search.until) = (try reader.optionalTime("from"), try reader.optionalTime("until"))
        if let text = try reader.optionalString("cursor", upTo: Limits.nameCharacters) {
            guard let cursor = Cursor(text, count: 1), let position = Int64(cursor.keys[0]) else {
                throw InputRefusal("fieldWrongType", at: "/cursor", ["expected": "cursor"])
            }
            search.before = position
        }
        search.limit = try reader.optionalInt("limit", in: 1...Limits.pageItems) ?? Limits.defaultPageItems
        return search
    }
}
