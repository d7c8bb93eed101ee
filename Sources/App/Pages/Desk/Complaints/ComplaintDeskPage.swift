import AfterSales
import Base
import Customers
import Localisation
import Markup
import Staff
import Web

/// One complaint: the customer's words, what was found, how it is put right.
struct ComplaintDeskPage: Component {
    let row: ComplaintRow
    let customer: Customer
    /// To be written on; nil where it holds what is masked.
    let finding: String?
    let timeline: [Timeline.Entry]
    let resend: ResendFields?
    let breach: BreachField?
    let now: Timestamp
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var complaint: Complaint { row.complaint }
    private var place: String { call.place("complaints", complaint.id) }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><p class="row small soft">\
        <a href="\(call.path)/complaints">\(texts["desk.way.complaints"])</a>\
        <span class="number">\(complaint.id.text)</span>\
        \(StatusChip(call.words.complaint(complaint.state), row.tone))</p>\
        <h1>\(texts["desk.complaint.title", ["who": row.customer, "cause": call.words.complaint(complaint.cause)]])</h1>\
        </div></header>\(clock)<div class="split"><div class="stack">\(words)\(actions)\(history)</div>\
        <div class="stack">\(side)</div></div></div>
        """
    }

    private var clock: HTML? {
        row.clock(now: now).map { clock in
            let ring = Countdown(
                clock, now: now, call.formatting, sentence: texts[turn],
                over: texts["desk.complaint.over"],
                until: texts["clock.until", ["moment": call.words.moment(complaint.due)]])
            return "<div class=\"card\">\(ring)</div>"
        }
    }

    /// Once a remedy is proposed the customer answers.
    private var turn: String {
        complaint.state == .remedied ? "desk.complaint.clock.remedied" : "desk.complaint.clock"
    }

    private var words: HTML {
        var facts: [(String, HTML)] = [(texts["desk.complaint.words"], HTML(escaping: complaint.words))]
        if let finding = complaint.finding {
            facts.append((texts["desk.complaint.finding"], HTML(escaping: finding)))
        }
        if let remedy = complaint.remedy {
            let note = remedy.note.map { "<br><span class=\"soft\">\($0)</span>" as HTML }
            facts.append(
                (texts["desk.complaint.remedy"], "\(call.words.remedy(remedy.kind, remedy.amount))\(note)"))
        }
        if let isAccepted = complaint.isAccepted {
            facts.append(
                (
                    texts["desk.complaint.answer"],
                    HTML(
                        escaping: texts["desk.complaint.answer.\(isAccepted ? "accepted" : "declined")"]
                    )
                ))
        }
        return "<section class=\"card\"><dl class=\"facts\">\(DeskFacts(facts))</dl></section>"
    }

    private var actions: HTML? {
        guard call.may(.complaintsHandle), !row.isOver || complaint.state == .accepted else { return nil }
        let isAnswered = complaint.finding != nil || complaint.remedy != nil
        return """
            <section class="action-panel" aria-label="\(texts["desk.case.actions"])">\
            \(answer)\(findingForm)\(if: complaint.state != .accepted, remedy)\(if: isAnswered, closure)</section>
            """
    }

    private func folded(_ name: String, _ form: DeskFormMarkup, isOpen: Bool) -> HTML {
        """
        <details class="disclosure" id="\(name)"\(attribute: "open", isOpen)>\
        <summary>\(texts["desk.complaint.do.\(name)"])</summary>\(form)</details>
        """
    }

    /// What the customer says to the remedy, entered by whoever is on the telephone with them.
    private var answer: HTML {
        guard complaint.state == .remedied, call.may(.customerConsent) else { return .empty }
        let form = DeskForm("acceptance", to: "\(place)/acceptance", call, refused: refused)
        let answers = ComplaintAnswer.allCases.map {
            Choices.Choice($0.rawValue, texts["desk.complaint.answer.\($0.rawValue)"])
        }
        let button = Button(texts["action.save"])
        let content = form.choices("answer", texts["desk.complaint.answerHow"], answers)
        return folded(
            "acceptance",
            form.html(button, confirmation: texts["desk.again", ["what": texts["action.save"]]], content),
            isOpen: form.isRefused)
    }

    private var findingForm: HTML {
        let form = DeskForm("finding", to: "\(place)/finding", call, refused: refused)
        let field = form.field(
            "finding", texts["desk.complaint.findingLabel"], .area(rows: 4), value: finding,
            isRequired: true, limit: Limits.noteCharacters, hint: texts["desk.complaint.findingHint"])
        let isOpen = form.isRefused || complaint.state == .open
        return folded("finding", form.html(Button(texts["action.save"]), field.body), isOpen: isOpen)
    }

    private var remedy: HTML {
        let form = DeskForm("remedy", to: "\(place)/remedy", call, refused: refused)
        let kinds = Complaint.RemedyKind.allCases.map {
            Choices.Choice($0.rawValue, texts["desk.remedy.\($0.rawValue)"])
        }
        let content: HTML = """
            \(form.choices("kind", texts["desk.complaint.remedyWhat"], kinds, chosen: complaint.remedy?.kind.rawValue))\
            \(form.field("amount", texts["desk.complaint.amount"], limit: 20, hint: texts["desk.complaint.amountHint"]))\
            \(breach?.body(form, chosen: complaint.remedy?.breach))\
            \(resend?.body(form))\
            \(form.field("note", texts["desk.note.toCustomer"], .area(rows: 3), limit: Limits.noteCharacters))
            """
        let isOpen = form.isRefused || complaint.state == .found
        return folded(
            "remedy", form.html(Button(texts["desk.send.customer"], .primary), content), isOpen: isOpen)
    }

    private var closure: HTML {
        let form = DeskForm("closure", to: "\(place)/closure", call, refused: refused)
        let label = texts["desk.complaint.do.closure"]
        return form.pressed(
            Button(label, complaint.state == .accepted ? .primary : .quiet),
            confirmation: texts["desk.again", ["what": label]]
        ).body
    }

    private var history: HTML {
        """
        <section class="card"><div class="card-head"><h2 class="card-quiet">\(texts["desk.case.timeline"])\
        </h2></div>\
        \(Timeline(timeline))</section>
        """
    }

    private var side: HTML {
        """
        <section class="card"><div class="card-head"><h2>\
        <a href="\(call.place("customers", customer.id))">\(row.customer)</a></h2></div>\
        <dl class="facts">\(CustomerFacts(customer: customer, call: call))\(order)\(cases)\
        <dt>\(texts["desk.complaints.owner"])</dt><dd>\(row.owner ?? "–")</dd></dl>\
        \(PersonalDataPanel(
            record: .complaint(complaint.id), showings: nil, refused: refused, call: call))</section>
        """
    }

    private var order: HTML? {
        complaint.orderID.map {
            """
            <dt>\(texts["desk.order.title"])</dt>\
            <dd class="number"><a href="\(call.place("orders", $0))">\($0.text)</a></dd>
            """
        }
    }

    private var cases: HTML {
        HTML(
            joining: complaint.caseIDs.map { id in
                """
                <dt>\(texts["desk.complaint.case"])</dt>\
                <dd class="number"><a href="\(call.path)/cases/\(QueryText.encoded(id))">\(id)</a></dd>
                """
            })
    }
}
