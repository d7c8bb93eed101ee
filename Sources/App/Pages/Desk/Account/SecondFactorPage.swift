import Base
import Localisation
import Markup
import Staff
import Web

/// Where somebody sets up their authenticator app, or takes it away. It stands alone, since a shop may demand one
/// before anything else is shown.
struct SecondFactorPage: Component {
    static let form = "secondFactor"

    let shop: ShopRecord
    let state: SecondFactorState
    /// Codes for a lost telephone, shown this once.
    let recoveryCodes: [String]
    /// Whether the shop lets nobody in without one.
    let isDemanded: Bool
    let problem: Problem?
    let seals: FormSeals
    let texts: TextTable

    private var path: String { "/desk/\(shop.id)/account/second-factor" }

    var body: HTML {
        let title = texts["desk.factor.title"]
        return PageLayout(
            "\(title) · \(shop.name)", texts, for: .staff,
            frame: SignInFrame(
                title, texts[isDemanded ? "desk.factor.demanded" : "desk.factor.text"], path: path, texts,
                content: "\(problem.map { Notice(refusal: $0) })\(codes)\(steps)\(way)")
        ).body
    }

    private var steps: HTML {
        switch state {
        case .none: form("", Button(texts["desk.factor.begin"], .primary, .wide))
        case .begun(let key): begun(key)
        case .confirmed(let since, let left): confirmed(since, left)
        }
    }

    private func begun(_ key: SecondFactorKey) -> HTML {
        """
        <p>\(texts["desk.factor.add"])</p>\
        <p><copy-text done="\(texts["counter.copied"])"><code class="number">\(key.text)</code> \
        <button type="button" class="button button-small" hidden>\(texts["action.copy"])</button></copy-text></p>\
        <p class="small"><a href="\(key.link)">\(texts["desk.factor.open"])</a></p>\
        \(form("/confirmation", Button(texts["desk.factor.confirm"], .primary, .wide), code))
        """
    }

    private func confirmed(_ since: Timestamp, _ left: Int) -> HTML {
        """
        \(if: recoveryCodes.isEmpty, "<p>\(texts["desk.factor.left", ["count": String(left)]])</p>")\
        <details class="disclosure"><summary>\(texts["desk.factor.renew"])</summary>\
        <div class="disclosure-body">\(form("/codes", Button(texts["desk.factor.renew"]), code))</div></details>\
        <details class="disclosure"><summary>\(texts["desk.factor.remove"])</summary>\
        <div class="disclosure-body">\(form("/removal", Button(texts["desk.factor.remove"], .danger), code))\
        </div></details>
        """
    }

    private var codes: HTML {
        guard !recoveryCodes.isEmpty else { return .empty }
        return """
            \(Notice(texts["desk.factor.codes"], texts["desk.factor.codesText"], .good))\
            <ul class="stack">\(each: recoveryCodes, { "<li><code class=\"number\">\($0)</code></li>" })</ul>
            """
    }

    private var way: HTML {
        if isDemanded, !state.isConfirmed { return .empty }
        return "<p><a href=\"/desk/\(shop.id.inPath)/account\">\(texts["desk.factor.back"])</a></p>"
    }

    private var code: HTML {
        Field(
            "\(Self.form).code", texts["desk.signIn.code"], .code, isRequired: true, limit: 40,
            error: problem?.field == "/code" ? problem?.detail : nil
        ).body
    }

    private func form(_ noun: String, _ button: Button, _ content: HTML = "") -> HTML {
        ActionForm(to: path + noun, seals.next(), button: button, content: content).body
    }
}

extension SecondFactorState {
    var isConfirmed: Bool { if case .confirmed = self { true } else { false } }
}
