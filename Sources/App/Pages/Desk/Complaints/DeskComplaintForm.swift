import AfterSales
import Base
import Customers
import Localisation
import Markup
import Orders
import Policies
import Storage
import Web

/// Writing down a complaint that a customer made by another way: about what, which order, their own words.
struct DeskComplaintForm: Component {
    let customer: Customer
    let orders: [Order]
    let order: String?
    let within: Span
    let refused: RefusedForm?
    let call: DeskCall

    static let form = "complaint"

    private static let ordersOffered = 20

    /// - Throws: `customerUnknown`.
    init(
        _ id: Identifier<Customer>, order: String?, refused: RefusedForm?, _ call: DeskCall,
        _ transaction: Transaction
    ) throws {
        let (services, shop) = (call.services, call.shop.id)
        customer = try services.customers.customer(id, in: shop, transaction)
        orders = try services.orders.placed(
            by: id, limit: Self.ordersOffered, in: shop, transaction
        ).items.map(\.order)
        within = try services.policies.current(of: call.shop, in: transaction).complaints.within
        self.order = order
        self.refused = refused
        self.call = call
    }

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="page page-narrow"><header class="page-head"><div><p class="row small soft">\
        <a href="\(call.path)/complaints">\(texts["desk.way.complaints"])</a>\
        <a href="\(call.place("customers", customer.id))">\(MaskedName.of(customer))</a></p>\
        <h1>\(texts["desk.complaint.new"])</h1>\
        <p>\(texts["desk.complaint.newText", ["within": call.formatting.span(within)]])</p></div></header>\
        <section class="card">\(form)</section></div>
        """
    }

    private var form: DeskFormMarkup {
        let form = DeskForm(Self.form, to: "\(call.path)/complaints", call, refused: refused)
        let causes = Complaint.Cause.allCases.map {
            Choices.Choice($0.rawValue, call.words.complaint($0))
        }
        let order = SelectField(
            name: form.fieldName("order"), label: texts["desk.order.title"], choices: orderChoices,
            chosen: form.entered("order") ?? order)
        let words = form.field(
            "words", texts["desk.complaint.words"], .area(rows: 5), isRequired: true,
            limit: Limits.noteCharacters, hint: texts["desk.complaint.wordsHint"])
        return form.html(
            Button(texts["desk.complaint.save"], .primary),
            """
            <input type="hidden" name="\(form.fieldName("customer"))" value="\(customer.id.text)">\
            \(form.choices("cause", texts["desk.complaint.cause"], causes))\(order)\(words)
            """)
    }

    private var orderChoices: [(value: String, words: String)] {
        let goods = GoodsText(reader: call.reader)
        return [(value: "", words: texts["desk.complaint.noOrder"])]
            + orders.map {
                (value: $0.id.text, words: "\($0.id) · \(call.reader.all($0.lines.map(goods.name)))")
            }
    }
}
