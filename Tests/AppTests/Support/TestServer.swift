import App
import Base
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Storage
import StorageSQLite
import TestSupport
import Testing

/// A whole program in the test's own process: a temporary directory, a root key, a clock that can be moved and a
/// simulated payment provider. Its jobs run when the clock is moved, also by nothing.
struct TestServer: Sendable {
    static let rootKey = "root-of-the-test"

    let services: Services
    let root: API

    static func run(
        _ change: (inout Configuration) -> Void = { _ in }, logger: Logger = quiet,
        _ body: @escaping @Sendable (TestServer) async throws -> Void
    ) async throws {
        let directory = try TestDirectory()
        var configuration = Configuration()
        configuration.dataDirectory = directory.url
        configuration.isSandbox = true
        configuration.provider = .simulated
        configuration.rootKey = rootKey
        configuration.durability = .normal
        if TestEngine.current == .postgresql {
            configuration.database = try directory.connection()
            configuration.databaseConnections = 4
        }
        change(&configuration)
        let services = try await Services.open(configuration, logger: logger)
        _ = try await RootKey(services: services).install()
        let application = Application(router: try Server(services: services).router(), logger: logger)
        try await application.test(.router) { client in
            try await body(
                TestServer(services: services, root: API(key: rootKey) { try await send($0, client) }))
        }
        try await services.close()
    }

    static var quiet: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    var clock: Sandbox { Sandbox(root: root) }

    /// Rows of every table but the remembered answers, and the keys that seal them.
    func rowCounts() async throws -> [String: Int] {
        try await services.database.read { transaction in
            let tables = try transaction.rows(transaction.dialect.tableNames) { try $0.text() }
            return try Dictionary(
                uniqueKeysWithValues: tables.filter { $0 != "idempotency" && $0 != "person_keys" }.map {
                    table in
                    (table, try transaction.count(SQL(stringLiteral: "SELECT COUNT(*) FROM \(table)")))
                })
        }
    }

    private static func send(_ call: Call, _ client: any TestClientProtocol) async throws -> Reply {
        var fields = HTTPFields()
        for (name, value) in call.headers {
            guard let name = HTTPFields.Element.Name(name) else { continue }
            fields.append(HTTPFields.Element(name: name, value: value))
        }
        let response = try await client.execute(
            uri: call.path, method: try #require(HTTPRequest.Method(rawValue: call.method)), headers: fields,
            body: call.body.isEmpty ? nil : ByteBuffer(bytes: call.body))
        let headers = response.headers.map { ($0.name.rawName.lowercased(), $0.value) }
        return Reply(
            status: response.status.code, headers: Dictionary(headers) { first, _ in first },
            bytes: Array(response.body.readableBytesView))
    }
}

/// The sandbox's clock and what moves with it.
struct Sandbox: Sendable {
    let root: API

    func now() async throws -> Timestamp {
        let text = try await root.get("/v1/sandbox/clock").expect(200).json["now"]?.string ?? ""
        return try #require(Timestamp(text))
    }

    /// Everything that falls due on the way is done when this returns.
    func pass(_ span: Span = .seconds(0)) async throws {
        try await root.post("/v1/sandbox/clock", ["advanceSeconds": .int(span.seconds)]).expect(200)
    }
}
