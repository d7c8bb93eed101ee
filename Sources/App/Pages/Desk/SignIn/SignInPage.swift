import Base
import Localisation
import Markup
import Staff
import Web

/// Where the people of a shop sign in.
struct SignInPage: Component {
    static let form = "signIn"

    let shop: ShopRecord
    let seal: FormSeal
    let refused: RefusedForm?
    let texts: TextTable

    var body: HTML {
        let title = texts["desk.signIn.title"]
        let path = "/desk/\(shop.id)/sign-in"
        return PageLayout(
            "\(title) · \(shop.name)", texts, for: .staff,
            frame: SignInFrame(
                title, texts["desk.signIn.text", ["shop": shop.name]], path: path, texts,
                content: """
                    \(refused.map { Notice(refusal: $0.problem) })\
                    \(ActionForm(
                        to: path, seal, button: Button(texts["desk.signIn.button"], .primary, .wide), content: fields))\
                    <p class="small soft">\(texts["desk.signIn.forgotten"])</p>
                    """)
        ).body
    }

    private var fields: HTML {
        """
        \(Field(
            "signIn.email", texts["desk.signIn.email"], .email, value: refused?.body["signIn.email"],
            isRequired: true, limit: 254, autocomplete: "username"))\
        \(Field(
            "signIn.password", texts["desk.signIn.password"], .password, isRequired: true, limit: 200,
            autocomplete: "current-password"))
        """
    }
}
