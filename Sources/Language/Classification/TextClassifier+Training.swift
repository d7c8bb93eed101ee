import Dispatch
import Foundation

extension TextClassifier {
    /// Learns from examples. The same examples in the same order give the same classifier every time.
    ///
    /// - Parameters:
    ///   - examples: at least two labels.
    ///   - outside: texts that belong to none of the labels, if there are any.
    ///   - groups: for each example a number; those with the same are held out together, because they resemble each other
    ///     more than what will come. Without, each example stands for itself.
    ///   - calibrated: whether a fifth is held out first, so that confidence and rejection are measured; without, both
    ///     are rough guesses and nothing is out of scope.
    public init(
        training examples: [LabelledText], outside: [String] = [], recipe: TextRecipe = .intents,
        groups: [Int]? = nil, calibrated: Bool = true
    ) {
        let labels = Set(examples.map(\.label)).sorted()
        precondition(labels.count >= 2, "a classifier needs two labels")
        let numbers = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, Int32($0)) })
        let classes = examples.map { numbers[$0.label] ?? 0 } + outside.map { _ in Int32(labels.count) }
        let texts = (examples.map(\.text) + outside).map { NormalText($0) }
        var vocabulary = Vocabulary(texts, recipe)
        if recipe.ratioPower > 0, labels.count == 2, outside.isEmpty {
            vocabulary = vocabulary.weighted(
                by: ClassRatio(texts, classes, vocabulary).factors(recipe.ratioPower))
        }
        let matrix = ExampleMatrix(texts.map(vocabulary.features), classes: classes, width: vocabulary.count)
        let classCount = labels.count + (outside.isEmpty ? 0 : 1)
        let table = Self.table(MarginSolver(matrix: matrix, cost: recipe.cost), classCount)
        let uncalibrated = TextClassifier(labels, vocabulary, table, Calibration())
        self = calibrated ? uncalibrated.calibrated(on: matrix, groups) : uncalibrated
    }

    /// Every class against all others, the classes spread over the processors.
    private static func table(_ solver: MarginSolver, _ classes: Int) -> WeightTable {
        let width = solver.matrix.width
        var solved = [Float](repeating: 0, count: classes * (width + 1))
        solved.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            // Each class writes its own part and reads the matrix alone.
            nonisolated(unsafe) let weights = base
            DispatchQueue.concurrentPerform(iterations: classes == 2 ? 1 : classes) { label in
                solver.solve(Int32(label), seed: UInt64(label) + 1, weights + label * (width + 1))
            }
            if classes == 2 { for place in 0...width { base[width + 1 + place] = -base[place] } }
        }
        return WeightTable(rounding: solved, classes: classes, width: width)
    }

    /// Trains once more without a fifth of the examples and sees how that one answers them.
    private func calibrated(on matrix: ExampleMatrix, _ groups: [Int]?) -> TextClassifier {
        let (kept, held) = Self.parted(matrix, groups)
        // Roughly solved is enough to see how sure answers are.
        let solver = MarginSolver(matrix: matrix.picking(kept), cost: vocabulary.recipe.cost, tolerance: 1)
        let judge = TextClassifier(labels, vocabulary, Self.table(solver, table.classes), Calibration())
        var answers: [(evidence: Float, isRight: Bool)] = []
        var outside: [Float] = []
        for row in held {
            let margins = judge.table.margins(matrix.vector(row))
            guard let best = labels.indices.max(by: { margins[$0] < margins[$1] }) else { continue }
            let evidence = judge.evidence(margins, margins[best])
            if matrix.classes[row] == labels.count {
                outside.append(evidence)
            } else {
                answers.append((evidence, best == Int(matrix.classes[row])))
            }
        }
        let ceiling = judge.evidence(labels.map { _ in 0 } + [-1], 0)
        return TextClassifier(
            labels, vocabulary, table, Calibration(answers: answers, outside: outside, ceiling: ceiling))
    }

    /// Every fifth of each class is held out, by chance that is the same every time; or every fifth group.
    private static func parted(_ matrix: ExampleMatrix, _ groups: [Int]?) -> (kept: [Int], held: [Int]) {
        if let groups {
            let held = Set(groups.indices.filter { groups[$0] % 5 == 0 })
            return ((0..<matrix.rows).filter { !held.contains($0) }, held.sorted())
        }
        var seen: [Int32: Int] = [:]
        var (kept, held): ([Int], [Int]) = ([], [])
        var chance = SeededChance(seed: 5)
        for row in (0..<matrix.rows).shuffled(using: &chance) {
            seen[matrix.classes[row], default: 0] += 1
            if (seen[matrix.classes[row]] ?? 0) % 5 == 0 { held.append(row) } else { kept.append(row) }
        }
        return (kept.sorted(), held)
    }
}

/// How much more often a feature stands in texts of one class than of the other
/// (Wang and Manning 2012, "Baselines and bigrams"; the ratio's logarithm scales the feature).
private struct ClassRatio {
    private var counts: [[Float]]

    init(_ texts: [NormalText], _ classes: [Int32], _ vocabulary: Vocabulary) {
        counts = [[Float]](repeating: [Float](repeating: 1, count: vocabulary.count), count: 2)
        for (text, label) in zip(texts, classes) {
            for place in vocabulary.features(text).places { counts[Int(label)][Int(place)] += 1 }
        }
    }

    func factors(_ power: Float) -> [Float] {
        let sums = counts.map { $0.reduce(0, +) }
        return zip(counts[0], counts[1]).map { first, second in
            pow(abs(log((first / sums[0]) / (second / sums[1]))), power)
        }
    }
}
