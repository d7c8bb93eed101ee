import AfterSales
import Base
import Events
import Hummingbird
import Localisation
import Markup
import Storage
import Web

/// A complaint: where it stands, what the shop found, and the remedy that can be accepted or declined.
struct CustomerComplaintPage: Component {
    let complaint: Complaint
    let events: [DomainEvent]
    let call: CustomerCall
    let reader: Reader

    static func response(
        _ id: Identifier<Complaint>, _ call: CustomerCall, problem: Problem? = nil
    ) async throws -> Response {
        let page = try await call.read { transaction in
            let complaint = try call.services.complaints.complaint(
                id, for: call.taker, in: call.shop.id, transaction)
            let events = try call.services.events.store.timeline(of: id.text, in: call.shop.id, transaction)
            return CustomerComplaintPage(
                complaint: complaint, events: events, call: call, reader: call.reader(at: transaction.now))
        }
        let path = "\(call.base)/complaints/\(id.inPath)"
        return call.page(call.texts["counter.complaint.link"], path: path, problem: problem, page.body)
    }

    var body: HTML {
        """
        <article class="letter">\(clock)<div class="letter-body"><p class="letter-meta">\
        \(StatusChip(reader["complaint.state.\(complaint.state.rawValue)"], tone))\
        <span>\(reader["complaint.cause.\(complaint.cause.rawValue)"])</span>\
        <span class="number">\(complaint.id.text)</span></p><h1>\
        \(reader["counter.complaint.title.\(complaint.state.rawValue)"])</h1>\
        <p class="strong">\(reader["counter.complaint.yours"])</p><p>\(complaint.words)</p>\
        \(finding)\(remedy)\(links)\
        <p class="letter-sign">\(reader.moment(complaint.openedAt))</p></div>\(answer)</article>
        <section class="card"><h2>\(reader["counter.story"])</h2>\
        \(Timeline(CaseTimelineText(reader: reader, side: .customer).entries(events)))</section>
        """
    }

    private var tone: Tone? {
        switch complaint.state {
        case .remedied: .yours
        case .accepted, .closed: .good
        case .open, .found: nil
        }
    }

    private var clock: HTML {
        guard complaint.state == .open || complaint.state == .found else { return "" }
        let text = DeadlineText(reader: reader)
        let sentence = reader[
            "clock.join", ["turn": reader["clock.complaint"], "fallback": reader["fallback.escalate"]]]
        let ring = text.ring(
            from: complaint.openedAt, due: complaint.due, warn: complaint.warnAt, sentence,
            over: reader["over.escalate"])
        return "<div class=\"letter-clock\">\(ring)</div>"
    }

    private var finding: HTML {
        guard let finding = complaint.finding else { return "" }
        return "<p class=\"strong\">\(reader["counter.complaint.finding"])</p><p>\(finding)</p>"
    }

    private var remedy: HTML {
        guard let remedy = complaint.remedy else { return "" }
        let says = reader[
            "remedy.\(remedy.kind.rawValue)", ["amount": remedy.amount.map(reader.money) ?? ""]]
        return """
            <p class="strong">\(reader["counter.complaint.remedy"])</p><p>\(says)</p>\
            \(remedy.note.map { "<p>\($0)</p>" as HTML })
            """
    }

    private var links: HTML {
        let order = complaint.orderID.map {
            link(call.place(of: $0), reader["counter.order.number", ["order": $0.text]])
                as HTML
        }
        let cases = complaint.caseIDs.map {
            link(call.place(of: Identifier<Case>($0)), reader["counter.complaint.case", ["case": $0]])
                as HTML
        }
        return order == nil && cases.isEmpty ? "" : "<ul class=\"stack-tight\">\(order)\(cases)</ul>"
    }

    private func link(_ place: String, _ words: String) -> HTML {
        "<li><a href=\"\(place)\">\(words)</a></li>"
    }

    private var answer: HTML {
        guard complaint.state == .remedied else { return "" }
        let place = "\(call.base)/complaints/\(complaint.id.inPath)/acceptance"
        func form(_ answer: ComplaintAnswer, _ button: Button) -> ActionForm {
            ActionForm(
                to: place, call.seals.next(), style: "actions-column", button: button,
                content: "<input type=\"hidden\" name=\"answer\" value=\"\(answer.rawValue)\">")
        }
        return """
            <div class="letter-actions">\
            \(form(.accepted, Button(reader["counter.complaint.accept"], .primary, .wide)))\
            \(form(.declined, Button(reader["counter.complaint.decline"], .quiet)))</div>
            """
    }
}
