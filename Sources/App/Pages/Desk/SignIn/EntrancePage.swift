import Base
import Localisation
import Markup
import Staff
import Web

/// The way to a desk for somebody whose shop the address does not name: a platform operator chooses from all
/// shops, everybody else says which is theirs.
struct EntrancePage: Component {
    let shops: [ShopRecord]
    var next: Cursor?
    let texts: TextTable

    var body: HTML {
        PageLayout(
            texts["desk.entrance.title"], texts, for: .staff,
            frame: SignInFrame(
                texts["desk.entrance.title"], texts["desk.entrance.text"], path: "/desk", texts,
                content: shops.isEmpty ? question : list)
        ).body
    }

    private var question: HTML {
        """
        <form class="form" action="/desk">\
        \(Field("shop", texts["desk.entrance.shop"], isRequired: true, limit: 64, hint: texts["desk.entrance.hint"]))\
        \(Button(texts["desk.entrance.button"], .primary, .wide))</form>
        """
    }

    private var list: HTML {
        """
        <ul class="stack">\(each: shops, item)</ul>\
        \(Pager(first: nil, next: next.map { "/desk?cursor=\($0.text)" }, texts))
        """
    }

    private func item(_ shop: ShopRecord) -> HTML {
        """
        <li><a class="card card-link" href="/desk/\(shop.id.text)"><strong>\(shop.name)</strong> \
        <span class="soft number">\(shop.id.text)</span></a></li>
        """
    }
}
