import Base
import Foundation
import Jobs
import Localisation
import Logging
import Policies
import Staff
import Storage

/// The demonstration: a small shop with its orders and some cases in progress, made through the API on first start.
public struct DemoShop: Sendable {
    private let configuration: Configuration
    private let logger: Logger

    static let shop: ShopID = "yanyu"
    static let customer = "C-2001"
    static let order = "70310944-0721-7731"

    public init(configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Serves the demo; `tell` gets what a newcomer needs to know, a line at a time.
    public func serve(_ tell: @escaping @Sendable (String) -> Void) async throws {
        let claim = try DataClaim.take(configuration)
        let services = try await Services.open(configuration, logger: logger)
        let access = try await DemoAccess.load(from: configuration.dataDirectory, services)
        let (ports, listening) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // A server answers requests only after it has told its port, so the seeding runs beside it.
                for await port in ports { await prepare(port, access, services, tell) }
            }
            try await Server(services: services, claim: claim).run(onListening: { port in
                listening.yield(port)
                listening.finish()
            })
            group.cancelAll()
        }
    }

    private func prepare(
        _ port: Int, _ access: DemoAccess, _ services: Services, _ tell: @Sendable (String) -> Void
    ) async {
        let url = "http://\(configuration.host):\(port)"
        do {
            let seed = DemoSeed(services: services, access: access, url: url)
            if try await seed.isNeeded() {
                tell("Preparing the demo shop …")
                try await seed.run()
            }
            let made = try await DemoAccess.load(from: configuration.dataDirectory, services)
            for line in try await welcome(url, made, services) { tell(line) }
        } catch {
            tell("The demo shop could not be prepared: \(error)")
        }
    }

    /// Serves the demo for as long as some work takes.
    func serve(
        during work: @escaping @Sendable (String, DemoAccess, Services) async throws -> Void
    ) async throws {
        let services = try await Services.open(configuration, logger: logger)
        let access = try await DemoAccess.load(from: configuration.dataDirectory, services)
        try await Server(services: services).run(during: { port in
            try await work("http://\(configuration.host):\(port)", access, services)
        })
    }

    private func welcome(_ url: String, _ access: DemoAccess, _ services: Services) async throws -> [String] {
        let link = try access.signedLink(to: Self.customer, at: services.clock.now())
        let body = """
            {"orderId":"\(Self.order)","kind":"returnRefund","reason":"noLongerNeeded",\
            "lines":[{"variantId":"P-1003-3","quantity":1}]}
            """
        return [
            "",
            "檐雨生活铺 is open.",
            "",
            "  Customer page   \(url)/s/\(Self.shop)",
            "    signed in     \(url)/s/\(Self.shop)/enter?\(link)   (once, within 15 minutes)",
            "    or with order \(Self.order); the code shows up on \(url)/desk/\(Self.shop)/messages",
            "  Policy page     \(url)/s/\(Self.shop)/policy",
            "  Staff page      \(url)/desk/\(Self.shop)",
        ] + access.people.map { "    \($0.email)  \($0.password)  (\($0.role.rawValue))" } + [
            "  API key         \(access.apiKey)",
            "  Open a case     curl -s \(url)/v1/shops/\(Self.shop)/cases -H 'Authorization: Bearer \(access.apiKey)' "
                + "-H 'Content-Type: application/json' -H \"Idempotency-Key: $(date +%s%N)\" -d '\(body)'",
            "",
        ]
    }
}
