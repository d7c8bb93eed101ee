import Base
import Localisation
import Markup
import Staff
import Web

/// After the password: the code of the authenticator app, or one for a lost telephone.
struct SignInCodePage: Component {
    let shop: ShopRecord
    /// What the first step gave.
    let token: String
    let seal: FormSeal
    let problem: Problem?
    let texts: TextTable

    var body: HTML {
        SignInStep(
            shop: shop, title: texts["desk.signIn.code.title"], text: texts["desk.signIn.code.text"],
            form: ActionForm(
                to: SignInStep.place(shop) + "/code", seal,
                button: Button(texts["desk.signIn.button"], .primary, .wide), content: fields),
            below: texts["desk.signIn.code.lost"], problem: problem, texts: texts
        ).body
    }

    private var fields: HTML {
        """
        <input type="hidden" name="signIn.step" value="\(token)">\
        \(Field("signIn.code", texts["desk.signIn.code"], .code, isRequired: true, limit: 40))
        """
    }
}
