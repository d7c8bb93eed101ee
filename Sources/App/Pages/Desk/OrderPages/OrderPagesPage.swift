import Base
import Conversations
import Hummingbird
import Localisation
import Markup
import Staff
import Storage
import Web

/// Where the shop's own site shows a product and takes an order for it.
struct OrderPagesPage: Component {
    let pages: OrderPages
    let isSaved: Bool
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    /// The places to fill in, as they are written.
    private static let places = Dictionary(
        uniqueKeysWithValues: OrderPages.places.map { ($0, "{\($0)}") })

    var body: HTML {
        let form = DeskForm("pages", to: "\(call.path)/order-pages", call, refused: refused)
        let fields: HTML = """
            \(form.field("product", texts["desk.orderPages.product"], value: pages.product, limit: OrderPages.mostCharacters, hint: texts["desk.orderPages.hint", Self.places]))\
            \(form.field("order", texts["desk.orderPages.order"], value: pages.order, limit: OrderPages.mostCharacters, hint: texts["desk.orderPages.orderHint", Self.places]))
            """
        return """
            <div class="page page-narrow"><header class="page-head"><div>\
            <p class="small"><a href="\(call.path)/conversations">\(texts["desk.way.conversations"])</a></p>\
            <h1>\(texts["desk.orderPages.title"])</h1><p>\(texts["desk.orderPages.text"])</p></div></header>\
            \(if: isSaved, Notice(texts["desk.settings.saved"], nil, .good).body)\
            <section class="card">\(form.html(Button(texts["action.save"]), fields))</section></div>
            """
    }
}

/// | method | path | may | does |
/// |---|---|---|---|
/// | GET, POST | /desk/:shop/order-pages | conversationsAssign | where cards of products lead; orderPageInvalid |
struct OrderPagesPageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.conversations
        router.desk(.get, "order-pages", services, may: .conversationsAssign) { try await Self.page($0) }
        router.desk(.post, "order-pages", services, may: .conversationsAssign) { call in
            try await call.submit("pages") { form, transaction in
                let pages = try OrderPages(
                    product: form.text("product", upTo: OrderPages.mostCharacters),
                    order: form.text("order", upTo: OrderPages.mostCharacters))
                try desk.change(orderPages: pages, by: call.principal.actor, in: call.shop.id, transaction)
                return "\(call.path)/order-pages?saved=yes"
            } refused: { refused in
                try await Self.page(call, refused)
            }
        }
    }

    private static func page(_ call: DeskCall, _ refused: RefusedForm? = nil) async throws -> Response {
        let isSaved = try Query(call.request).text("saved", upTo: 10) != nil
        return try await call.page(
            call.texts["desk.orderPages.title"], .conversations, refused?.status ?? .ok
        ) { transaction in
            OrderPagesPage(
                pages: try call.services.conversations.orderPages(in: call.shop.id, transaction),
                isSaved: isSaved, refused: refused, call: call
            ).body
        }
    }
}
