/// Says what a customer wants with a message: one thing or several, how surely, and in which mood.
///
/// Learnt from the project's own corpus in about a second, and from whatever examples a shop adds. A value: train it
/// once, in the background, and read with it everywhere.
public struct IntentReader: Sendable {
    let classifier: TextClassifier
    private let mood: MoodReader

    /// - Parameter own: a shop's own examples, which count like the corpus's.
    public init(_ corpus: IntentCorpus, own: [(text: String, intent: Intent)] = []) {
        let examples = corpus.examples()
        let last = examples.last?.line ?? 0
        let added = own.map { LabelledText($0.text, label: $0.intent.rawValue) }
        self.init(
            TextClassifier(
                training: examples.map(\.text) + added, recipe: Self.recipe,
                groups: examples.map(\.line) + added.indices.map { last + 1 + $0 }))
    }

    /// Reads with a classifier whose labels are intents, for instance one that was saved.
    public init(_ classifier: TextClassifier) {
        self.classifier = classifier
        mood = MoodReader(classifier)
    }

    private static let recipe = TextRecipe(cost: 0.5)

    /// The classifier as bytes, to be saved and read again by `TextClassifier(bytes:)`.
    public var bytes: [UInt8] { classifier.bytes }

    /// What the whole message wants most, as the classifier alone says.
    public func prediction(for text: String) -> Prediction { classifier.prediction(for: text) }

    /// In which mood a message is written.
    public func mood(of text: String) -> MoodReading { mood.read(text) }

    /// What a message wants, clause by clause, and in which mood it is written.
    public func read(_ text: String) -> IntentReading {
        let whole = classifier.prediction(for: text)
        let main = Intent(rawValue: whole.label) ?? .other
        var found: [IntentReading.Want] = []
        for clause in Clauses(text).texts.prefix(Self.clausesAtMost) {
            let prediction = classifier.prediction(for: clause)
            guard let intent = Intent(rawValue: prediction.label), !prediction.isOutOfScope,
                prediction.confidence >= Self.sureEnough, !found.contains(where: { $0.intent == intent })
            else { continue }
            found.append(.init(intent: intent, confidence: prediction.confidence))
        }
        let others = found.filter { $0.intent != main && !$0.intent.isCourtesy }
        let ranked = whole.ranked.compactMap { Intent(rawValue: $0.label) }
        let first: IntentReading.Want
        if main.isCourtesy, let want = others.first {
            first = want
        } else {
            first = .init(intent: main, confidence: whole.confidence)
        }
        return IntentReading(
            main: first, further: others.filter { $0.intent != first.intent }, ranked: ranked,
            isOutOfScope: whole.isOutOfScope && others.isEmpty, mood: mood.read(text))
    }

    /// A clause by itself has to be as sure as this to be a want of its own.
    static let sureEnough: Float = 0.7
    static let clausesAtMost = 12
}

/// What a message wants.
public struct IntentReading: Sendable {
    public struct Want: Sendable, Hashable {
        public let intent: Intent
        /// How probably it is meant, 0 to 1, as measured on lines of the corpus held out of training.
        public let confidence: Float
    }

    public let main: Want
    /// What else is wanted, in the order in which it is said.
    public let further: [Want]
    /// The five likeliest intents of the whole message.
    public let ranked: [Intent]
    /// Whether the message is like nothing that was learnt.
    public let isOutOfScope: Bool
    public let mood: MoodReading
}
