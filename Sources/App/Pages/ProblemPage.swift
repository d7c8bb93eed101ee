import Localisation
import Markup
import Web

/// An error as a whole page, for whoever came with a browser.
struct ProblemPage: Component {
    let problem: Problem
    /// The address that was asked for: below the desk, staff are told in their own frame.
    let path: String
    let texts: TextTable

    var body: HTML { path == "/desk" || path.hasPrefix("/desk/") ? staff : customer }

    private var staff: HTML {
        PageLayout(
            problem.title, texts, for: .staff,
            frame: SignInFrame(
                problem.title, problem.detail, path: "/desk", texts,
                content: """
                    \(problem.reference.map { "<p class=\"small soft\">\(texts["problem.reference", ["reference": $0]])</p>" as HTML })\
                    \(ButtonLink(Link(texts["problem.home"], to: "/desk"), .primary, .wide))
                    """)
        ).body
    }

    private var customer: HTML {
        PageLayout(
            problem.title, texts, for: .customer,
            frame: CounterFrame(
                shop: Link(texts["product.name"], to: "/"), path: "/", texts,
                content: ProblemPanel(problem, texts, home: "/").body)
        ).body
    }
}
