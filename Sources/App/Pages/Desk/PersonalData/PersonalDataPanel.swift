import Base
import Events
import Localisation
import Markup
import Staff
import Storage
import Web

/// Below a customer's details: the way to see them unmasked, that it was taken, and who took it before.
struct PersonalDataPanel: Component {
    let record: PersonalData.Record
    /// Nil where a timeline tells them.
    let showings: PersonalDataShowings?
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML { "\(call.personal == .shown ? shown : masked)\(earlier)" }

    private var shown: HTML {
        """
        <p class="banner small" data-tone="warn" role="status" id="personal">\(texts["desk.personal.shown"]) \
        <a href="\(record.place(call))">\(texts["desk.personal.hide"])</a></p>
        """
    }

    private var masked: HTML {
        guard call.may(.personalDataShow) else {
            return "<p class=\"small faint\">\(texts["desk.customer.masked"])</p>"
        }
        let form = DeskForm("personal", to: "\(record.place(call))/personal-data", call, refused: refused)
        return """
            <details class="disclosure" id="personal"\(attribute: "open", form.isRefused)>\
            <summary>\(texts["desk.personal.show"])</summary>\
            \(form.html(Button(texts["desk.personal.show"]), fields(form)))</details>
            """
    }

    private func fields(_ form: DeskForm) -> HTML {
        let reasons = PersonalData.Reason.Code.allCases.map {
            Choices.Choice($0.rawValue, texts["desk.personal.reason.\($0.rawValue)"])
        }
        return """
            <p class="small faint">\(texts["desk.personal.recorded"])</p>\
            \(form.choices("reason", texts["desk.personal.reason"], reasons))\
            \(form.field(
                "words", texts["desk.personal.words"], limit: Limits.nameCharacters,
                hint: texts["desk.personal.wordsHint"]))
            """
    }

    private var earlier: HTML? {
        guard let showings, !showings.events.isEmpty else { return nil }
        let names = showings.names
        let text = CaseTimelineText(reader: call.reader, side: .staff) { names[$0] }
        let label = texts["desk.personal.earlier", ["count": String(showings.events.count)]]
        return """
            <details class="disclosure"><summary>\(label)</summary>\
            \(Timeline(showings.events.map { text.entry($0) }))</details>
            """
    }
}

extension PersonalData.Record {
    /// The record's page.
    func place(_ call: DeskCall) -> String {
        switch self {
        case .case(let id): call.place("cases", id)
        case .order(let id): call.place("orders", id)
        case .customer(let id): call.place("customers", id)
        case .complaint(let id): call.place("complaints", id)
        case .conversation(let id): call.place("conversations", id)
        case .file(let id): call.place("files", id)
        }
    }
}

/// Who looked at a record's personal data and why, newest first, with what they are called.
struct PersonalDataShowings: Sendable {
    let events: [DomainEvent]
    let names: [String: String]

    init(_ record: PersonalData.Record, _ call: DeskCall, _ transaction: Transaction) throws {
        events = try PersonalData(services: call.services).showings(of: record, in: call.shop.id, transaction)
        names = try StaffNames(call, transaction).people(in: events)
    }
}
