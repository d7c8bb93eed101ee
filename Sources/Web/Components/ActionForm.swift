import Markup

/// A form that changes something: sealed for its session, harmless when sent twice.
public struct ActionForm: Component, Sendable {
    private let place: String
    private let seal: FormSeal
    private let style: String
    private let content: HTML
    private let confirmation: String?
    private let button: Button
    private let takesFiles: Bool

    /// - Parameters:
    ///   - style: `form` for fields one below the other, `actions` for a lone button.
    ///   - confirmation: what the button says before it sends, when one press should not be enough.
    ///   - takesFiles: set by `withFiles()`.
    public init(
        to place: String, _ seal: FormSeal, style: String = "form", confirmation: String? = nil,
        button: Button,
        content: HTML = ""
    ) {
        self.init(place, seal, style, confirmation, button, content, takesFiles: false)
    }

    private init(
        _ place: String, _ seal: FormSeal, _ style: String, _ confirmation: String?, _ button: Button,
        _ content: HTML, takesFiles: Bool
    ) {
        self.place = place
        self.seal = seal
        self.style = style
        self.confirmation = confirmation
        self.button = button
        self.content = content
        self.takesFiles = takesFiles
    }

    /// The same form, sent as `multipart/form-data`.
    public func withFiles() -> ActionForm {
        ActionForm(place, seal, style, confirmation, button, content, takesFiles: true)
    }

    public var body: HTML {
        """
        <form class="\(style)" method="post"\(attribute: "action", place)\
        \(attribute: "enctype", takesFiles ? "multipart/form-data" : nil)>\(seal.hiddenFields)\(content)\
        \(confirmed)</form>
        """
    }

    private var confirmed: HTML {
        guard let confirmation else { return button.body }
        return "<confirm-button says=\"\(confirmation)\">\(button)</confirm-button>"
    }
}
