import Base
import Localisation
import Markup
import Staff
import Web

/// Keys by which programs call the API; their secrets are never shown again.
struct KeyList: Component {
    let keys: [Key]
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <section class="card" id="keys"><div class="card-head"><h2>\(texts["desk.keys.title"])</h2></div>\
        <p class="small soft">\(texts["desk.keys.text"])</p>\
        \(if: keys.isEmpty, "<p class=\"soft\">\(texts["desk.keys.empty"])</p>")\
        <ul class="rules">\(each: keys, item)</ul>\(adding)</section>
        """
    }

    private func item(_ key: Key) -> HTML {
        let used = key.lastUsed.map { texts["desk.keys.used", ["moment": call.words.moment($0)]] }
        return """
            <li class="rule"><p class="row"><span class="rule-says">\(key.name)</span>\
            <code>\(key.id.text)</code>\(StatusChip(call.words.role(key.role)))\
            \(if: key.revoked != nil, StatusChip(texts["desk.keys.revoked"]).body)\
            <span class="push small soft">\(used ?? texts["desk.keys.unused"])</span></p>\
            \(if: key.revoked == nil && call.principal.role.includes(key.role), revoke(key))</li>
            """
    }

    private func revoke(_ key: Key) -> HTML {
        let label = texts["desk.keys.revoke"]
        return DeskForm(
            "revocation-\(key.id)", to: "\(call.place("keys", key.id))/revocation", call, refused: refused
        )
        .pressed(Button(label, .danger), confirmation: texts["desk.again", ["what": label]]).body
    }

    private var adding: HTML {
        let form = DeskForm("keys", to: "\(call.path)/keys", call, refused: refused)
        let content: HTML = """
            \(form.field(
                "name", texts["desk.keys.name"], isRequired: true, limit: 100, hint: texts["desk.keys.nameHint"]))\
            \(RoleSelect(form: form, chosen: form.entered("role"), call: call))
            """
        return """
            <details class="disclosure" id="keys-add"\(attribute: "open", form.isRefused)>\
            <summary>\(texts["desk.keys.add"])\
            </summary>\(form.html(Button(texts["desk.keys.add"]), content))</details>
            """
    }
}

/// A fresh key with its secret, shown once.
struct MadeKeyNotice: Component {
    let made: MadeKey
    let texts: TextTable

    var body: HTML {
        """
        <section class="banner" data-tone="good" role="status"><p>\
        <strong>\(texts["desk.keys.made", ["name": made.key.name]])</strong> \(texts["desk.keys.once"])</p>\
        <copy-text value="\(made.secret)" done="\(texts["desk.keys.copied"])"><code>\(made.secret)</code> \
        <button type="button" class="button button-small" hidden>\(texts["action.copy"])</button>\
        </copy-text></section>
        """
    }
}
