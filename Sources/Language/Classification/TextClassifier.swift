/// Says which of its labels a text belongs to, how surely, and whether to any at all.
///
/// A linear classifier over hashed words and characters: small, quick, the same every time. A value: it is
/// trained once and read by everybody at the same time.
public struct TextClassifier: Sendable {
    public let labels: [String]
    let vocabulary: Vocabulary
    let table: WeightTable
    let calibration: Calibration
    /// Whether a class behind the labels stands for what belongs to none of them.
    let knowsOutside: Bool

    init(_ labels: [String], _ vocabulary: Vocabulary, _ table: WeightTable, _ calibration: Calibration) {
        self.labels = labels
        self.vocabulary = vocabulary
        self.table = table
        self.calibration = calibration
        knowsOutside = table.classes > labels.count
    }

    /// What the classifier makes of a text. A text without anything known gets the labels' own weights and is out of scope.
    public func prediction(for text: String) -> Prediction {
        let margins = margins(of: text)
        let best = Self.best(5, of: margins.prefix(labels.count))
        let evidence = evidence(margins, margins[best[0]])
        return Prediction(
            ranked: best.map { (labels[$0], margins[$0]) }, confidence: calibration.probability(evidence),
            isOutOfScope: evidence < calibration.threshold)
    }

    /// The margin of each label, and of "none of them" behind where the classifier knows that.
    func margins(of text: String) -> [Float] { table.margins(vocabulary.features(NormalText(text))) }

    /// How much speaks for the best label: its margin, less what speaks for none of them.
    func evidence(_ margins: [Float], _ best: Float) -> Float {
        knowsOutside ? best - Self.weightOfOutside * margins[labels.count] : best
    }

    static let weightOfOutside: Float = 0.5

    /// The places of the largest margins, the largest first, the earlier of equals first.
    private static func best(_ count: Int, of margins: ArraySlice<Float>) -> [Int] {
        var best: [Int] = []
        for place in margins.indices {
            if best.count == count, let last = best.last, margins[place] <= margins[last] { continue }
            if best.count == count { best.removeLast() }
            best.insert(place, at: best.firstIndex { margins[place] > margins[$0] } ?? best.endIndex)
        }
        return best
    }
}
