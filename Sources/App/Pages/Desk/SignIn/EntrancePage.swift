import AfterSales
import Base
import Localisation
import Markup
import Policies
import Staff
import Web

/// The way to a desk for somebody whose shop the address does not name: a platform operator chooses from all
/// shops, everybody else says which is theirs.
struct EntrancePage: Component {
    let shops: [ShopRecord]
    /// Cases of all shops that wait for the platform, the most urgent first.
    var disputes = Page<ShopDispute>(items: [], next: nil)
    var now = Timestamp(milliseconds: 0)
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
        \(if: !disputes.items.isEmpty, waiting)<ul class="stack">\(each: shops, item)</ul>\
        \(Pager(first: nil, next: next.map { "/desk?cursor=\($0.text)" }, texts))
        """
    }

    private var waiting: HTML {
        """
        <section class="stack"><h2>\(texts["desk.disputes.title"])</h2>\
        <p class="small soft">\(texts["desk.disputes.text"])</p>\
        <ul class="stack">\(each: disputes.items, dispute)</ul></section>\
        <h2>\(texts["desk.disputes.shops"])</h2>
        """
    }

    private func dispute(_ dispute: ShopDispute) -> HTML {
        let (record, shop) = (dispute.record, shops.first { $0.id == dispute.shop })
        let words = [
            texts["kind.\(record.kind.rawValue)"], Formatting.money(record.agreed ?? record.asked),
            left(record),
        ].compactMap { $0 }.joined(separator: " · ")
        return """
            <li><a class="card card-link" href="/desk/\(dispute.shop.text)/cases/\(record.id.text)">\
            <strong>\(shop?.name ?? dispute.shop.text)</strong> <span class="soft">\(words)</span>\
            \(if: record.isEscalated, StatusChip(texts["desk.escalated"], .bad).body)</a></li>
            """
    }

    private func left(_ record: Case) -> String? {
        record.deadline.map { deadline in
            guard deadline.due > now else { return texts["desk.disputes.over"] }
            let left = Formatting.span(deadline.due - now, texts)
            return texts["desk.disputes.left", ["left": left]]
        }
    }

    private func item(_ shop: ShopRecord) -> HTML {
        """
        <li><a class="card card-link" href="/desk/\(shop.id.text)"><strong>\(shop.name)</strong> \
        <span class="soft number">\(shop.id.text)</span></a></li>
        """
    }
}
