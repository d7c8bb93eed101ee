import ArgumentParser
import Base
import Language

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Train a classifier on one file of labelled texts and try it on another.",
        discussion: """
            Each line is a text, a tab and its label; further fields are not read. Texts that belong to no label are given
            with --out-of-scope; examples of such texts to learn from with --out-of-scope-train.

            accuracy is the share whose best label is right. inScopeAccuracy counts only right answers that were not
            turned away as out of scope; outOfScopeRecall and outOfScopePrecision say how well turning away went.

            Examples:
              huitou language evaluate --train train.tsv --test test.tsv
              huitou language evaluate --train reviews.tsv --test test.tsv --task sentiment
            """)

    enum Task: String, ExpressibleByArgument, CaseIterable {
        case intents, sentiment

        var recipe: TextRecipe {
            switch self {
            case .intents: .intents
            case .sentiment: .sentiment
            }
        }
    }

    @Option(help: "Texts to learn from.") var train: String
    @Option(help: "Texts to try it on.") var test: String
    @Option(help: "Texts of no label to learn from.") var outOfScopeTrain: String?
    @Option(help: "Texts of no label to try it on.") var outOfScope: String?
    @Option(help: "intents: short messages; sentiment: reviews.") var task = Task.intents

    func run() throws {
        let training = try TableFile(train).labelled()
        guard Set(training.map(\.label)).count > 1 else {
            throw CommandFailure("\(train) has fewer than two labels; there is nothing to tell apart.")
        }
        let tests = try TableFile(test).labelled()
        let outside = try outOfScopeTrain.map { try TableFile($0).column(0) } ?? []
        let strangers = try outOfScope.map { try TableFile($0).column(0) } ?? []
        var stopwatch = Stopwatch()
        let classifier = TextClassifier(training: training, outside: outside, recipe: task.recipe)
        let trainSeconds = stopwatch.lap()
        let answers = tests.map { (classifier.prediction(for: $0.text), label: $0.label) }
        let perText = stopwatch.lap() / Double(max(tests.count, 1))
        let report = ClassificationReport(
            answers: answers, outside: strangers.map { classifier.prediction(for: $0) })
        let line: JSONValue = [
            "accuracy": .share(report.accuracy), "macroF1": .share(report.macroF1),
            "topFive": .share(report.topFive),
            "inScopeAccuracy": .share(report.inScopeAccuracy),
            "outOfScopeRecall": .share(report.outOfScopeRecall),
            "outOfScopePrecision": .share(report.outOfScopePrecision),
            "trainSeconds": .decimal(trainSeconds, 3), "microsecondsPerText": .decimal(perText * 1e6, 2),
            "modelBytes": JSONValue(classifier.bytes.count),
        ]
        print(line.text)
    }
}
