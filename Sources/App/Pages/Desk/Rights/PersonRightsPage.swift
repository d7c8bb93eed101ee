import Base
import Conversations
import Customers
import Files
import Localisation
import Markup
import Staff
import Web

/// Giving a customer or visitor all that is kept of them, and erasing it: what goes, what the law wants kept and until when.
struct PersonRightsPage: Component {
    let model: PersonRightsModel
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var id: String { model.person.actorID }
    private var isVisitor: Bool { model.person.customerID == nil }
    /// Where the forms go.
    private var place: String { model.person.rightsPlace(call) }
    private var title: String { texts[isVisitor ? "desk.conversation.visitor" : "desk.customer.title"] }

    /// Where the person is met: a customer has a page, a visitor has conversations.
    private var whence: String {
        switch model.person {
        case .customer(let id): call.place("customers", id)
        case .visitor:
            model.conversation.map { call.place("conversations", $0) } ?? "\(call.path)/conversations"
        }
    }

    private func text(_ key: String, _ arguments: [String: String] = [:]) -> String {
        texts["desk.rights.\(isVisitor ? "visitor." : "")\(key)", arguments]
    }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><p class="row small soft">\
        <a href="\(whence)">\(title)</a>\
        <span class="number">\(id)</span></p><h1>\(texts["desk.rights.title"])</h1>\
        <p>\(text("text"))</p></div></header><div class="split split-side"><div class="stack">\
        \(erased)\(others)\(if: mayGive, given)\(if: mayErase, erasing)</div>\
        <div class="stack">\(if: !model.history.isEmpty, history)</div></div></div>
        """
    }

    private var erased: HTML? {
        model.erasedAt.map {
            Notice(text("erased", ["moment": call.words.moment($0)]), nil, .good).body
        }
    }

    private var others: HTML? {
        guard !model.others.isEmpty else { return nil }
        let who = model.others.map(\.actorID).joined(separator: texts["desk.rights.and"])
        return Notice(texts["desk.rights.others", ["who": who]], nil, .warn).body
    }

    private var given: HTML {
        let form = DeskForm("export", to: "\(place)/export", call)
        return """
            <section class="card"><h2>\(texts["desk.rights.give"])</h2>\
            <p class="soft">\(text("giveText"))</p>\
            \(form.pressed(Button(texts["desk.rights.download"])))\(if: !model.files.isEmpty, files)</section>
            """
    }

    private var files: HTML {
        let label = texts["desk.rights.files", ["count": String(model.files.count)]]
        return """
            <details class="disclosure"><summary>\(label)</summary><ul class="rules">\
            \(each: model.files, file)</ul></details>
            """
    }

    private func file(_ file: StoredFile) -> HTML {
        """
        <li class="rule"><a href="\(call.path)/files/\(file.id.text)" download>\(file.id.text)</a> \
        <span class="faint small">\(ByteCount.words(file.bytes)) · \(call.words.moment(file.at))</span></li>
        """
    }

    /// Nothing is given of somebody of whom nothing is kept.
    private var mayGive: Bool { call.may(.personalDataGive) && (model.erasedAt == nil || !isVisitor) }

    private var mayErase: Bool { call.may(.personalDataErase) && model.erasedAt == nil }

    private var erasing: HTML {
        """
        <section class="card"><h2>\(texts["desk.rights.erase"])</h2><p>\(text("goes"))</p>\
        <p>\(stays)</p>\(model.open.isEmpty ? form : waiting)</section>
        """
    }

    private var stays: String {
        guard let moment = model.keptUntil else { return text("staysNone") }
        return texts["desk.rights.stays", ["date": call.formatting.date(of: moment)]]
    }

    private var waiting: HTML {
        Notice(texts["refusal.personHasOpenMatters", model.open.arguments], nil, .warn).body
    }

    private var form: HTML {
        let form = DeskForm(
            "erasure", to: "\(place)/erasure", call, refused: refused)
        let reasons = Erasure.Given.allCases.map {
            Choices.Choice($0.rawValue, texts["desk.personal.reason.\($0.rawValue)"])
        }
        return form.html(
            Button(texts["desk.rights.eraseNow"], .danger), confirmation: texts["desk.rights.sure"],
            """
            \(form.choices("reason", texts["desk.rights.reason"], reasons))\
            \(form.field(
                "confirm", text("confirm", ["id": id]), isRequired: true,
                limit: Limits.idBytes, autocomplete: "off"))
            """
        ).body
    }

    private var history: HTML {
        let text = CaseTimelineText(reader: call.reader, side: .staff) { [names = model.names] in names[$0] }
        return """
            <section class="card"><h2>\(texts["desk.rights.history"])</h2>\
            \(Timeline(model.history.map { text.entry($0) }))</section>
            """
    }
}

extension Partner {
    /// The page of what they may ask.
    func rightsPlace(_ call: DeskCall) -> String {
        switch self {
        case .customer(let id): "\(call.place("customers", id))/rights"
        case .visitor(let id): "\(call.place("visitors", id))/rights"
        }
    }
}
