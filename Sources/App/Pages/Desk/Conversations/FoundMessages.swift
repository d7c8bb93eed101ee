import Base
import Conversations
import Customers
import Hummingbird
import Localisation
import Markup
import Staff
import Storage
import Web

/// What was said anywhere in the shop, found by its words.
struct FoundMessages: Component {
    /// A hit as the reader may see it.
    struct Row: Sendable {
        let hit: MessageHit
        let who: String
        let text: String
    }

    let words: String
    let filter: FoundFilter
    let fields: FoundFilterFields
    let rows: [Row]
    let next: Int64?
    let problem: Problem?
    let now: Timestamp
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var place: String { "\(call.path)/conversations/search" }

    /// - Parameter before: where the page goes on.
    init(
        _ words: String, _ filter: FoundFilter = .none, before: Int64?, _ call: DeskCall,
        _ transaction: Transaction
    ) throws {
        (self.words, self.filter, self.call, now) = (words, filter, call, transaction.now)
        fields = try Self.fields(filter, call, transaction)
        guard !words.isEmpty else {
            (rows, next, problem) = ([], nil, nil)
            return
        }
        do {
            var search = try filter.search(words, call, transaction)
            search.before = before
            let found = try call.services.conversations.search(search, in: call.shop.id, transaction)
            let customers = try call.services.customers.known(
                found.hits.compactMap(\.partner.customerID), in: call.shop.id, transaction)
            rows = found.hits.map { hit in
                let customer = hit.partner.customerID.flatMap { customers[$0] }
                return Row(
                    hit: hit, who: customer.map(MaskedName.of) ?? call.texts["desk.conversation.visitor"],
                    text: call.personal.words(of: customer)(hit.text))
            }
            (next, problem) = (found.next, nil)
        } catch let refusal as any Refusal {
            (rows, next, problem) = ([], nil, Problem(refusal, call.texts))
        }
    }

    private static func fields(
        _ filter: FoundFilter, _ call: DeskCall, _ transaction: Transaction
    ) throws -> FoundFilterFields {
        let (desk, shop) = (call.services.conversations, call.shop.id)
        return FoundFilterFields(
            filter: filter,
            agents: try call.colleagues(transaction).map { ($0.id.text, $0.name) },
            channels: try desk.channels(in: shop, transaction),
            tags: try desk.tags(in: shop, transaction).map(\.tag.text), texts: call.texts)
    }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div>\
        <p class="small"><a href="\(call.path)/conversations">\(texts["desk.way.conversations"])</a></p>\
        <h1>\(texts["desk.found.title"])</h1><p>\(texts["desk.found.text"])</p></div></header>\
        \(problem.map { Notice(refusal: $0) })\(form)\(list)</div>
        """
    }

    private var form: HTML {
        """
        <form class="stack" role="search" method="post" action="\(place)"><div class="page-tools">\
        \(DeskSearchField(texts["desk.found.title"], value: words))\(Button(texts["desk.found.go"]))</div>\
        \(fields)</form>
        """
    }

    private var list: HTML {
        guard !words.isEmpty, problem == nil else { return .empty }
        guard !rows.isEmpty || next != nil else {
            return
                "<div class=\"table-frame\">\(EmptyState(texts["desk.found.empty"], texts["desk.found.emptyText"]))</div>"
        }
        return "<ol class=\"stack\">\(each: rows, item)</ol>\(further)"
    }

    private func item(_ row: Row) -> HTML {
        let (hit, number) = (row.hit, String(row.hit.number))
        let place = "\(call.place("conversations", hit.conversationID))?at=\(number)#m\(number)"
        let by = hit.side == .customer ? texts["thread.customer"] : texts["thread.shop"]
        return """
            <li class="card"><p class="small soft"><a href="\(place)">\(row.who)</a> · \(by) · \
            \(call.formatting.moment(hit.postedAt, now: now))</p><p class="pre">\(row.text)</p></li>
            """
    }

    /// What is looked for stays out of the address.
    private var further: HTML? {
        next.map { position in
            """
            <form class="actions" method="post" action="\(place)"><input type="hidden" name="q" value="\(words)">\
            \(filter.hiddenFields)\
            <input type="hidden" name="before" value="\(String(position))">\(Button(texts["desk.found.older"]))</form>
            """
        }
    }
}

/// | method | path | may | does |
/// |---|---|---|---|
/// | GET, POST | /desk/:shop/conversations/search | conversationsHandle | finds what was said, by its words |
struct FoundMessagesRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        router.desk(.get, "conversations/search", services, may: .conversationsHandle) { call in
            try await call.page(call.texts["desk.found.title"], .conversations) {
                try FoundMessages("", before: nil, call, $0).body
            }
        }
        router.desk(.post, "conversations/search", services, may: .conversationsHandle) { call in
            let form = try await FormBody.read(call.request)
            let words = try form.text("q", upTo: Limits.searchCharacters) ?? ""
            let filter = try FoundFilter(form)
            let before = try form.int("before", in: 0...Int.max).map { Int64($0) }
            return try await call.page(call.texts["desk.found.title"], .conversations) {
                try FoundMessages(words, filter, before: before, call, $0).body
            }
        }
    }
}
