import Localisation
import Markup
import Staff
import Web

/// One step of signing in to a shop's desk: what to do, a form, a word below it. Choosing the language begins with the
/// first step again.
struct SignInStep: Component {
    let shop: ShopRecord
    let title: String
    let text: String
    let form: ActionForm
    let below: String
    let problem: Problem?
    let texts: TextTable

    static func place(_ shop: ShopRecord) -> String { "/desk/\(shop.id)/sign-in" }

    var body: HTML {
        PageLayout(
            "\(title) · \(shop.name)", texts, for: .staff,
            frame: SignInFrame(
                title, text, path: Self.place(shop), texts,
                content: """
                    \(problem.map { Notice(refusal: $0) })\(form)<p class="small soft">\(below)</p>
                    """)
        ).body
    }
}
