import Markup

/// How many wait; nothing when nobody counts or none do.
public struct CountBadge: Component, Sendable {
    private let count: Int?
    private let tone: Tone?

    public init(_ count: Int?, tone: Tone? = nil) {
        self.count = count
        self.tone = tone
    }

    public var body: HTML {
        guard let count, count > 0 else { return .empty }
        return "<span class=\"count\"\(attribute: "data-tone", tone?.rawValue)>\(count)</span>"
    }
}
