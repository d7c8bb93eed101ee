import Base
import Localisation
import Markup
import Staff
import Web

/// Who works for the shop and which programs call for it.
struct PeoplePage: Component {
    let members: [StaffMember]
    let keys: [Key]
    /// A key that was just made: the only time that its secret is shown.
    let made: MadeKey?
    /// Whose row stands open.
    let opened: Identifier<StaffMember>?
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><h1>\(texts["desk.way.people"])</h1>\
        <p>\(texts["desk.people.text"])</p></div>\
        </header>\(made.map { MadeKeyNotice(made: $0, texts: texts) })\
        <section class="card"><div class="card-head"><h2>\(texts["desk.people.staff"])</h2></div>\
        <ul class="rules">\(each: members, member)</ul></section>\(adding)\
        \(KeyList(keys: keys, refused: refused, call: call))</div>
        """
    }

    private func member(_ member: StaffMember) -> HTML {
        StaffRow(member: member, isOpened: member.id == opened, refused: refused, call: call).body
    }

    private var adding: HTML {
        let form = DeskForm("people", to: "\(call.path)/people", call, refused: refused)
        let content: HTML = """
            \(form.field("name", texts["desk.people.name"], isRequired: true, limit: Limits.nameCharacters))\
            \(form.field("email", texts["desk.people.email"], .email, isRequired: true, limit: 254))\
            \(RoleSelect(form: form, chosen: form.entered("role"), call: call))\
            <p class="field-hint">\(texts["desk.people.addHint"])</p>
            """
        return """
            <section class="card">\
            <details class="disclosure" id="people-add"\(attribute: "open", form.isRefused)>\
            <summary>\(texts["desk.people.add"])</summary>\
            \(form.html(Button(texts["desk.people.add"], .primary), content))</details></section>
            """
    }
}

/// The roles that the reader may give, narrowest first.
struct RoleSelect: Component {
    let form: DeskForm
    let chosen: String?
    let call: DeskCall

    static func roles(_ call: DeskCall) -> [Role] {
        [.viewer, .agent, .supervisor, .owner].filter { call.principal.role.includes($0) }
    }

    /// The role with what it may do.
    static func says(_ role: Role, _ call: DeskCall) -> String {
        call.texts[
            "desk.people.roleText",
            ["role": call.words.role(role), "text": call.texts["desk.role.\(role.rawValue).text"]]]
    }

    var body: HTML {
        SelectField(
            name: form.fieldName("role"), label: call.texts["desk.people.role"],
            choices: Self.roles(call).map { ($0.rawValue, Self.says($0, call)) },
            chosen: chosen ?? Role.agent.rawValue
        ).body
    }
}
