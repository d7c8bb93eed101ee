import Base
import Events
import Foundation
import Policies
import Storage
import TestSupport
import Testing

@Suite struct PolicyDeskTests {
    private let shop: ShopID = "tea"
    private let owner = Actor(.staff, "lin")

    @Test func `a new shop gets its first pack`() async throws {
        try await withDatabase { database, desk in
            let pack = try await database.write {
                try desk.install(packNamed: "seven-day", for: profile(shop), by: owner, in: $0)
            }
            #expect(pack.version == 1)
            #expect(try await database.read { try desk.current(of: profile(shop), in: $0) } == pack)
            let text = try await database.read { try desk.text(of: shop, version: 1, in: $0) }
            #expect(try text == ShippedPacks.text("seven-day"))
        }
    }

    @Test func `a shop has no policy before and no second first one`() async throws {
        try await withDatabase { database, desk in
            await #expect(throws: PolicyRefusal.policyNotInstalled) {
                try await database.read { try desk.current(of: profile(shop), in: $0) }
            }
            await #expect(throws: PolicyRefusal.policyUnknownPack(name: "none")) {
                try await database.write {
                    try desk.install(packNamed: "none", for: profile(shop), by: owner, in: $0)
                }
            }
            try await install("seven-day", database, desk)
            await #expect(throws: PolicyRefusal.policyAlreadyInstalled) {
                try await install("seven-day", database, desk)
            }
        }
    }

    @Test func `publishing makes the next version and leaves the last readable`() async throws {
        try await withDatabase { database, desk in
            try await install("retail-simple", database, desk)
            try await save(ShippedPacks.text("seven-day"), database, desk)
            #expect(try await current(database, desk).name == "retail-simple")
            let published = try await publish(database, desk)
            #expect(published.version == 2)
            #expect(try await current(database, desk) == published)
            let first = try await database.read { try desk.pack(of: profile(shop), version: 1, in: $0) }
            #expect(first == (try ShippedPacks.load("retail-simple")))
            #expect(try await database.read { try desk.draft(of: shop, in: $0) } == nil)
            let versions = try await database.read { try desk.versions(of: shop, in: $0) }
            #expect(versions.map(\.version) == [2, 1])
            #expect(versions.map(\.name) == ["seven-day", "retail-simple"])
            #expect(versions.map(\.publishedBy) == [owner, owner])
        }
    }

    @Test func `a draft is kept until it is published, the newest counts`() async throws {
        try await withDatabase { database, desk in
            try await install("seven-day", database, desk)
            try await save(ShippedPacks.text("retail-simple"), database, desk)
            try await save(ShippedPacks.text("pinduoduo-like"), database, desk)
            let draft = try await database.read { try desk.draft(of: shop, in: $0) }
            #expect(try draft?.yaml == ShippedPacks.text("pinduoduo-like"))
            #expect(draft?.savedBy == owner)
            #expect(try await publish(database, desk).name == "pinduoduo-like")
            await #expect(throws: PolicyRefusal.policyNoDraft) { try await publish(database, desk) }
        }
    }

    @Test func `a draft with faults is refused and the last one stays`() async throws {
        try await withDatabase { database, desk in
            try await install("seven-day", database, desk)
            let good = try ShippedPacks.text("retail-simple")
            try await save(good, database, desk)
            await #expect(throws: PackRefusal.self) { try await save(good + "colour: red\n", database, desk) }
            #expect(try await database.read { try desk.draft(of: shop, in: $0) }?.yaml == good)
        }
    }

    @Test func `a publication that was undone leaves nothing in memory`() async throws {
        struct Undone: Error {}
        try await withDatabase { database, desk in
            try await install("seven-day", database, desk)
            try await save(ShippedPacks.text("retail-simple"), database, desk)
            await #expect(throws: Undone.self) {
                try await database.write { transaction in
                    try desk.publish(for: profile(shop), by: owner, in: transaction)
                    #expect(try desk.current(of: profile(shop), in: transaction).name == "retail-simple")
                    throw Undone()
                }
            }
            #expect(try await current(database, desk).name == "seven-day")
            try await save(ShippedPacks.text("pinduoduo-like"), database, desk)
            try await publish(database, desk)
            let pack = try await current(database, desk)
            #expect(pack.name == "pinduoduo-like")
            #expect(pack.version == 2)
        }
    }

    @Test func `a memory of one pack serves many shops`() async throws {
        try await withDatabase(cacheCapacity: 1) { database, desk in
            let packs: [(ShopID, String)] = [
                ("a", "seven-day"), ("b", "retail-simple"), ("c", "pinduoduo-like"),
            ]
            for (shop, name) in packs {
                try await database.write {
                    _ = try desk.install(packNamed: name, for: profile(shop), by: owner, in: $0)
                }
            }
            for (shop, name) in packs + packs {
                #expect(try await database.read { try desk.current(of: profile(shop), in: $0) }.name == name)
            }
        }
    }

    @Test func `the same text is yen in a shop that is paid in yen`() async throws {
        try await withDatabase { database, desk in
            let yen = try profile("tokyo", #require(Currency("JPY")))
            try await install("seven-day", database, desk)
            try await database.write {
                _ = try desk.install(packNamed: "seven-day", for: yen, by: owner, in: $0)
            }
            #expect(try await current(database, desk).kinds[.refundOnly]?.approval == .upTo(10_00))
            let pack = try await database.read { try desk.current(of: yen, in: $0) }
            #expect(pack.kinds[.refundOnly]?.approval == .upTo(10))
        }
    }

    @Test func `shops are walls`() async throws {
        try await withDatabase { database, desk in
            try await install("seven-day", database, desk)
            try await save(ShippedPacks.text("retail-simple"), database, desk)
            let other: ShopID = "coffee"
            try await database.read { (transaction: Transaction) throws in
                #expect(throws: PolicyRefusal.policyNotInstalled) {
                    try desk.current(of: profile(other), in: transaction)
                }
                #expect(throws: PolicyRefusal.policyUnknownVersion(version: 1)) {
                    try desk.pack(of: profile(other), version: 1, in: transaction)
                }
                #expect(try desk.draft(of: other, in: transaction) == nil)
                #expect(try desk.versions(of: other, in: transaction).isEmpty)
            }
        }
    }

    @Test func `everything that happens stands in the log`() async throws {
        try await withDatabase { database, desk in
            try await install("seven-day", database, desk)
            try await save(ShippedPacks.text("retail-simple"), database, desk)
            try await publish(database, desk)
            let events = try await database.read { try EventStore().after(0, in: shop, limit: 10, $0) }
            #expect(events.map(\.type) == ["policy.installed", "policy.draftSaved", "policy.published"])
            #expect(events.allSatisfy { $0.actor == owner })
            #expect(events.last?.detail == ["name": "retail-simple", "version": 2])
        }
    }

    // MARK: Steps

    private func profile(_ shop: ShopID, _ currency: Currency = .cny) throws -> ShopProfile {
        ShopProfile(id: shop, currency: currency, day: try #require(LocalDay(zone: "Asia/Shanghai")))
    }

    private func install(_ name: String, _ database: any Database, _ desk: PolicyDesk) async throws {
        try await database.write {
            _ = try desk.install(packNamed: name, for: profile(shop), by: owner, in: $0)
        }
    }

    private func save(_ yaml: String, _ database: any Database, _ desk: PolicyDesk) async throws {
        try await database.write { _ = try desk.saveDraft(yaml, for: profile(shop), by: owner, in: $0) }
    }

    @discardableResult
    private func publish(_ database: any Database, _ desk: PolicyDesk) async throws -> PolicyPack {
        try await database.write { try desk.publish(for: profile(shop), by: owner, in: $0) }
    }

    private func current(_ database: any Database, _ desk: PolicyDesk) async throws -> PolicyPack {
        try await database.read { try desk.current(of: profile(shop), in: $0) }
    }

    private func withDatabase(
        cacheCapacity: Int = 8, _ body: (any Database, PolicyDesk) async throws -> Void
    ) async throws {
        let directory = try TestDirectory()
        let database = try directory.database(outside: .system)
        try await database.migrate(EventStore.migrations + PolicyStore.migrations)
        try await body(
            database, PolicyDesk(events: EventLog(broadcast: Broadcast()), cacheCapacity: cacheCapacity))
        try await database.close()
    }
}
