import Base
import Events
import Foundation
import Orders
import Staff
import Storage
import StorageSQLite
import TestSupport
import Testing
import Vault

@testable import App

/// Records change their engine.
@Suite struct MoveTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory() }

    @Test func `a move that broke off goes on, and nothing is lost on the way there and back`() async throws {
        let (file, back) = (path("huitou.sqlite"), path("back.sqlite"))
        let server = try directory.connection("moved")
        try await fill()
        await #expect(throws: CancellationError.self) {
            _ = try await Move(from: file, to: server, keys: keys).run { progress in
                if progress.table == "customers", progress.rows < progress.most { throw CancellationError() }
            }
        }
        var configuration = configuration()
        configuration.database = server
        await #expect(throws: MoveFailure.self) {
            _ = try await Services.open(configuration, logger: TestServer.quiet)
        }
        let agreed = try await Move(from: file, to: server, keys: keys).run { _ in }
        #expect(agreed.contains("customers: 700 rows"))
        #expect(agreed.contains("ledger in CNY: 700 transfers, 3500000 in all"))
        let services = try await Services.open(configuration, logger: TestServer.quiet)
        let number = try await services.database.write { transaction in
            try services.events.append(
                "test.happened", on: .init("test", "1"), of: "teahouse", by: .system, in: transaction)
            return try services.events.store.lastPosition(in: "teahouse", transaction)
        }
        #expect(number > 1, "numbers go on behind those that were moved")
        try await services.close()
        #expect(
            try await Move(from: server, to: back, keys: keys).run { _ in }.contains("customers: 700 rows"))
    }

    @Test func `a database that holds records is not moved into`() async throws {
        try await fill()
        await #expect(throws: MoveFailure.self) {
            _ = try await Move(
                from: path("huitou.sqlite"), to: path("huitou.sqlite"), keys: keys
            ).run { _ in }
        }
    }

    @Test func `records that a server is serving are not moved`() async throws {
        try await fill()
        let claim = try DataClaim(directory.url)
        await #expect(throws: DataInUse.self) {
            _ = try await Move(
                from: path("huitou.sqlite"), to: path("other.sqlite"), keys: keys
            ).run { _ in }
        }
        withExtendedLifetime(claim) {}
    }

    private var keys: KeyFile { configuration().keyFile }

    private func path(_ name: String) -> String { directory.url.appending(path: name).path }

    private func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.dataDirectory = directory.url
        configuration.durability = .normal
        return configuration
    }

    /// A shop in a file with 700 customers, each with a gift card of fifty yuan.
    private func fill() async throws {
        let services = try await Services.open(configuration(), logger: TestServer.quiet)
        let platform = Principal(actor: .system, role: .platform, shop: nil, isUnlimited: true)
        let opening = try ShopOpening(
            id: "teahouse", name: "茶馆", currency: "CNY", timeZone: "Asia/Shanghai", packName: "retail-simple")
        try await services.database.write { transaction in
            _ = try services.shops.open(opening, by: platform, in: transaction)
        }
        let lines = (1...700).map { number in
            let card: JSONValue = ["id": "gift", "kind": "giftCard", "balance": .yuan(50_00)]
            return ImportLine(
                number: number, bytes: JSONValue.customer("c\(number)", "梅", methods: [card]).bytes)
        }
        let profile = try TestWorld.profile("teahouse")
        let report = try await services.imports.take(
            try await services.imports.read(lines, of: .customers, in: profile), in: profile)
        #expect(report.saved == 700)
        try await services.close()
    }
}
