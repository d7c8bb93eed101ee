import Markup

/// The mark of the product: a square within a square, in one colour.
public struct Mark: Component, Sendable {
    /// Breathes while something is under way.
    private let isWaiting: Bool

    public init() { isWaiting = false }

    private init(isWaiting: Bool) { self.isWaiting = isWaiting }

    public static let waiting = Mark(isWaiting: true)

    public var body: HTML {
        """
        <svg class="mark\(if: isWaiting, " mark-waiting")" viewBox="0 0 24 24" fill="none" \
        stroke="currentColor" stroke-linejoin="round" aria-hidden="true">\
        <rect x="2.25" y="2.25" width="19.5" height="19.5" rx="5" stroke-width="2.5"/>\
        <rect class="mark-inner" x="8.25" y="8.25" width="7.5" height="7.5" rx="2" stroke-width="2.5"/></svg>
        """
    }
}
