import Foundation

/// Turns a margin into the probability that the answer is right, and says from where on an answer is none.
///
/// Learnt from examples that training did not see: a logistic curve over the margin (Platt 1999, fitted by Newton's
/// method with his smoothed targets as in Lin, Lin, Weng 2007), and the largest threshold that turns away at most a
/// given share of right answers.
struct Calibration: Sendable, Hashable {
    var slope: Float = 2
    var offset: Float = 0.5
    var threshold: Float = -.infinity

    /// Of the right answers on held-out examples at most this share is turned away.
    static let rightAnswersLost = 0.025

    func probability(_ evidence: Float) -> Float { 1 / (1 + exp(-(slope * evidence + offset))) }
}

extension Calibration {
    /// - Parameters:
    ///   - answers: evidence of the best label for texts that have one, and whether it was the right one.
    ///   - outside: evidence of the best label for texts that belong to none.
    ///   - ceiling: evidence that is always enough, so that few examples do not turn away what a label's own border takes.
    init(answers: [(evidence: Float, isRight: Bool)], outside: [Float], ceiling: Float) {
        let right = answers.filter(\.isRight).map(\.evidence).sorted()
        guard right.count >= 20 else { return }
        let lost = min(Int(Double(answers.count) * Self.rightAnswersLost), right.count - 1)
        threshold = min(right[lost], ceiling)
        fit(right, answers.filter { !$0.isRight }.map(\.evidence) + outside)
    }

    private mutating func fit(_ right: [Float], _ wrong: [Float]) {
        let high = Double(right.count + 1) / Double(right.count + 2)
        let low = 1 / Double(wrong.count + 2)
        let points = right.map { (Double($0), high) } + wrong.map { (Double($0), low) }
        var (a, b) = (2.0, 0.0)
        for _ in 0..<50 {
            var (ga, gb, haa, hab, hbb) = (0.0, 0.0, 1e-9, 0.0, 1e-9)
            for (x, target) in points {
                let p = 1 / (1 + exp(-(a * x + b)))
                let (d, w) = (p - target, max(p * (1 - p), 1e-12))
                ga += d * x
                gb += d
                haa += w * x * x
                hab += w * x
                hbb += w
            }
            let determinant = haa * hbb - hab * hab
            guard determinant > 1e-12 else { break }
            let (da, db) = ((hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant)
            a -= max(-5, min(5, da))
            b -= max(-5, min(5, db))
            if abs(da) + abs(db) < 1e-6 { break }
        }
        (slope, offset) = (Float(max(a, 0.01)), Float(b))
    }
}
