import Localisation
import Markup
import Web

/// An error as a whole page, for whoever came with a browser.
struct ProblemPage: Component {
    let problem: Problem
    let texts: TextTable

    var body: HTML {
        PageLayout(
            problem.title, texts, for: .customer,
            frame: CounterFrame(
                shop: Link(texts["product.name"], to: "/"), path: "/", texts,
                content: ProblemPanel(problem, texts, home: "/").body)
        ).body
    }
}
