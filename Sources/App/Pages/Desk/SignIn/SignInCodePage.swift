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
        let title = texts["desk.signIn.code.title"]
        let place = "/desk/\(shop.id)/sign-in/code"
        return PageLayout(
            "\(title) · \(shop.name)", texts, for: .staff,
            frame: SignInFrame(
                title, texts["desk.signIn.code.text"], path: "/desk/\(shop.id)/sign-in", texts,
                content: """
                    \(problem.map { Notice(refusal: $0) })\
                    \(ActionForm(
                        to: place, seal, button: Button(texts["desk.signIn.button"], .primary, .wide), content: fields))\
                    <p class="small soft">\(texts["desk.signIn.code.lost"])</p>
                    """)
        ).body
    }

    private var fields: HTML {
        """
        <input type="hidden" name="signIn.step" value="\(token)">\
        \(Field("signIn.code", texts["desk.signIn.code"], .code, isRequired: true, limit: 40))
        """
    }
}
