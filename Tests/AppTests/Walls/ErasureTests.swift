import App
import Base
import Customers
import Events
import Foundation
import Orders
import Staff
import Storage
import TestSupport
import Testing

/// A person gets what is kept of them, and is erased for good.
@Suite(.timeLimit(.minutes(10))) struct ErasureTests {
    private static let words = "杯子碎了，请尽快处理"

    /// 梅 with a closed case about an order, with words and a picture.
    private func shop(_ server: TestServer) async throws -> (shop: Qinghe, record: String) {
        let shop = try await Qinghe.open(server.root)
        try await shop.take([TestOrder(id: "pot").json(at: try await server.clock.now())])
        let picture = try await shop.photo()
        let opened = try await shop.post(
            "cases",
            [
                "orderId": "pot", "kind": "refundOnly", "reason": "damagedInTransit",
                "note": .string(Self.words),
                "lines": [["variantId": "pot-white"]], "evidence": [.string(picture)],
            ]
        ).expect(201)
        return (shop, opened.id)
    }

    @Test func `an export holds everything in full and is noted`() async throws {
        try await TestServer.run { server in
            let (shop, record) = try await shop(server)
            let document = try await shop.get("customers/mei/export").expect(200).json
            #expect(document["customer"]?["phone"]?.string == "13800000000")
            #expect(document["orders"]?.items.first?["address"]?["line1"]?.string == "茶馆路 8 号")
            #expect(document["cases"]?.items.first?["id"]?.string == record)
            #expect(document["cases"]?.items.first?["note"]?.string == Self.words)
            #expect(document["cases"]?.items.first?["timeline"]?.items.isEmpty == false)
            #expect(try await server.types().contains("personalData.exported"))
            let agent = try await shop.caller("agent").api
            try await agent.get(shop.path("customers/mei/export")).expect(403, "permissionMissing")
        }
    }

    @Test func `nobody is erased while something of theirs waits`() async throws {
        try await TestServer.run { server in
            let (shop, record) = try await shop(server)
            try await shop.post("customers/mei/erasure", ["reason": "request"]).expect(
                409, "personHasOpenMatters")
            try await shop.post("cases/\(record)/withdrawal", ["by": "customer"]).expect(200)
            try await shop.post("customers/mei/erasure", ["reason": "request"]).expect(200)
        }
    }

    @Test func `an erased person is named by their id alone, and what was decided and paid stays`()
        async throws
    {
        try await TestServer.run { server in
            let (shop, record) = try await shop(server)
            try await shop.post("cases/\(record)/withdrawal", ["by": "customer"]).expect(200)
            let talk = try await shop.talk(to: "mei")
            let given = try await shop.get("customers/mei/export").expect(200).json["conversations"]?.items
            #expect(given?.first?["messages"]?.items.first?["text"] == "在吗")
            let before = try await shop.get("orders/pot").expect(200).json
            let erased = try await shop.post("customers/mei/erasure", ["reason": "request"]).expect(200).json
            let mei = try await shop.get("customers/mei").expect(200).json
            #expect(mei["givenName"]?.string == "" && mei["phone"] == nil && mei["address"] == nil)
            for query in ["email=mei@example.com", "phone=13800000000"] {
                #expect(
                    try await shop.get("customers?\(query)").expect(200).json["items"]?.items.isEmpty == true)
            }
            let order = try await shop.get("orders/pot").expect(200).json
            #expect(order["address"]?["line1"]?.string == "" && order["payments"] == before["payments"])
            let kept = try await shop.get("cases/\(record)").expect(200).json
            #expect(kept["note"] == nil && kept["evidence"]?.items.isEmpty == true)
            #expect(kept["decision"]?["rules"]?.items.isEmpty == false)
            let said = try await shop.get("conversations/\(talk)/messages").expect(200)
            #expect(said.items.first?["text"] == "" && said.items.count == 1)
            #expect(try await shop.get("conversations/\(talk)").expect(200).state == "closed")
            // Again it is what it was, and the source that still knows them brings nothing back.
            let again = try await shop.post("customers/mei/erasure", ["reason": "other"]).expect(200).json
            #expect(again["erasedAt"] == erased["erasedAt"])
            try await shop.root.importing([Qinghe.mei], as: "customers", to: shop.id).expect(200)
            let later = try await shop.get("customers/mei").expect(200).json
            #expect(later["phone"] == nil && later["familyName"]?.string == "")
        }
    }

    @Test func `the pictures of an erased person go, whoever sent them, and nobody else's`() async throws {
        try await TestServer.run { server in
            let (shop, record) = try await shop(server)
            let shown = try #require(
                try await shop.get("cases/\(record)").expect(200).json["evidence"]?.items.first?["fileId"]?
                    .string)
            let loose = try await shop.photo()
            try await shop.get("files/\(shown)").expect(200)
            try await shop.post("cases/\(record)/withdrawal", ["by": "customer"]).expect(200)
            try await shop.post("customers/mei/erasure", ["reason": "request"]).expect(200)
            try await shop.get("files/\(shown)").expect(404, "fileUnknown")
            try await shop.get("files/\(loose)").expect(200)
        }
    }

    @Test func `what was answered about an erased person is not told again`() async throws {
        try await TestServer.run { server in
            let (shop, record) = try await shop(server)
            let note: JSONValue = ["text": "请放在门卫处"]
            let first = try await shop.post("cases/\(record)/notes", note, key: "note-1").expect(200)
            #expect(
                try await shop.post("cases/\(record)/notes", note, key: "note-1").expect(200).text
                    == first.text)
            try await shop.post("cases/\(record)/withdrawal", ["by": "customer"]).expect(200)
            let asked: JSONValue = ["reason": "request"]
            let erased = try await shop.post("customers/mei/erasure", asked, key: "erase-1").expect(200)
            #expect(try await shop.post("cases/\(record)/notes", note, key: "note-1").expect(200).text == "")
            let again = try await shop.post("customers/mei/erasure", asked, key: "erase-1").expect(200)
            #expect(again.text == erased.text && again.headers["idempotency-replayed"] == "true")
        }
    }

    @Test func `what a shop has kept for as long as its settings say goes by itself`() async throws {
        try await TestServer.run { server in
            let (shop, record) = try await shop(server)
            try await shop.post("cases/\(record)/withdrawal", ["by": "customer"]).expect(200)
            try await server.root.patch(
                shop.path("settings"), ["retention": ["customerDays": 60, "evidenceDays": 30]]
            ).expect(200)
            try await server.clock.pass(.days(20))
            let early = try await shop.get("cases/\(record)").expect(200).json
            #expect(early["evidence"]?.items.count == 1 && early["note"]?.string == Self.words)
            try await server.clock.pass(.days(15))
            let later = try await shop.get("cases/\(record)").expect(200).json
            #expect(later["evidence"]?.items.isEmpty == true && later["note"]?.string == Self.words)
            try await server.clock.pass(.days(30))
            let mei = try await shop.get("customers/mei").expect(200).json
            #expect(mei["phone"] == nil && mei["familyName"]?.string == "")
            try await shop.get("orders/pot").expect(200)
        }
    }

    @Test func `what visitors wrote goes by itself, with all that is in it, but for those who came back`()
        async throws
    {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            try await server.root.patch(shop.path("settings"), ["retention": ["visitorDays": 60]]).expect(200)
            let (gone, back) = (try await shop.visitor(), try await shop.visitor())
            let picture = try await gone.upload(
                shop.path("chat/files"), Qinghe.picture(7), as: "image/jpeg"
            ).expect(201).id
            try await gone.post(
                shop.path("chat/messages"), ["kind": "image", "fileId": .string(picture)]
            ).expect(201)
            for visitor in [gone, back] { try await visitor.say("在吗", in: shop) }
            let ids = try await shop.get("conversations").items.compactMap { $0["id"]?.string }
            let (old, kept) = (ids[1], ids[0])
            try await shop.post(
                "conversations/\(old)/messages", ["kind": "text", "text": "在的", "by": "shop"]
            ).expect(201)
            try await shop.post("conversations/\(old)/messages/3/correction", ["text": "您好，在的"]).expect(200)
            try await shop.post("conversations/\(old)/notes", ["text": "没有留姓名"]).expect(201)
            try await server.clock.pass(.days(25))
            try await back.say("还在吗", in: shop)
            let customers = try await shop.talk(to: "mei")
            try await server.clock.pass(.days(37))
            for path in ["", "/messages", "/notes"] {
                try await shop.get("conversations/\(old)\(path)").expect(404, "conversationUnknown")
            }
            try await shop.get("files/\(picture)").expect(404, "fileUnknown")
            #expect(try await server.rows(of: "~").count == 1)
            #expect(try await shop.get("conversations/\(kept)/messages").items.count == 2)
            #expect(try await shop.get("conversations/\(customers)/messages").items.count == 1)
            let erased = try await server.events("personalData.erased")
            #expect(
                erased.map(\.detail) == [
                    ["record": "visitor", "reason": "retention", "conversations": 1, "files": 1]
                ])
            // Whoever comes again after all that begins anew.
            let again = try await shop.visitor()
            try await again.say("你好", in: shop)
            #expect(try await server.rows(of: "~").count == 2)
        }
    }

    @Test func `a database from before an erasure is erased again when it is opened`() async throws {
        let directory = try TestDirectory()
        var configuration = Configuration()
        configuration.dataDirectory = directory.url.appending(path: "data")
        configuration.rootKey = TestServer.rootKey
        let files = FileManager.default
        let (data, copy) = (configuration.dataDirectory, directory.url.appending(path: "before"))
        var services = try await Services.open(configuration, logger: TestServer.quiet)
        let shop = ShopID(Qinghe.id)
        try await services.withCustomer()
        try await services.close()
        try files.copyItem(at: data.appending(path: "huitou.sqlite"), to: copy)
        services = try await Services.open(configuration, logger: TestServer.quiet)
        _ = try await PersonRights(services, in: shop).erase("mei", because: "request")
        try await services.close()
        for name in ["huitou.sqlite", "huitou.sqlite-wal", "huitou.sqlite-shm"] {
            // Not all of them are left by a database that was closed.
            try? files.removeItem(at: data.appending(path: name))
        }
        try files.copyItem(at: copy, to: data.appending(path: "huitou.sqlite"))
        services = try await Services.open(configuration, logger: TestServer.quiet)
        let mei = try await services.database.read { [services] in
            try services.customers.customer("mei", in: shop, $0)
        }
        #expect(mei.givenName == "" && mei.phone == nil)
        try await services.close()
    }
}

extension API {
    fileprivate func say(_ text: String, in shop: Qinghe) async throws {
        try await post(shop.path("chat/messages"), ["kind": "text", "text": .string(text)]).expect(201)
    }
}

extension TestServer {
    /// People whose keys are kept and whose ids begin so.
    fileprivate func rows(of mark: String) async throws -> [String] {
        try await services.database.read {
            try $0.rows("SELECT person FROM person_keys WHERE shop = \(ShopID(Qinghe.id))") { try $0.text() }
        }.filter { $0.hasPrefix("customer \(mark)") }
    }

    fileprivate func events(_ type: String) async throws -> [DomainEvent] {
        try await services.database.read { [store = services.events.store] in
            try store.after(0, in: ShopID(Qinghe.id), limit: 1_000, $0).filter { $0.type == type }
        }
    }

    fileprivate func types() async throws -> [String] {
        try await services.database.read { [store = services.events.store] in
            try store.after(0, in: ShopID(Qinghe.id), limit: 1_000, $0).map(\.type)
        }
    }
}

extension Services {
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
