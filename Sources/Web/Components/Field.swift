import Markup

/// A labelled input with its hint and, after a refusal, what is wrong with it.
public struct Field: Component, Sendable {
    public enum Kind: Sendable {
        case text, email, telephone, password, search
        /// A one-time code of digits.
        case code
        case number(ClosedRange<Int>)
        /// Several lines.
        case area(rows: Int)
    }

    private let name: String
    private let label: String
    private let kind: Kind
    private let value: String?
    private let isRequired: Bool
    private let limit: Int?
    private let autocomplete: String?
    private let hint: String?
    private let error: String?

    public init(
        _ name: String, _ label: String, _ kind: Kind = .text, value: String? = nil, isRequired: Bool = false,
        limit: Int? = nil, autocomplete: String? = nil, hint: String? = nil, error: String? = nil
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.value = value
        self.isRequired = isRequired
        self.limit = limit
        self.autocomplete = autocomplete
        self.hint = hint
        self.error = error
    }

    public var body: HTML {
        """
        <div class="field"><label for="\(id)">\(label)</label>\(input)\
        \(hint.map { "<p class=\"field-hint\" id=\"\(id)-hint\">\($0)</p>" as HTML })\
        \(error.map { "<p class=\"field-error\" id=\"\(id)-error\">\($0)</p>" as HTML })</div>
        """
    }

    private var id: String { "field-" + name.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined() }

    private var input: HTML {
        switch kind {
        case .text: line("text")
        case .email: line("email")
        case .telephone: line("tel")
        case .password: line("password")
        case .search: line("search")
        case .code: line("text", of: "input input-code", " inputmode=\"numeric\"")
        case .number(let range):
            line("number", " inputmode=\"numeric\" min=\"\(range.lowerBound)\" max=\"\(range.upperBound)\"")
        case .area(let rows): "<textarea class=\"input\" rows=\"\(rows)\"\(common)>\(value)</textarea>"
        }
    }

    private func line(_ type: String, of style: String = "input", _ more: HTML = "") -> HTML {
        "<input class=\"\(style)\" type=\"\(type)\"\(attribute: "value", value)\(more)\(common)>"
    }

    private var common: HTML {
        let described = [hint.map { _ in "\(id)-hint" }, error.map { _ in "\(id)-error" }].compactMap { $0 }
        return """
             id="\(id)" name="\(name)"\(attribute: "required", isRequired)\(attribute: "maxlength", limit)\
            \(attribute: "autocomplete", autocompletion)\
            \(attribute: "aria-describedby", described.isEmpty ? nil : described.joined(separator: " "))\
            \(attribute: "aria-invalid", error == nil ? nil : "true")
            """
    }

    private var autocompletion: String? {
        if case .code = kind { autocomplete ?? "one-time-code" } else { autocomplete }
    }
}
