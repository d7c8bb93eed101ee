import Base
import Localisation
import Markup
import Staff
import Web

/// What an owner sets for the shop: who carries its messages, where goods go back to, the secret of its links.
struct SettingsPage: Component {
    let record: ShopRecord
    /// Which part was just saved.
    let saved: String?
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="page page-narrow"><header class="page-head"><div><h1>\(texts["desk.way.settings"])</h1>\
        <p>\(texts["desk.settings.text"])</p></div></header>\
        \(if: saved != nil, Notice(texts["desk.settings.saved"], nil, .good).body)\
        \(part("messages", messages))\(part("returns", returns))\(part("links", links))\(part("staffSignIn", staffSignIn))\(retention)\(facts)</div>
        """
    }

    private func part(_ name: String, _ content: DeskFormMarkup) -> HTML {
        """
        <section class="card" id="\(name)"><h2>\(texts["desk.settings.\(name)"])</h2>\
        <p class="small soft">\(texts["desk.settings.\(name)Text"])</p>\(content)</section>
        """
    }

    private func form(_ name: String) -> DeskForm {
        DeskForm(name, to: "\(call.path)/settings/\(name)", call, refused: refused)
    }

    private var save: Button { Button(texts["action.save"]) }

    private var messages: DeskFormMarkup {
        let form = form("messages")
        let routes = [MessageRoute.Name.nobody, .webhook, .kept].map {
            Choices.Choice($0.rawValue, texts["desk.settings.route.\($0.rawValue)"])
        }
        return form.html(
            save,
            """
            \(form.choices("route", texts["desk.settings.route"], routes, chosen: record.settings.messages.name.rawValue))\
            \(form.field("url", texts["desk.settings.url"], value: url, limit: 2_000, hint: texts["desk.settings.urlHint"]))\
            \(form.field("secret", texts["desk.settings.secret"], .password, limit: 200, autocomplete: "off", hint: texts["desk.settings.secretHint"]))
            """)
    }

    private var url: String? {
        if case .webhook(let url) = record.settings.messages { url } else { nil }
    }

    private var returns: DeskFormMarkup {
        let form = form("returns")
        return form.html(
            save,
            form.field(
                "address", texts["desk.settings.address"], .area(rows: 4),
                value: record.settings.returnAddress?.allLines.joined(separator: "\n"), limit: 1_000,
                hint: texts["desk.settings.addressHint"]
            ).body)
    }

    private var links: DeskFormMarkup {
        let form = form("links")
        return form.html(
            save,
            form.field(
                "secret", texts["desk.settings.linkSecret"], .password, isRequired: true, limit: 200,
                autocomplete: "off", hint: texts["desk.settings.secretHint"]
            ).body)
    }

    private var staffSignIn: DeskFormMarkup {
        let form = form("staffSignIn")
        let isDemanded = record.settings.demandsSecondFactor
        return form.html(
            save,
            """
            <label class="choice"><input type="checkbox" name="\(form.fieldName("demand"))" value="yes"\
            \(attribute: "checked", isDemanded)><span>\(texts["desk.settings.demand"])</span></label>
            """)
    }

    private var retention: HTML {
        """
        <section class="card" id="retention"><h2>\(texts["desk.retention.title"])</h2>\
        <p class="small soft">\(texts["desk.retention.text"])</p>\
        <p><a href="\(call.path)/settings/retention">\(texts["desk.retention.link"])</a></p></section>
        """
    }

    private var facts: HTML {
        """
        <section class="card"><h2>\(texts["desk.settings.shop"])</h2><dl class="facts">\
        \(DeskFacts([
            (texts["desk.settings.name"], HTML(escaping: record.name)),
            (texts["desk.settings.id"], "<span class=\"number\">\(record.id.text)</span>"),
            (texts["desk.settings.currency"], HTML(escaping: record.currency.code)),
            (texts["desk.settings.timeZone"], HTML(escaping: record.timeZone)),
        ]))</dl></section>
        """
    }
}
