import Base
import Localisation
import Markup
import Web

/// Who is signed in: role, language, password.
struct AccountPage: Component {
    static let form = "account"

    let name: String
    let sessions: SessionList?
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="page page-narrow"><header class="page-head"><div><h1>\(name)</h1>\
        <p>\(call.words.role(call.principal.role))</p></div></header>\
        <section class="card"><h2>\(texts["desk.account.language"])</h2>\
        \(LanguageSwitch(path: "\(call.path)/account", texts))</section>\
        \(if: isPerson, password)\(if: isPerson, secondFactor)\(sessions)<section class="card"><h2>\(texts["desk.account.keys"])</h2>\
        <p class="small soft">\(texts["desk.account.keysText"])</p>\(KeyTable(texts: texts))</section></div>
        """
    }

    private var secondFactor: HTML {
        """
        <section class="card"><h2>\(texts["desk.factor.title"])</h2>\
        <p class="small soft">\(texts["desk.factor.text"])</p>\
        <p>\(ButtonLink(Link(texts["desk.factor.manage"], to: "\(call.path)/account/second-factor")))</p></section>
        """
    }

    /// A key that came with a browser has no password.
    private var isPerson: Bool { [.staff, .platform].contains(call.principal.actor.kind) }

    private var password: HTML {
        let form = DeskForm(Self.form, to: "\(call.path)/account/password", call, refused: refused)
        let content: HTML = """
            \(form.field("currentPassword", texts["desk.account.current"], .password, isRequired: true, limit: 200, autocomplete: "current-password"))\
            \(form.field("password", texts["desk.account.new"], .password, isRequired: true, limit: 200, autocomplete: "new-password", hint: texts["desk.people.passwordHint"]))
            """
        return """
            <section class="card"><h2>\(texts["desk.account.password"])</h2>\
            <p class="small soft">\(texts["desk.account.passwordText"])</p>\
            \(form.html(Button(texts["desk.people.setPassword"]), content))</section>
            """
    }
}
