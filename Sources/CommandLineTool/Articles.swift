import App
import ArgumentParser
import Base
import Foundation
import Knowledge
import Localisation
import Staff

struct Articles: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What a shop knows: questions with their answers.",
        subcommands: [ImportArticles.self])
}

struct ImportArticles: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import articles from Markdown and CSV files.",
        discussion: """
            Each file is taken whole or not at all; what is wrong with one is named by its line. Articles with an id that \
            was imported before are written anew, those that say the same are left alone. Ends with 1 when a file was \
            refused.

            A file in Markdown:
              ## When will you ship?
              id: shipping-time
              also: How long until it ships?

              Within 48 hours after payment.

            Example:
              huitou articles import --shop tea --publish help.md sizes.csv
            """)

    @Option(help: "The shop's id.")
    var shop: String

    @Flag(help: "Publish everything of the files at once.")
    var publish = false

    @OptionGroup var data: DataOptions

    @Argument(help: "Files that end in .md or .csv.")
    var files: [String]

    func validate() throws {
        for file in files where format(of: file) == nil {
            throw ValidationError("\(file): the file's name must end in .md or .csv.")
        }
    }

    func run() async throws {
        let services = try await data.open()
        var refused = 0
        for file in files where try await !take(file, services) { refused += 1 }
        try await services.close()
        if refused > 0 { throw ExitCode.failure }
    }

    private func take(_ path: String, _ services: Services) async throws -> Bool {
        guard let format = format(of: path), let data = FileManager.default.contents(atPath: path),
            data.count <= ArticleImport.bytes, let text = String(data: data, encoding: .utf8)
        else { throw CommandFailure("\(path) cannot be read as UTF-8 of at most 16 MiB.") }
        let record = try await services.shops.shop(ShopID(shop))
        do {
            let report = try await ArticleFile(services: services, shop: record.profile).take(
                text, format, publishes: publish, by: .system)
            print(
                "\(path): \(report.added) added, \(report.changed) changed, \(report.unchanged) unchanged, "
                    + "\(report.published) published")
            return true
        } catch let faults as ArticleFaults {
            print("\(path): nothing was taken, \(faults.count) faults")
            for fault in faults.faults {
                print("  line \(fault.line): \(RefusalSentence.english(fault.refusal))")
            }
            return false
        }
    }

    private func format(of file: String) -> ArticleImport.Format? {
        ArticleImport.Format(named: URL(filePath: file).pathExtension)
    }
}
