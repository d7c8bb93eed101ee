import Base
import Conversations
import Customers
import Hummingbird
import Localisation
import Markup
import Staff
import Storage
import Web

/// What customers put into the box: counted, and a form to answer each.
struct FeedbackPage: Component {
    struct Row: Sendable {
        let feedback: Feedback
        let who: String
        let told: @Sendable (String) -> String
    }

    let state: Feedback.State
    let rows: [Row]
    let next: Cursor?
    let counts: [FeedbackCount]
    /// How closed cases were rated.
    let cases: CaseRatingFigures
    let now: Timestamp
    let refused: RefusedForm?
    let call: DeskCall

    static let counted = Span.days(30)

    init(_ refused: RefusedForm? = nil, _ call: DeskCall, _ transaction: Transaction) throws {
        let (desk, shop) = (call.services.feedback, call.shop.id)
        let query = try Query(call.request)
        var filter = FeedbackFilter()
        state = try query.choice("state", of: Feedback.State.self) ?? .open
        (filter.state, filter.after) = (state, try query.cursor(of: 1))
        let page = try desk.list(filter, in: shop, transaction)
        let customers = try call.services.customers.known(page.items.map(\.customerID), in: shop, transaction)
        rows = page.items.map { feedback in
            let customer = customers[feedback.customerID]
            return Row(
                feedback: feedback, who: customer.map(call.personal.name) ?? "",
                told: call.personal.words(of: customer))
        }
        counts = try desk.counts(
            from: transaction.now - Self.counted, until: transaction.now + .seconds(1), in: shop, transaction)
        cases = try desk.ratingFigures(
            from: transaction.now - Self.counted, until: transaction.now + .seconds(1), in: shop, transaction)
        (next, now, self.refused, self.call) = (page.next, transaction.now, refused, call)
    }

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/feedback" }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div>\
        <p class="small"><a href="\(call.path)/conversations">\(texts["desk.way.conversations"])</a></p>\
        <h1>\(texts["desk.feedback.title"])</h1><p>\(texts["desk.feedback.text"])</p></div></header>\
        <div class="strip">\(each: counts, cell)\(rated)</div>\(views)\(list)</div>
        """
    }

    private func cell(_ count: FeedbackCount) -> HTML {
        """
        <div class="strip-cell"><span class="strip-label">\(texts["feedback.kind.\(count.kind.rawValue)"])</span>\
        <span class="strip-number">\(String(count.all))</span><span class="strip-note">\
        \(texts["desk.feedback.answered", ["count": String(count.answered)]])</span></div>
        """
    }

    private var rated: HTML? {
        cases.averageHundredths.map { average in
            let tenths = (average + 5) / 10
            return """
                <div class="strip-cell"><span class="strip-label">\(texts["desk.caseRating.average"])</span>\
                <span class="strip-number">\(String(tenths / 10)).\(String(tenths % 10))</span>\
                <span class="strip-note">\(texts["desk.caseRating.counted", ["count": String(cases.count), "low": String(cases.low)]])\
                </span></div>
                """
        }
    }

    private var views: HTML {
        """
        <nav class="filters-set" aria-label="\(texts["desk.conversations.views"])">\
        \(each: Feedback.State.allCases, {
            "<a href=\"\(path)?state=\($0.rawValue)\"\(attribute: "aria-current", $0 == state ? "true" : nil)>\(texts["desk.feedback.state.\($0.rawValue)"])</a>"
        })</nav>
        """
    }

    private var list: HTML {
        guard !rows.isEmpty else {
            return """
                <div class="table-frame">\(EmptyState(
                    texts["desk.feedback.empty"], texts["desk.feedback.emptyText"]))</div>
                """
        }
        let further = next.map { QueryText.address(path, ["state": state.rawValue, "cursor": $0.text]) }
        return "<div class=\"stack\">\(each: rows, item)</div>\(Pager(first: nil, next: further, texts))"
    }

    private func item(_ row: Row) -> HTML {
        let feedback = row.feedback
        let about = feedback.caseID.map {
            "<a href=\"\(call.place("cases", Identifier<Feedback>($0)))\">\(texts["desk.feedback.case"])</a>"
                as HTML
        }
        return """
            <section class="card" id="feedback-\(feedback.id.text)"><p class="small soft">\
            \(texts["feedback.kind.\(feedback.kind.rawValue)"]) · \
            <a href="\(call.place("customers", feedback.customerID))">\(row.who)</a> · \
            \(call.formatting.moment(feedback.at, now: now)) \(about)</p>\(said(row))\
            \(if: feedback.state == .open && call.may(.conversationsHandle), answering(feedback))</section>
            """
    }

    private func said(_ row: Row) -> HTML {
        guard row.feedback.isKept else { return "<p class=\"soft\">\(texts["feedback.gone"])</p>" }
        return """
            <p class="pre">\(row.told(row.feedback.words))</p>\
            \(row.feedback.answer.map { "<blockquote class=\"pre\">\(row.told($0.words))</blockquote>" as HTML })
            """
    }

    private func answering(_ feedback: Feedback) -> HTML {
        let place = "\(path)/\(feedback.id.inPath)"
        let form = DeskForm("answer-\(feedback.id.text)", to: "\(place)/answer", call, refused: refused)
        let closing = ActionForm(
            to: "\(place)/closure", call.seal(), style: "actions",
            button: Button(texts["desk.feedback.close"], .quiet))
        return """
            \(form.html(
                Button(texts["desk.feedback.send"]),
                form.field("text", texts["desk.feedback.answer"], .area(rows: 2), isRequired: true, limit: Limits.noteCharacters).body
            ))\(closing)
            """
    }
}
