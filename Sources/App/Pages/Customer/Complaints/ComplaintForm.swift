import AfterSales
import Base
import Hummingbird
import Localisation
import Markup
import Orders
import Policies
import Storage
import Web

/// Makes a complaint: about what, which order, in the customer's own words.
struct ComplaintForm: Component {
    let call: CustomerCall
    let reader: Reader
    let orders: [Order]
    let order: String?
    let within: Span
    let input: FormBody?

    private static let ordersOffered = 20

    static func response(
        _ call: CustomerCall, order: String?, problem: Problem? = nil, input: FormBody? = nil
    ) async throws -> Response {
        let form = try await call.read { transaction in
            let pack = try call.services.policies.current(of: call.shop, in: transaction)
            let orders = try call.services.orders.placed(
                by: call.customerID, limit: ordersOffered, in: call.shop.id, transaction)
            return ComplaintForm(
                call: call, reader: call.reader(at: transaction.now), orders: orders.items.map(\.order),
                order: order,
                within: pack.complaints.within, input: input)
        }
        let path = QueryText.address(call.base + "/complaints/new", ["order": order])
        return call.page(call.texts["counter.complaint.make"], path: path, problem: problem, form.body)
    }

    var body: HTML {
        let form = ActionForm(
            to: call.base + "/complaints/new", call.seals.next(),
            button: Button(reader["counter.complaint.send"], .primary, .wide), content: fields)
        return """
            <header class="column-head"><h1>\(reader["counter.complaint.make"])</h1>\
            <p>\(reader["counter.complaint.text", ["within": reader.span(within)]])</p></header>
            <section class="card">\(form)</section>
            """
    }

    private var fields: HTML {
        let causes = Complaint.Cause.allCases.map {
            Choices.Choice($0.rawValue, reader["complaint.cause.\($0.rawValue)"])
        }
        return """
            \(Choices("cause", reader["counter.complaint.cause"], causes, chosen: input?["cause"]))\
            \(SelectField(name: "order", label: reader["counter.complaint.order"], choices: choices,
                chosen: input?["order"] ?? order))\
            \(Field("words", reader["counter.complaint.words"], .area(rows: 6), value: input?["words"],
                isRequired: true, limit: Limits.noteCharacters, hint: reader["counter.complaint.words.hint"]))
            """
    }

    private var choices: [(value: String, words: String)] {
        let words = CustomerOrderWords(reader: reader)
        let all = orders.map { (value: $0.id.text, words: "\(words.title($0)) · \($0.id.text)") }
        return [(value: "", words: reader["counter.complaint.noOrder"])] + all
    }
}
