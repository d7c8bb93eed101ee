import Markup

/// Where something stands, in two or three words.
public struct StatusChip: Component, Sendable {
    private let text: String
    private let tone: Tone?

    public init(_ text: String, _ tone: Tone? = nil) {
        self.text = text
        self.tone = tone
    }

    public var body: HTML { "<span class=\"chip\"\(attribute: "data-tone", tone?.rawValue)>\(text)</span>" }
}
