import App
import Base
import Events
import Storage
import TestSupport
import Testing

/// Programs read people's data in full only with a key that was given the scope for it.
@Suite(.timeLimit(.minutes(10))) struct PersonalScopeTests {
    @Test func `a key without the scope gets names, phones and addresses masked`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            try await shop.take([TestOrder(id: "pot").json(at: try await server.clock.now())])
            let agent = try await shop.caller("agent").api
            let replies = [
                try await agent.get(shop.path("customers/mei")).expect(200),
                try await agent.get(shop.path("customers?email=mei@example.com")).expect(200),
                try await agent.get(shop.path("orders/pot")).expect(200),
                try await agent.get(shop.path("orders")).expect(200),
            ]
            for reply in replies {
                for value in ["mei@example.com", "13800000000", "茶馆路 8 号", "\"梅\""] {
                    #expect(!reply.text.contains(value))
                }
            }
            let mei = replies[0].json
            #expect(mei["familyName"]?.string == "王*" && mei["givenName"]?.string == "")
            #expect(mei["phone"]?.string == "138****0000" && mei["email"]?.string == "m***@example.com")
            #expect(mei["address"]?["city"]?.string == "上海")
            #expect(try await server.reads().isEmpty)
        }
    }

    @Test func `reads of a key with the scope are noted once for each record and hour`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            try await shop.take([TestOrder(id: "pot").json(at: try await server.clock.now())])
            let made = try await shop.post(
                "keys", ["role": "viewer", "name": "面单", "scopes": ["personal"]]
            ).expect(201)
            #expect(made.json["scopes"] == ["personal"])
            let labels = shop.root.with(key: try #require(made.json["secret"]?.string))
            for _ in 0..<3 {
                let mei = try await labels.get(shop.path("customers/mei")).expect(200)
                #expect(mei.json["phone"]?.string == "13800000000")
                try await labels.get(shop.path("orders/pot")).expect(200)
                try await labels.get(shop.path("orders")).expect(200)
            }
            #expect(try await server.reads() == ["customer/mei \(made.id)", "order/pot \(made.id)"])
            try await server.clock.pass(.hours(1))
            try await labels.get(shop.path("customers/mei")).expect(200)
            #expect(try await server.reads().count == 3)
        }
    }

    @Test func `keys of owners carry the scope, and there is no other`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let owner = try await shop.caller("owner").api
            let mei = try await owner.get(shop.path("customers/mei")).expect(200)
            #expect(mei.json["email"]?.string == "mei@example.com")
            try await shop.post("keys", ["role": "agent", "name": "林", "scopes": ["everything"]]).expect(
                400, "fieldNotAChoice")
        }
    }
}

extension TestServer {
    /// What keys were noted to have read: records and keys.
    fileprivate func reads() async throws -> [String] {
        try await services.database.read { [store = services.events.store] transaction in
            try store.after(0, in: ShopID(Qinghe.id), limit: 1_000, transaction)
                .filter { $0.type == "personalData.read" }.map { "\($0.subject.id) \($0.actor.id)" }
        }
    }
}
