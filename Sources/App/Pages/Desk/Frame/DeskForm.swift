import Hummingbird
import Localisation
import Markup
import Web

/// What a form was refused for, with what had been entered, so that the page can show both again.
struct RefusedForm: Sendable {
    let name: String
    let body: FormBody
    let problem: Problem

    var status: HTTPResponse.Status { HTTPResponse.Status(code: problem.status) }
}

/// One form of a page that may hold several: its fields have names and ids of their own, keep what was
/// entered after a refusal, and carry the version of what the page showed.
struct DeskForm {
    let name: String
    let place: String
    let seal: FormSeal
    let refused: RefusedForm?
    let version: Int?
    let texts: TextTable

    init(
        _ name: String, to place: String, _ call: DeskCall, refused: RefusedForm? = nil, version: Int? = nil
    ) {
        self.name = name
        self.place = place
        self.refused = refused?.name == name ? refused : nil
        self.version = version
        seal = call.seal()
        texts = call.texts
    }

    var isRefused: Bool { refused != nil }

    /// The refusal, unless a field says it itself.
    var notice: Notice? {
        refused.flatMap {
            $0.problem.field == nil || !isShown($0.problem.field) ? Notice(refusal: $0.problem) : nil
        }
    }

    func field(
        _ part: String, _ label: String, _ kind: Field.Kind = .text, value: String? = nil,
        isRequired: Bool = false,
        limit: Int? = nil, autocomplete: String? = nil, hint: String? = nil
    ) -> Field {
        Field(
            fieldName(part), label, kind, value: entered(part) ?? value, isRequired: isRequired, limit: limit,
            autocomplete: autocomplete, hint: hint, error: error(part))
    }

    func choices(_ part: String, _ legend: String, _ choices: [Choices.Choice], chosen: String? = nil) -> HTML
    {
        """
        \(Choices(fieldName(part), legend, choices, chosen: entered(part) ?? chosen))\
        \(error(part).map { "<p class=\"field-error\">\($0)</p>" as HTML })
        """
    }

    /// - Parameter checked: what is, unless the form was sent before.
    func checks(
        _ part: String, _ legend: String, _ choices: [(value: String, label: String)],
        checked: [String] = []
    ) -> HTML {
        let chosen = refused?.body.all(fieldName(part)) ?? checked
        let items: [HTML] = choices.map { choice in
            """
            <label class="choice"><input type="checkbox" name="\(fieldName(part))" value="\(choice.value)"\
            \(attribute: "checked", chosen.contains(choice.value))><span>\(choice.label)</span></label>
            """
        }
        return "<fieldset class=\"choices\"><legend>\(legend)</legend>\(items)</fieldset>"
    }

    /// Fields one below the other with their button.
    func html(_ button: Button, confirmation: String? = nil, _ content: HTML) -> DeskFormMarkup {
        DeskFormMarkup(form: self, button: button, confirmation: confirmation, content: content)
    }

    /// A lone button.
    func pressed(_ button: Button, confirmation: String? = nil) -> ActionForm {
        ActionForm(
            to: place, seal, style: "actions", confirmation: confirmation, button: button,
            content: "\(hiddenVersion)\(notice)")
    }

    var hiddenVersion: HTML? {
        version.map { "<input type=\"hidden\" name=\"version\" value=\"\($0)\">" }
    }

    func fieldName(_ part: String) -> String { "\(name).\(part)" }

    func entered(_ part: String) -> String? { refused?.body[fieldName(part)] }

    func error(_ part: String) -> String? {
        refused.flatMap { $0.problem.field == "/\(part)" ? $0.problem.detail : nil }
    }

    /// Whether the form that was sent had a field of that name.
    private func isShown(_ pointer: String?) -> Bool {
        guard let refused, let pointer else { return false }
        return refused.body.names.contains(fieldName(String(pointer.dropFirst())))
    }
}
