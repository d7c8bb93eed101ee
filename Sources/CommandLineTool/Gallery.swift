import App
import ArgumentParser
import Foundation
import Logging

struct Gallery: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write every page in every state as static files, to look at without a server.",
        discussion: """
            A demo shop is opened in a temporary directory and walked through; nothing else is touched.

            Example:
              huitou gallery /tmp/gallery
            """)

    @Argument(help: "The directory to write to; open its index.html.", completion: .directory)
    var directory: String

    func run() async throws {
        var configuration = Configuration()
        configuration.logLevel = .error
        let gallery = App.Gallery(
            to: URL(filePath: directory, directoryHint: .isDirectory), logger: .huitou(configuration))
        let pages = try await gallery.write()
        Terminal.tell("\(pages.count) pages in three languages: \(directory)/index.html")
    }
}
