/// A text and what it is an example of.
public struct LabelledText: Sendable, Hashable {
    public let text: String
    public let label: String

    public init(_ text: String, label: String) {
        self.text = text
        self.label = label
    }
}

/// What a classifier makes of a text.
public struct Prediction: Sendable {
    /// The best five labels with their margins, the best first: positive on the label's side, -1 and below well outside.
    public let ranked: [(label: String, margin: Float)]
    /// How probable it is that the first label is right, 0 to 1, as measured on examples held out of training.
    public let confidence: Float
    /// Whether the text belongs to none of the labels.
    public let isOutOfScope: Bool

    /// - Parameter ranked: at least one label, the best first.
    public init(ranked: [(label: String, margin: Float)], confidence: Float, isOutOfScope: Bool) {
        precondition(!ranked.isEmpty, "a prediction names a label")
        (self.ranked, self.confidence, self.isOutOfScope) = (ranked, confidence, isOutOfScope)
    }

    public var label: String { ranked[0].label }
}
