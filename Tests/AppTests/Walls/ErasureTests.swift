import App
import Base
import Conversations
import Customers
import Events
import Foundation
import Staff
import Storage
import TestSupport
import Testing
import Vault

/// A person gets what is kept of them, and is erased for good when they ask.
@Suite(.timeLimit(.minutes(10))) struct ErasureTests {
    @Test func `an export holds everything in full and is noted`() async throws {
        try await TestServer.run { server in
            let (shop, record) = try await server.meisCase()
            let document = try await shop.get("customers/mei/export").expect(200).json
            #expect(document["customer"]?["phone"]?.string == "13800000000")
            #expect(document["orders"]?.items.first?["address"]?["line1"]?.string == "茶馆路 8 号")
            #expect(document["cases"]?.items.first?["id"]?.string == record)
            #expect(document["cases"]?.items.first?["note"]?.string == Qinghe.meisWords)
            #expect(document["cases"]?.items.first?["timeline"]?.items.isEmpty == false)
            #expect(try await server.types().contains("personalData.exported"))
            let agent = try await shop.caller("agent").api
            try await agent.get(shop.path("customers/mei/export")).expect(403, "permissionMissing")
        }
    }

    @Test func `nobody is erased while something of theirs waits`() async throws {
        try await TestServer.run { server in
            let (shop, record) = try await server.meisCase()
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
            let (shop, record) = try await server.meisCase()
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
            let (shop, record) = try await server.meisCase()
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
            let (shop, record) = try await server.meisCase()
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
}
