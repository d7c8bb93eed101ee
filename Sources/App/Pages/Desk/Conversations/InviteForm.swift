import Base
import Conversations
import Localisation
import Markup
import Orders
import Staff
import Storage
import Web

/// Inviting a customer to order: goods are looked for by their name and sent as a card that leads to the shop's own site,
/// where the order stands prepared.
struct InviteForm: Component {
    /// What may be sent, as the customer bought it before or as it was looked for.
    struct Model: Sendable {
        let typed: String
        let variants: [(variant: Variant, title: String)]
        let pages: OrderPages

        static let most = 12

        init(_ bought: [Order], _ call: DeskCall, _ transaction: Transaction) throws {
            let (orders, shop) = (call.services.orders, call.shop.id)
            typed = try Query(call.request).text("goods", upTo: Limits.searchCharacters) ?? ""
            pages = try call.services.conversations.orderPages(in: shop, transaction)
            let products =
                try typed.isEmpty
                ? Self.bought(bought).compactMap { try orders.knownProduct($0, in: shop, transaction) }
                : orders.products(titled: typed, limit: Self.most, in: shop, transaction)
            variants = Array(
                products.flatMap { product in
                    product.variants.filter(\.isAvailable).map { (variant: $0, title: product.title) }
                }.prefix(Self.most))
        }

        private static func bought(_ orders: [Order]) -> [Identifier<Product>] {
            var known: Set<Identifier<Product>> = []
            return Array(
                orders.flatMap(\.lines).map(\.productID).filter { known.insert($0).inserted }.prefix(5))
        }
    }

    let model: Model
    let place: String
    let refused: RefusedForm?
    let call: DeskCall

    static let name = "invite"

    private var texts: TextTable { call.texts }

    /// Whether the form is what the reader works on.
    var isOpen: Bool { !model.typed.isEmpty || refused?.name == Self.name }

    var body: HTML {
        """
        <form class="form" method="get" action="\(place)#invite">\
        \(Field("goods", texts["desk.invite.find"], .text, value: model.typed, limit: Limits.searchCharacters))\
        \(Button(texts["desk.search.title"]))</form>\(sending)\(unset)
        """
    }

    private var sending: HTML {
        guard !model.variants.isEmpty else {
            return
                "<p class=\"soft\">\(texts[model.typed.isEmpty ? "desk.invite.empty" : "desk.invite.none"])</p>"
        }
        let form = DeskForm(Self.name, to: "\(place)/invitations", call, refused: refused)
        let goods = GoodsText(reader: call.reader)
        let choices = model.variants.map { variant, title in
            let words = [title, goods.options(variant.options), call.formatting.money(variant.price)]
            return Choices.Choice(variant.id.text, words.filter { !$0.isEmpty }.joined(separator: " · "))
        }
        return form.html(
            Button(texts["desk.invite.send"]),
            """
            \(form.choices("variantId", texts["desk.invite.which"], choices))\
            \(form.field("quantity", texts["desk.invite.quantity"], value: "1", isRequired: true, limit: 2))
            """
        ).body
    }

    /// Without an address of the shop's the card leads nowhere.
    private var unset: HTML? {
        guard model.pages == .none else { return nil }
        let words = texts["desk.invite.unset"]
        guard call.may(.conversationsAssign) else { return "<p class=\"small soft\">\(words)</p>" }
        return "<p class=\"small soft\"><a href=\"\(call.path)/order-pages\">\(words)</a></p>"
    }
}
