import Markup
import Web

/// A form as it stands on the page: hidden fields, what was refused, the fields, the button.
struct DeskFormMarkup: Component {
    let form: DeskForm
    let button: Button
    let confirmation: String?
    let content: HTML
    private var takesFiles = false

    init(form: DeskForm, button: Button, confirmation: String?, content: HTML) {
        self.form = form
        self.button = button
        self.confirmation = confirmation
        self.content = content
    }

    /// The same form, sent as `multipart/form-data`.
    func withFiles() -> DeskFormMarkup {
        var form = self
        form.takesFiles = true
        return form
    }

    var body: HTML {
        """
        <form class="disclosure-body" method="post" action="\(form.place)"\
        \(attribute: "enctype", takesFiles ? "multipart/form-data" : nil)>\(form.seal.hiddenFields)\
        \(form.hiddenVersion)\(form.notice)\(content)<div class="actions">\(confirmed)</div></form>
        """
    }

    private var confirmed: HTML {
        guard let confirmation else { return button.body }
        return "<confirm-button says=\"\(confirmation)\">\(button)</confirm-button>"
    }
}
