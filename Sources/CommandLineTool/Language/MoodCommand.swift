import ArgumentParser
import Base
import Language

struct MoodCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mood",
        abstract: "Try how well complaints are told from other messages.",
        discussion: """
            Each line is a message, a tab, and 1 for a complaint or 0 for none.

            Example:
              huitou language mood --test messages.tsv
            """)

    @Option(help: "Messages to try it on.") var test: String

    func run() throws {
        let rows = try TableFile(test).rows(ofAtLeast: 2)
        guard rows.allSatisfy({ ["0", "1"].contains($0[1]) }) else {
            throw CommandFailure("\(test): the second field of each line is 0 or 1.")
        }
        let reader = IntentReader(try IntentCorpus.shipped())
        var (hits, taken, complaints) = (0, 0, 0)
        for row in rows {
            let isComplaint = reader.mood(of: row[0]).isComplaint
            taken += isComplaint ? 1 : 0
            complaints += row[1] == "1" ? 1 : 0
            hits += isComplaint && row[1] == "1" ? 1 : 0
        }
        let line: JSONValue = [
            "precision": .share(taken > 0 ? Double(hits) / Double(taken) : nil),
            "recall": .share(complaints > 0 ? Double(hits) / Double(complaints) : nil),
            "threshold": .decimal(Double(MoodReader.threshold), 2),
        ]
        print(line.text)
    }
}
