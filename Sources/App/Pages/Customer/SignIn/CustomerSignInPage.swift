import Base
import Foundation
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
    /// The page to go on to; nil: the order that was signed in with.
    var next: String?
    var typed: String?
    var isSentAgain = false
    var problem: Problem?

    func response() -> Response {
        let texts = call.texts
        let path = QueryText.address(call.base + "/sign-in", ["order": order, "to": next])
        let frame = SignInFrame(
            call.record.name, texts[order == nil ? "counter.signIn.text" : "counter.signIn.sent"], path: path,
            texts,
            content:
                "\(notice)\(order.map(codeForms) ?? orderForm)\(policy)")
        let title = "\(texts["counter.signIn.title"]) · \(call.record.name)"
        return .page(
            PageLayout(title, texts, for: .customer, frame: frame).body,
            problem.map { HTTPResponse.Status(code: $0.status) } ?? .ok)
    }

    private var notice: HTML {
        if let problem { return RefusalNotice(problem: problem).body }
        guard isSentAgain else { return "" }
        return "<p class=\"banner\" role=\"status\">\(call.texts["counter.signIn.sentAgain"])</p>"
    }

    private var orderForm: HTML {
        ActionForm(
            to: call.base + "/sign-in", call.seals.next(),
            button: Button(call.texts["counter.signIn.send"], .primary, .wide),
            content: """
                \(onward)\(Field("order", call.texts["counter.signIn.order"], value: typed ?? orderWanted,
                    isRequired: true, limit: Limits.idBytes, autocomplete: "off",
                    hint: call.texts["counter.signIn.order.hint"]))
                """
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
            button: Button(texts["counter.signIn.again"], .quiet),
            content: "\(hidden(order))<input type=\"hidden\" name=\"again\" value=\"yes\">")
        return """
            \(code)<div class="actions">\(again)\
            \(ButtonLink(Link(texts["counter.signIn.other"], to: other), .quiet))</div>
            """
    }

    private var other: String { QueryText.address(call.base + "/sign-in", ["to": next]) }

    private func hidden(_ order: String) -> HTML {
        "\(onward)<input type=\"hidden\" name=\"order\" value=\"\(order)\">"
    }

    private var onward: HTML {
        next.map { "<input type=\"hidden\" name=\"to\" value=\"\($0)\">" } ?? ""
    }

    /// The order whose page was asked for, so that nobody types what the address says.
    private var orderWanted: String? {
        guard let next, let path = next.split(separator: "?").first else { return nil }
        let parts = path.dropFirst(call.base.count).split(separator: "/")
        return parts.count > 1 && parts[0] == "orders" ? String(parts[1]).removingPercentEncoding : nil
    }

    private var policy: HTML {
        "<p class=\"small\"><a href=\"\(call.base)/policy\">\(call.texts["publicPolicy.link"])</a></p>"
    }
}
