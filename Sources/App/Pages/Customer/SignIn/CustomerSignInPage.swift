import Base
import Hummingbird
import Localisation
import Markup
import Staff
import Web

/// Signing in with an order number, then with the code that was sent to whom the order belongs to.
struct CustomerSignInPage {
    let call: CustomerCall
    /// Set once a code was asked for.
    let order: String?
    var typed: String?
    var problem: Problem?

    func response() -> Response {
        let texts = call.texts
        let path = QueryText.address(call.base + "/sign-in", ["order": order])
        let frame = SignInFrame(
            call.record.name, texts[order == nil ? "counter.signIn.text" : "counter.signIn.sent"], path: path,
            texts,
            content:
                "\(problem.map { RefusalNotice(problem: $0) })\(order.map(codeForms) ?? orderForm)\(policy)")
        let title = "\(texts["counter.signIn.title"]) · \(call.record.name)"
        return .page(
            PageLayout(title, texts, for: .customer, frame: frame).body,
            problem.map { HTTPResponse.Status(code: $0.status) } ?? .ok)
    }

    private var orderForm: HTML {
        ActionForm(
            to: call.base + "/sign-in", call.seals.next(),
            button: Button(call.texts["counter.signIn.send"], .primary, .wide),
            content: Field(
                "order", call.texts["counter.signIn.order"], value: typed, isRequired: true,
                limit: Limits.idBytes,
                autocomplete: "off", hint: call.texts["counter.signIn.order.hint"]
            ).body
        ).body
    }

    private func codeForms(_ order: String) -> HTML {
        let texts = call.texts
        let code = ActionForm(
            to: call.base + "/sign-in/code", call.seals.next(),
            button: Button(texts["counter.signIn.enter"], .primary, .wide),
            content: """
                <p>\(texts["counter.signIn.for"]) <span class="number strong">\(order)</span></p>\
                \(hidden(order))\
                \(Field("code", texts["counter.signIn.code"], .code, isRequired: true, limit: 12,
                    hint: texts["counter.signIn.code.hint"]))
                """)
        let again = ActionForm(
            to: call.base + "/sign-in", call.seals.next(), style: "actions",
            button: Button(texts["counter.signIn.again"], .quiet), content: hidden(order))
        return """
            \(code)<div class="actions">\(again)\
            \(ButtonLink(Link(texts["counter.signIn.other"], to: call.base + "/sign-in"), .quiet))</div>
            """
    }

    private func hidden(_ order: String) -> HTML {
        "<input type=\"hidden\" name=\"order\" value=\"\(order)\">"
    }

    private var policy: HTML {
        "<p class=\"small\"><a href=\"\(call.base)/policy\">\(call.texts["publicPolicy.link"])</a></p>"
    }
}
