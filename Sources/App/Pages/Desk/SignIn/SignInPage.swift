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
        SignInStep(
            shop: shop, title: texts["desk.signIn.title"],
            text: texts["desk.signIn.text", ["shop": shop.name]],
            form: ActionForm(
                to: SignInStep.place(shop), seal,
                button: Button(texts["desk.signIn.button"], .primary, .wide), content: fields),
            below: texts["desk.signIn.forgotten"], problem: refused?.problem, texts: texts
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
