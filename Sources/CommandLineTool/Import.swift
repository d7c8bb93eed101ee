import App
import ArgumentParser
import Base
import Foundation
import Localisation
import Orders

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Import customers, products and orders from JSON Lines files.",
        discussion: """
            A file's base name says what it holds. Lines that are bad are named by number \
            and leave the rest in place; a line that was imported before changes nothing. \
            A server on the same data may go on; its live pages hear of the import with the \
            next thing that happens there. Ends with 1 when a line was refused.

            Example:
              huitou import --shop tea products.jsonl customers.jsonl orders.jsonl
            """)

    @Option(help: "The shop's id.")
    var shop: String

    @OptionGroup var data: DataOptions

    @Argument(help: "Files named customers, products or orders, in an order in which they can be taken.")
    var files: [String]

    func validate() throws {
        for file in files where kind(of: file) == nil {
            throw ValidationError("\(file): the file's name must be customers, products or orders.")
        }
    }

    func run() async throws {
        let services = try await data.open()
        var refused = 0
        for file in files {
            guard let kind = kind(of: file) else { continue }
            refused += try await FileImport(services: services, shop: ShopID(shop)).run(file, kind)
        }
        try await services.close()
        if refused > 0 { throw ExitCode.failure }
    }

    private func kind(of file: String) -> ImportKind? {
        ImportKind(rawValue: URL(filePath: file).deletingPathExtension().lastPathComponent)
    }
}
