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

    @Test func `who never bought anything goes as well, once nothing was heard of them for so long`()
        async throws
    {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let people = ["lan", "zhu"].map { Qinghe.customer($0) }
            try await shop.root.importing(people, as: "customers", to: shop.id).expect(200)
            try await server.root.patch(shop.path("settings"), ["retention": ["customerDays": 60]]).expect(
                200)
            try await server.clock.pass(.days(40))
            try await shop.root.importing(people, as: "customers", to: shop.id).expect(200)
            let talk = try await shop.talk(to: "zhu")
            try await shop.post("conversations/\(talk)/closure").expect(200)
            func isKept(_ id: String) async throws -> Bool {
                try await shop.get("customers/\(id)").expect(200).json["givenName"]?.string != ""
            }
            #expect(try await isKept("lan"))
            try await server.clock.pass(.days(25))
            let (lan, zhu) = (try await isKept("lan"), try await isKept("zhu"))
            #expect(!lan && zhu)
            try await server.clock.pass(.days(40))
            #expect(try await !isKept("zhu"))
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

    @Test func `a visitor is erased when they ask, and is somebody new when they come again`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let visitor = try await shop.visitor()
            let picture = try await visitor.upload(
                shop.path("chat/files"), Qinghe.picture(7), as: "image/jpeg"
            ).expect(201).id
            try await visitor.say("我叫李华，电话 13912345678", in: shop)
            let other = try await shop.visitor()
            try await other.say("在吗", in: shop)
            let talks = try await shop.get("conversations").items
            let (id, talk) = try (
                #require(talks.last?["visitorId"]?.string), #require(talks.last?["id"]?.string)
            )
            let given = try await shop.get("visitors/\(id)/export").expect(200).json
            #expect(given["conversations"]?.items.first?["messages"]?.items.count == 1)
            #expect(given["files"]?.items.first?["id"]?.string == picture)
            let wish: JSONValue = ["reason": "request"]
            let erased = try await shop.post("visitors/\(id)/erasure", wish).expect(200).json
            #expect(erased["visitorId"]?.string == id)
            let again = try await shop.post("visitors/\(id)/erasure", wish).expect(200).json
            #expect(again["erasedAt"] == erased["erasedAt"])
            try await shop.get("conversations/\(talk)").expect(404, "conversationUnknown")
            try await shop.get("files/\(picture)").expect(404, "fileUnknown")
            try await shop.get("visitors/\(id)/export").expect(404, "visitorUnknown")
            #expect(try await shop.get("conversations").items.count == 1, "the other visitor's is there")
            #expect(
                try await server.events("personalData.erased").map(\.detail) == [
                    ["record": "visitor", "reason": "request", "conversations": 1, "files": 1]
                ])
            let journal = server.services.configuration.erasureJournal.path
            #expect(try String(contentsOfFile: journal, encoding: .utf8).contains(id))
            let late: JSONValue = ["kind": "text", "text": "还在吗"]
            try await visitor.post(shop.path("chat/messages"), late).expect(409, "partnerErased")
            let anew = try await shop.visitor(["visit": .string(visitor.key ?? "")])
            try await anew.say("你好", in: shop)
            // Their id is not taken again, however long ago it was.
            try await server.clock.pass(.days(400))
            let kept = try await server.services.database.read { [people = server.services.people] in
                try people.erasure(of: .customer(id, of: ShopID(Qinghe.id)), $0)
            }
            #expect(kept != nil)
        }
    }

    @Test func `nobody is erased while that cannot be written down, and the server says so`() async throws {
        try await TestServer.run { server in
            let (shop, record) = try await shop(server)
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
