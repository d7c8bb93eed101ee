import App
import ArgumentParser
import Foundation
import Logging

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the server.",
        discussion: """
            HUITOU_ROOT_KEY (12 to 128 printable ASCII characters) becomes the root key of a \
            new data directory; without it a key is made and printed once.

            Settings come from options, from HUITOU_* variables and from a file (--config); \
            the first that says something counts. docs/operating lists them all.

            Examples:
              huitou serve --port 8080 --data /var/lib/huitou
              huitou serve --database postgres://huitou@db.internal/huitou --files /srv/huitou/files
              HUITOU_ROOT_KEY=change-me-please huitou serve --sandbox --data /tmp/try
            """)

    @OptionGroup var server: ServerOptions

    @Flag(
        help:
            "A clock that can be advanced by API; the payment provider is simulated unless another is named. (HUITOU_SANDBOX=1)"
    )
    var sandbox = false

    @Option(help: "Who moves money outside the shop's own books: manual or simulated. (HUITOU_PROVIDER)")
    var provider: String?

    func validate() throws {
        if let provider, Configuration.Provider(rawValue: provider) == nil {
            throw ValidationError("--provider is manual or simulated.")
        }
    }

    func run() async throws {
        var configuration = try server.configuration()
        configuration.isSandbox = configuration.isSandbox || sandbox
        if let known = provider.flatMap({ Configuration.Provider(rawValue: $0) }) {
            configuration.provider = known
        }
        try ListeningPort.check(configuration)
        let claim = try DataClaim.take(configuration)
        let services = try await Services.open(configuration, logger: .huitou(configuration))
        if let made = try await RootKey(services: services).install() {
            Terminal.tell("Root key, shown this once: \(made)")
        }
        let place = "\(configuration.scheme)://\(configuration.host)"
        try await Server(services: services, claim: claim).run { port in
            Terminal.tell("Huitou listens on \(place):\(port)")
        }
    }
}
