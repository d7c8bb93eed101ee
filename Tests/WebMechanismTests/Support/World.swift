import Base
import Events
import Foundation
import Hummingbird
import HummingbirdTesting
import Localisation
import Logging
import Markup
import Storage
import StorageSQLite
import Synchronization
import Testing
import Web

/// One shop, 青禾, its owner and agent, another shop, and a clock that stands still until it is moved.
struct World: Sendable {
    let texts: Texts
    let clock = Clock()

    static let shop: ShopID = "qinghe"
    static let keys = [
        "root": Principal(actor: Actor(.key, "root"), role: .platform, shop: nil, isUnlimited: true),
        "owner": Principal(actor: Actor(.key, "owner"), role: .owner, shop: shop),
        "lin": Principal(actor: Actor(.key, "lin"), role: .agent, shop: shop),
        "viewer": Principal(actor: Actor(.key, "viewer"), role: .viewer, shop: shop),
        "other": Principal(actor: Actor(.key, "other"), role: .owner, shop: "maiping"),
    ]
    static let mei = Principal(actor: Actor(.customer, "mei"), role: .customer, shop: shop)

    init() throws { texts = try Texts.shipped() }

    var outside: Outside { Outside(now: { [clock] in clock.now }, random: Outside.system.random) }

    var sealer: FormSealer { FormSealer(secret: Array(repeating: 7, count: 32), outside: outside) }

    /// The middleware in the order of the program, and what a test adds.
    func application(
        _ addRoutes: (Router<WebContext>) throws -> Void
    ) rethrows -> Application<RouterResponder<WebContext>> {
        let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        router.add(middleware: RequestLog())
        router.add(middleware: SecurityHeaders())
        router.add(
            middleware: ProblemResponse(texts) { problem, language in
                "<html lang=\"\(language.rawValue)\">\(problem.code) \(problem.detail) \(problem.reference)</html>"
            })
        router.add(
            middleware: Authentication(
                keys: { Self.keys[$0] },
                sessions: [Authentication.Sessions(Self.cookie) { $0 == "mei-session" ? Self.mei : nil }]))
        router.add(middleware: CrossSiteGuard())
        try addRoutes(router)
        return Application(router: router, logger: logger)
    }

    static let cookie = SessionCookie(name: "huitou_customer", path: "/", lasting: .days(30))

    /// Runs with an empty database in a directory of its own.
    func withDatabase(_ body: (SQLiteDatabase) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "huitou-web-\(Outside.system.bytes(8).map { String($0) }.joined())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: directory) } }
        let database = try SQLiteDatabase(
            path: directory.appending(path: "records.db").path, durability: .normal, outside: outside)
        try await database.migrate(
            EventStore.migrations + IdempotencyStore.migrations
                + [Migration("2026-11-22-test", ["CREATE TABLE notes (id BIGINT PRIMARY KEY, text TEXT NOT NULL)"])])
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
