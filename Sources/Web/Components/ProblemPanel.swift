import Localisation
import Markup

/// What went wrong as the content of a page: what happened, what to do, the reference to name.
public struct ProblemPanel: Component, Sendable {
    private let problem: Problem
    private let texts: TextTable
    private let home: String

    public init(_ problem: Problem, _ texts: TextTable, home: String) {
        self.problem = problem
        self.texts = texts
        self.home = home
    }

    public var body: HTML {
        """
        <section class="error-page">\(Mark())<h1>\(problem.title)</h1><p>\(problem.detail)</p>\(reference)\
        \(ButtonLink(Link(texts["problem.home"], to: home)))</section>
        """
    }

    private var reference: HTML? {
        problem.reference.map { "<p class=\"soft\">\(texts["problem.reference", ["reference": $0]])</p>" }
    }
}
