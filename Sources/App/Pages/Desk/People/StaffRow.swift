import Base
import Localisation
import Markup
import Staff
import Web

/// One member of staff with what may be done: role, password, leaving and coming back.
struct StaffRow: Component {
    let member: StaffMember
    let isOpened: Bool
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var place: String { call.place("people", member.id) }
    /// Nobody changes somebody whose role is wider than their own.
    private var isManaged: Bool { call.principal.role.includes(member.role) }

    static func form(_ noun: String, _ member: Identifier<StaffMember>) -> String { "\(noun)-\(member)" }

    var body: HTML {
        """
        <li class="rule"><p class="row"><span class="rule-says">\(member.name)</span>\
        <span class="soft">\(member.email)</span>\(StatusChip(call.words.role(member.role)))\
        \(if: !member.isActive, StatusChip(texts["desk.people.inactive"], .warn).body)\
        \(if: member.isActive && !member.hasPassword, StatusChip(texts["desk.people.noPassword"], .warn).body)</p>\
        \(if: isManaged, more)</li>
        """
    }

    private var isOpen: Bool {
        isOpened || ["role", "password", "activity"].contains { refused?.name == Self.form($0, member.id) }
    }

    private var more: HTML {
        """
        <details class="disclosure" id="staff-\(member.id.text)"\(attribute: "open", isOpen)>\
        <summary>\(texts["desk.people.change"])</summary><div class="disclosure-body">\
        \(role)\(password)\(activity)</div></details>
        """
    }

    private func form(_ noun: String) -> DeskForm {
        DeskForm(Self.form(noun, member.id), to: "\(place)/\(noun)", call, refused: refused)
    }

    private var role: ActionForm {
        let form = form("role")
        return form.html(
            Button(texts["desk.people.setRole"]), style: "row",
            RoleSelect(form: form, chosen: member.role.rawValue, call: call).body)
    }

    private var password: ActionForm {
        let form = form("password")
        return form.html(
            Button(texts["desk.people.setPassword"]), style: "row",
            form.field(
                "password", texts["desk.people.password"], .password, isRequired: true, limit: 200,
                autocomplete: "new-password", hint: texts["desk.people.passwordHint"]
            ).body)
    }

    private var activity: HTML {
        let form = form("activity")
        let to = member.isActive ? "inactive" : "active"
        let label = texts["desk.people.make.\(to)"]
        return form.html(
            Button(label, member.isActive ? .danger : .usual, name: form.fieldName("to"), value: to),
            style: "actions", confirmation: texts["desk.again", ["what": label]]
        ).body
    }
}
