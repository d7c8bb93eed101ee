import Base
import Events
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import Localisation
import Logging
import Markup
import Storage
import Synchronization
import TestSupport
import Testing
import Vault
import Web

/// One shop, 青禾, its owner and agent, another shop, and a clock that stands still until it is moved.
struct World: Sendable {
    let texts: Texts
    let clock = Clock()
    let people: PersonVault

    static let shop: ShopID = "qinghe"
    static let keys = [
        "root": Principal(actor: Actor(.key, "root"), role: .platform, shop: nil, isUnlimited: true),
        "owner": Principal(actor: Actor(.key, "owner"), role: .owner, shop: shop),
        "lin": Principal(actor: Actor(.key, "lin"), role: .agent, shop: shop),
        "viewer": Principal(actor: Actor(.key, "viewer"), role: .viewer, shop: shop),
        "other": Principal(actor: Actor(.key, "other"), role: .owner, shop: "maiping"),
    ]
    static let mei = Principal(actor: Actor(.customer, "mei"), role: .customer, shop: shop)

    init() throws {
        texts = try Texts.shipped()
        people = PersonVault(Vault(.make(.system), outside: .system))
    }

    var outside: Outside { Outside(now: { [clock] in clock.now }, random: Outside.system.random) }

    var sealer: FormSealer { FormSealer(secret: Array(repeating: 7, count: 32), outside: outside) }

    /// The middleware of the program, and the routes of a test.
    func application(
        files: URL? = nil, rate: RateRule = RateRule(callsPerSecond: 10_000, burst: 10_000),
        registry: MetricRegistry = MetricRegistry(), server: HTTPServerBuilder = .http1(),
        _ addRoutes: (Router<WebContext>) throws -> Void
    ) throws -> Application<RouterResponder<WebContext>> {
        let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let staticFiles = try files.map { try StaticFiles(directory: $0) }
        router.addMiddleware {
            RequestMetrics(registry)
            RequestLog()
            SecurityHeaders()
            ProblemResponse(texts) { problem, language, _ in
                """
                <html lang="\(language.rawValue)">\(problem.code) \(problem.detail) \
                \(problem.reference)</html>
                """
            }
            if let staticFiles { staticFiles }
            Authentication(
                keys: { Self.keys[$0] },
                sessions: [
                    Authentication.Sessions(Self.cookie) { $0 == "mei-session" ? .open(Self.mei) : nil }
                ])
            RateLimit(keys: rate, addresses: rate, proxies: 1) { [clock] in clock.now }
            CrossSiteGuard()
        }
        try addRoutes(router)
        return Application(router: router, server: server, logger: logger)
    }

    static let cookie = SessionCookie(name: "huitou_customer", path: "/", lasting: .days(30))

    /// Runs with an empty database in a directory of its own.
    func withDatabase(_ body: (any Database) async throws -> Void) async throws {
        let directory = try TestDirectory()
        let database = try directory.database(outside: outside)
        try await database.migrate(
            PersonVault.migrations + EventStore.migrations + IdempotencyStore.migrations(people)
                + [
                    Migration(
                        "2026-11-22-test", ["CREATE TABLE notes (id BIGINT PRIMARY KEY, text TEXT NOT NULL)"])
                ])
        try await body(database)
        try await database.close()
    }

    final class Clock: Sendable {
        private let moment = Mutex(Timestamp(milliseconds: 1_795_000_000_000))

        var now: Timestamp { moment.withLock { $0 } }

        func advance(_ span: Span) { moment.withLock { $0 = $0 + span } }
    }
}

extension HTTPFields {
    static func key(_ name: String) -> HTTPFields { [.authorization: "Bearer \(name)"] }

    static func ofType(_ type: String) -> HTTPFields { [.contentType: type] }

    static func command(_ name: String, _ key: String) -> HTTPFields {
        [.authorization: "Bearer \(name)", .contentType: "application/json", .idempotencyKey: key]
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }

    var code: String? { json?["code"]?.string }

    var json: JSONValue? {
        do { return try JSONParser.parse(text) } catch { return nil }
    }
}
