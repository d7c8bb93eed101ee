import App
import ArgumentParser
import Base
import Foundation

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a small Chinese shop to look at, with its orders and some cases in progress.",
        discussion: "Example:\n  huitou demo --port 8080 --data var")

    @OptionGroup var server: ServerOptions

    func run() async throws {
        var configuration = try server.configuration()
        configuration.isSandbox = true
        configuration.provider = .simulated
        configuration.allowsPrivateWebhooks = true
        try ListeningPort.check(configuration)
        let demo = DemoShop(configuration: configuration, logger: .huitou(configuration))
        try await demo.serve { Terminal.tell($0) }
    }
}
