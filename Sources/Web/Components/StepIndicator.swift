import Localisation
import Markup

/// The steps of something that takes several pages.
public struct StepIndicator: Component, Sendable {
    private let steps: [Link]
    private let current: Int
    private let texts: TextTable

    /// - Parameter current: the place of the current step, from 0; those before it are done and lead back.
    public init(_ steps: [Link], current: Int, _ texts: TextTable) {
        self.steps = steps
        self.current = current
        self.texts = texts
    }

    public var body: HTML {
        let label = texts["steps.label", ["current": String(current + 1), "count": String(steps.count)]]
        return "<ol class=\"steps\" aria-label=\"\(label)\">\(each: steps.enumerated(), item)</ol>"
    }

    private func item(_ place: Int, _ step: Link) -> HTML {
        let words: HTML = "\(place + 1). \(step.title)"
        if place < current { return "<li data-done><a\(attribute: "href", step.place)>\(words)</a></li>" }
        return "<li\(attribute: "aria-current", place == current ? "step" : nil)>\(words)</li>"
    }
}
