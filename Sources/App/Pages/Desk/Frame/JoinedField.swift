import Markup
import Web

/// A field with its button at its side, the two in one frame.
struct JoinedField: Component {
    let form: DeskForm
    let part: String
    let label: String
    /// The input itself, which carries `id` as its id.
    let input: HTML
    let button: Button
    var hint: String?

    static func id(_ form: DeskForm, _ part: String) -> String { "joined-\(form.name)-\(part)" }

    var body: HTML {
        """
        <form class="form" method="post" action="\(form.place)">\(form.seal.hiddenFields)\(form.notice)\
        <div class="field"><label for="\(Self.id(form, part))">\(label)</label>\
        <div class="field-join">\(input)\(button)\
        </div>\(hint.map { "<p class=\"field-hint\">\($0)</p>" as HTML })\
        \(form.error(part).map { "<p class=\"field-error\">\($0)</p>" as HTML })</div></form>
        """
    }
}
