import ArgumentParser
import Base
import Language

struct IntentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intents",
        abstract: "Try the intents that the program comes with on labelled messages.",
        discussion: """
            Each line is a message, a tab and its intent; a third field may name other acceptable intents, separated by |,
            which count for lenientAccuracy. The intents are learnt from the program's own corpus when the command starts.

            Example:
              huitou language intents --test messages.tsv
            """)

    @Option(help: "Messages to try it on.") var test: String

    func run() throws {
        let rows = try TableFile(test).rows(ofAtLeast: 2)
        if let row = rows.first(where: { Intent(rawValue: $0[1]) == nil }) {
            let names = Intent.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure("\(row[1]) is no intent; the intents are \(names).")
        }
        let corpus = try IntentCorpus.shipped()
        var stopwatch = Stopwatch()
        let reader = IntentReader(corpus)
        let trainSeconds = stopwatch.lap()
        let answers = rows.map { (reader.prediction(for: $0[0]), label: $0[1]) }
        let perText = stopwatch.lap() / Double(rows.count)
        let report = ClassificationReport(answers: answers, outside: [])
        let lenient = zip(answers, rows).filter { answer, row in
            let others = row.count > 2 ? row[2].split(separator: "|").map(String.init) : []
            return ([row[1]] + others).contains(answer.0.label)
        }
        let line: JSONValue = [
            "accuracy": .share(report.accuracy),
            "lenientAccuracy": .share(Double(lenient.count) / Double(rows.count)),
            "macroF1": .share(report.macroF1), "topFive": .share(report.topFive),
            "inScopeAccuracy": .share(report.inScopeAccuracy), "outOfScopeRecall": nil,
            "outOfScopePrecision": nil,
            "trainSeconds": .decimal(trainSeconds, 3), "microsecondsPerText": .decimal(perText * 1e6, 2),
            "modelBytes": JSONValue(reader.bytes.count),
        ]
        print(line.text)
    }
}
