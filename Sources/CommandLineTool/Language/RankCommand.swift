import ArgumentParser
import Base
import Language

struct RankCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rank",
        abstract: "Look questions up among texts and see how near to the top the right ones stand.",
        discussion: """
            With --corpus (number, text) and --queries (question, numbers of the right texts by commas) the whole corpus
            is searched. With --candidates (number, text, a field that is not read, numbers of right lines, numbers of
            wrong lines) each line's own candidates are put in order, by their words and by what they want of a shop; lines are
            counted from 0.

            Examples:
              huitou language rank --corpus corpus.tsv --queries queries.tsv
              huitou language rank --candidates select.tsv
            """)

    @Option(help: "Numbered texts to search.") var corpus: String?
    @Option(help: "Questions with the numbers of the right texts.") var queries: String?
    @Option(help: "Lines with their right and wrong candidates.") var candidates: String?

    func validate() throws {
        guard (corpus != nil) == (queries != nil), (corpus != nil) != (candidates != nil) else {
            throw ValidationError("Give either --corpus with --queries, or --candidates.")
        }
    }

    func run() throws {
        var (report, seconds, count) = (RankingReport(), 0.0, 0)
        if let corpus, let queries {
            let texts = try TableFile(corpus)
            let numbers = try texts.column(0)
            let index = TextIndex(try texts.column(1))
            for row in try TableFile(queries).rows(ofAtLeast: 2) {
                var stopwatch = Stopwatch()
                let found = index.nearest(to: row[0], count: 10)
                seconds += stopwatch.lap()
                let wanted = Set(row[1].split(separator: ",").map(String.init))
                report.add(
                    found.map(\.place), wanted: Set(numbers.indices.filter { wanted.contains(numbers[$0]) }))
                count += 1
            }
        } else if let candidates {
            let rows = try TableFile(candidates).rows(ofAtLeast: 5)
            let index = MessageIndex(rows.map { $0[1] }, IntentReader(try IntentCorpus.shipped()))
            for row in rows {
                let (right, wrong) = (try places(row[3], rows.count), try places(row[4], rows.count))
                var stopwatch = Stopwatch()
                let found = index.ranked((right + wrong).sorted(), to: row[1])
                seconds += stopwatch.lap()
                report.add(found.map(\.place), wanted: Set(right))
                count += 1
            }
        }
        let line: JSONValue = [
            "recallAt1": .share(report.recallAt1), "recallAt5": .share(report.recallAt5),
            "mrr": .share(report.meanReciprocalRank), "map": .share(report.meanAveragePrecision),
            "microsecondsPerQuery": .decimal(seconds / Double(max(count, 1)) * 1e6, 2),
        ]
        print(line.text)
    }

    private func places(_ field: String, _ count: Int) throws -> [Int] {
        try field.split(separator: ",").map {
            guard let place = Int($0), (0..<count).contains(place) else {
                throw CommandFailure(
                    "A candidate's number must be a line's number from 0 to \(count - 1); found \($0).")
            }
            return place
        }
    }
}
