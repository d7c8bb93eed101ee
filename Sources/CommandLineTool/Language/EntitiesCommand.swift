import ArgumentParser
import Base
import Language

struct EntitiesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "entities",
        abstract: "Find codes, sums, names and places in texts and compare them with what was marked.",
        discussion: """
            --format bitext: text, a field that is not read, type or nothing, beginning, end.
            --format dialogues: dialogue, turn, text, a JSON list of objects with type, start and end. Order numbers there
            are a W and seven digits.
            Places are counted in Unicode scalars. A span counts where type, beginning and end agree.

            Examples:
              huitou language entities --test entities.tsv --format bitext
              huitou language entities --test utterances.tsv --format dialogues
            """)

    @Option(help: "Texts with what is marked in them.") var test: String
    @Option(help: "bitext or dialogues.") var format: EntityFormat

    func run() throws {
        let today = Outside.system.now().milliseconds / 86_400_000
        let context = EntityContext(today: CivilDate(daysSince1970: today), orderFormats: format.orderFormats)
        let reader = EntityReader(context)
        var report = SpanReport()
        for (number, row) in try TableFile(test).rows(ofAtLeast: format.fields).enumerated() {
            guard let marked = format.marked(row) else {
                throw CommandFailure("\(test), line \(number + 1): what is marked cannot be read.")
            }
            report.add(found: format.found(reader, in: row), marked: marked)
        }
        let types = report.byType.map { JSONValue.Member($0.type, .share($0.f1)) }
        print((["microF1": .share(report.microF1), "byType": .object(types)] as JSONValue).text)
    }
}
