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
        \(if: !member.isActive, StatusChip(texts["desk.people.\(member.isForgotten ? "forgotten" : "inactive")"], .warn).body)\
        \(if: member.isActive && !member.hasPassword, StatusChip(texts["desk.people.noPassword"], .warn).body)\
        \(if: member.hasSecondFactor, StatusChip(texts["desk.people.secondFactor"], .good).body)</p>\
        \(if: isManaged && !member.isForgotten, more)</li>
        """
    }

    private var isOpen: Bool {
        isOpened
            || ["role", "password", "activity", "second-factor-removal"].contains {
                refused?.name == Self.form($0, member.id)
            }
    }

    private var more: HTML {
        """
        <details class="disclosure" id="staff-\(member.id.text)"\(attribute: "open", isOpen)>\
        <summary>\(texts["desk.people.change"])</summary><div class="disclosure-body">\
        <div class="split">\(role)\(password)</div>\(if: member.hasSecondFactor, secondFactor)\(activity)</div></details>
        """
    }

    private func form(_ noun: String) -> DeskForm {
        DeskForm(Self.form(noun, member.id), to: "\(place)/\(noun)", call, refused: refused)
    }

    private var role: JoinedField {
        let form = form("role")
        let choices: [HTML] = RoleSelect.roles(call).map { role in
            """
            <option value="\(role.rawValue)"\(attribute: "selected", role == member.role)>\
            \(RoleSelect.says(role, call))</option>
            """
        }
        return JoinedField(
            form: form, part: "role", label: texts["desk.people.role"],
            input: """
                <select class="input" id="\(JoinedField.id(form, "role"))" name="\(form.fieldName("role"))">\
                \(choices)</select>
                """, button: Button(texts["desk.people.setRole"]))
    }

    private var password: JoinedField {
        let form = form("password")
        return JoinedField(
            form: form, part: "password", label: texts["desk.people.password"],
            input: """
                <input class="input" id="\(JoinedField.id(form, "password"))" type="password" \
                name="\(form.fieldName("password"))" maxlength="200" autocomplete="new-password" required>
                """, button: Button(texts["desk.people.setPassword"]), hint: texts["desk.people.passwordHint"]
        )
    }

    private var secondFactor: HTML {
        let label = texts["desk.people.removeFactor"]
        return form("second-factor-removal").pressed(
            Button(label), confirmation: texts["desk.again", ["what": label]]
        ).body
    }

    private var activity: HTML {
        let form = form("activity")
        let to = member.isActive ? "inactive" : "active"
        let label = texts["desk.people.make.\(to)"]
        return form.pressed(
            Button(label, member.isActive ? .danger : .usual, name: form.fieldName("to"), value: to),
            confirmation: texts["desk.again", ["what": label]]
        ).body
    }
}
