import App
import Base
import Conversations
import Customers
import Events
import Foundation
import Orders
import Staff
import Storage
import TestSupport
import Testing
import Vault

/// Who was erased is written down apart from the database, and no backup brings them back.
@Suite(.timeLimit(.minutes(10))) struct ErasureJournalTests {
    @Test func `nobody is erased while that cannot be written down, and the server says so`() async throws {
        try await TestServer.run { server in
            let (shop, record) = try await server.meisCase()
            try await shop.post("cases/\(record)/withdrawal", ["by": "customer"]).expect(200)
            #expect(try await server.root.get("/readyz").status == 200)
            let journal = URL(filePath: server.services.configuration.erasureJournal.path)
            try FileManager.default.removeItem(at: journal)
            try FileManager.default.createDirectory(at: journal, withIntermediateDirectories: false)
            try await shop.post("customers/mei/erasure", ["reason": "request"]).expect(
                503, "storageUnavailable")
            #expect(try await shop.get("customers/mei").expect(200).json["phone"]?.string == "13800000000")
            let ready = try await server.root.get("/readyz").expect(503)
            #expect(ready.json["because"]?.string == "the journal of erasures cannot be written")
            try FileManager.default.removeItem(at: journal)
            try await shop.post("customers/mei/erasure", ["reason": "request"]).expect(200)
            #expect(try String(contentsOf: journal, encoding: .utf8).contains("\"mei\""))
        }
    }

    @Test func `a server whose journal of erasures cannot be written does not start`() async throws {
        let directory = try TestDirectory()
        var configuration = Configuration()
        configuration.dataDirectory = directory.url.appending(path: "data")
        configuration.erasures = directory.url.path  // a directory
        await #expect {
            _ = try await Services.open(configuration, logger: TestServer.quiet)
        } throws: {
            "\($0)".contains("\(directory.url.path) cannot be written") && "\($0)".contains("HUITOU_ERASURES")
        }
    }

    @Test func `visitors are erased again too, also those who turned out to be a customer since`()
        async throws
    {
        let place = try Embedded()
        var services = try await place.open()
        try await services.withCustomer()
        let (one, two) = (try await services.withVisitor(), try await services.withVisitor())
        try await services.close()
        try place.keep()
        services = try await place.open()
        let shop = ShopID(Qinghe.id)
        _ = try await PersonRights(services, in: shop).erase(one.text, because: "request")
        try await services.database.write(in: shop) { [services] in
            try services.conversations.join(two, to: "mei", in: shop, $0)
        }
        _ = try await PersonRights(services, in: shop).erase("mei", because: "request")
        try await services.close()
        try place.putBack()
        var erasures: [Int] = []
        for _ in 0..<2 {
            services = try await place.open()
            let left = try await services.database.read { [services] transaction in
                try [one, two].flatMap {
                    try services.conversations.ids(of: .visitor($0), in: shop, transaction)
                }
            }
            #expect(left.isEmpty)
            erasures.append(
                try await services.database.read { [store = services.events.store] in
                    try store.after(0, in: shop, limit: 1_000, $0).filter { $0.type == "personalData.erased" }
                }.count)
            try await services.close()
        }
        #expect(erasures == [3, 3])
    }

    @Test func `a database from before an erasure is erased again when it is opened`() async throws {
        let place = try Embedded()
        var services = try await place.open()
        let shop = ShopID(Qinghe.id)
        try await services.withCustomer()
        try await services.close()
        try place.keep()
        services = try await place.open()
        _ = try await PersonRights(services, in: shop).erase("mei", because: "request")
        try await services.close()
        try place.putBack()
        services = try await place.open()
        let mei = try await services.database.read { [services] in
            try services.customers.customer("mei", in: shop, $0)
        }
        #expect(mei.givenName == "" && mei.phone == nil)
        try await services.close()
    }
}

/// A data directory whose database is put back as it was.
private struct Embedded {
    private let directory: TestDirectory
    private let configuration: Configuration

    init() throws {
        directory = try TestDirectory()
        var configuration = Configuration()
        configuration.dataDirectory = directory.url.appending(path: "data")
        configuration.rootKey = TestServer.rootKey
        self.configuration = configuration
    }

    func open() async throws -> Services {
        try await Services.open(configuration, logger: TestServer.quiet)
    }

    private var copy: URL { directory.url.appending(path: "before") }

    func keep() throws {
        try FileManager.default.copyItem(
            at: configuration.dataDirectory.appending(path: "huitou.sqlite"), to: copy)
    }

    func putBack() throws {
        for name in ["huitou.sqlite", "huitou.sqlite-wal", "huitou.sqlite-shm"] {
            // Not all of them are left by a database that was closed.
            try? FileManager.default.removeItem(at: configuration.dataDirectory.appending(path: name))
        }
        try FileManager.default.copyItem(
            at: copy, to: configuration.dataDirectory.appending(path: "huitou.sqlite"))
    }
}

extension Services {
    /// Somebody who wrote without being known.
    fileprivate func withVisitor() async throws -> Identifier<Visitor> {
        let conversation = try await database.write(in: ShopID(Qinghe.id)) { [conversations] in
            try conversations.open(
                with: nil, on: .page, skill: nil, by: .system, in: ShopID(Qinghe.id), $0
            ).0
        }
        guard case .visitor(let id) = conversation.partner else { throw CancellationError() }
        return id
    }

    /// A shop with 梅 in it.
    fileprivate func withCustomer() async throws {
        let platform = Principal(actor: .system, role: .platform, shop: nil, isUnlimited: true)
        let opening = try ShopOpening(
            id: Qinghe.id, name: "青禾", currency: "CNY", timeZone: "Asia/Shanghai", packName: "seven-day")
        try await database.write { [shops] transaction in
            _ = try shops.open(opening, by: platform, in: transaction)
        }
        let profile = try TestWorld.profile(ShopID(Qinghe.id))
        let lines = [ImportLine(number: 1, bytes: Qinghe.mei.bytes)]
        let report = try await imports.take(
            try await imports.read(lines, of: .customers, in: profile), in: profile)
        #expect(report.saved == 1)
    }
}
