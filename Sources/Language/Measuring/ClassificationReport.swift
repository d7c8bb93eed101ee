/// How well answers agree with labels, and how well what belongs to none of them was turned away.
public struct ClassificationReport: Sendable {
    /// The share whose best label is right, whether it was turned away or not.
    public private(set) var accuracy = 0.0
    /// The mean over labels of the harmonic mean of precision and recall.
    public private(set) var macroF1 = 0.0
    /// The share whose label is among the best five.
    public private(set) var topFive = 0.0
    /// The share that is answered rightly and not turned away.
    public private(set) var inScopeAccuracy = 0.0
    /// Of texts that belong to no label the share that is turned away; nil when there was none.
    public private(set) var outOfScopeRecall: Double?
    /// Of the texts turned away the share that belongs to no label; nil when none was turned away or none belongs to none.
    public private(set) var outOfScopePrecision: Double?

    /// - Parameters:
    ///   - answers: what was said of texts that have a label, with that label.
    ///   - outside: what was said of texts that belong to none.
    public init(answers: [(Prediction, label: String)], outside: [Prediction]) {
        let all = Double(max(answers.count, 1))
        var tallies: [String: (hit: Double, said: Double, meant: Double)] = [:]
        for (prediction, label) in answers {
            let isRight = prediction.label == label
            tallies[label, default: (0, 0, 0)].meant += 1
            tallies[prediction.label, default: (0, 0, 0)].said += 1
            if isRight {
                tallies[label, default: (0, 0, 0)].hit += 1
                accuracy += 1 / all
                if !prediction.isOutOfScope { inScopeAccuracy += 1 / all }
            }
            if prediction.ranked.prefix(5).contains(where: { $0.label == label }) { topFive += 1 / all }
        }
        let meant = tallies.values.filter { $0.meant > 0 }
        macroF1 = meant.reduce(0) { $0 + 2 * $1.hit / ($1.said + $1.meant) } / Double(max(meant.count, 1))
        guard !outside.isEmpty else { return }
        let refused = Double(outside.filter(\.isOutOfScope).count)
        let turnedAway = refused + Double(answers.filter { $0.0.isOutOfScope }.count)
        outOfScopeRecall = refused / Double(outside.count)
        if turnedAway > 0 { outOfScopePrecision = refused / turnedAway }
    }
}
