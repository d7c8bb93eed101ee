import Base
import Testing

/// 青禾 with a record of every kind, another shop, and everybody who might call.
struct WallWorld: Sendable {
    /// Somebody who calls, and what the table of permissions lets them do.
    struct Caller: Sendable {
        enum Standing: Sendable, Equatable {
            case none, unknown
            /// Holds the role in one shop, or in all when it is the platform's.
            case role(String, shop: String?)
        }

        let name: String
        let standing: Standing
        let headers: [(String, String)]
    }

    static let roles = ["viewer", "agent", "supervisor", "owner", "platform"]

    let shop: Qinghe
    let other: Qinghe
    /// What stands for each name in a path: records of 青禾 that the other shop has no namesake of.
    let ids: [String: String]
    let callers: [Caller]

    static func open(_ server: TestServer) async throws -> WallWorld {
        let shop = try await Qinghe.open(server.root)
        let other = try await Qinghe.open(server.root, id: "maiping")
        let ids = try await records(of: shop, now: server.clock.now())
        return WallWorld(
            shop: shop, other: other, ids: ids, callers: try await callers(server, shop, other))
    }

    /// The address of an operation with real records of 青禾, asked for below some shop.
    func path(_ operation: DocumentedAPI.Operation, below shop: Qinghe) -> String {
        ids.merging(["shop": shop.id]) { _, new in new }.reduce(operation.path) {
            $0.replacing("{\($1.key)}", with: $1.value)
        }
    }

    /// An example body that speaks of records that are there.
    func fitted(_ body: JSONValue) -> JSONValue { AttackWorld(shop: shop, names: ids).fitted(body) }

    private static let article: JSONValue = [
        "questions": [["language": "zh-Hans", "text": "多久发货"]],
        "answers": [["language": "zh-Hans", "text": "48 小时内"]],
    ]

    private static func records(of shop: Qinghe, now: Timestamp) async throws -> [String: String] {
        try await shop.root.importing([Qinghe.customer("lan")], as: "customers", to: shop.id).expect(200)
        try await shop.root.importing(
            [Qinghe.product("bowl", ["bowl-white"], price: 60_00)], as: "products", to: shop.id
        ).expect(200)
        try await shop.take([
            TestOrder(id: "o1", quantity: 3).json(at: now), TestOrder(id: "o2").json(at: now),
            TestOrder(id: "p1", status: "pending").json(at: now),
        ])
        let opened = try await shop.post("cases", BadInput.application("o1")).expect(201)
        try await shop.open("refundOnly", "notReceived", "o2", "pot-white").expect(201)
        try await shop.post("orders/p1/changes", ["kind": "cancel", "reason": "x"]).expect(201)
        let complaint = try await shop.post(
            "complaints", ["customerId": "lan", "cause": "service", "words": "慢"]
        ).expect(201)
        let conversation = try await shop.talk(to: "lan")
        let member = try await shop.post(
            "staff", ["email": "ling@example.com", "name": "凌", "role": "agent"]
        ).expect(201)
        let webhook = try await shop.post(
            "webhooks", ["url": "https://erp.qinghe.example/huitou", "types": ["case.*"]]
        ).expect(201)
        let article = try await shop.post("articles", Self.article).expect(201)
        let reply = try await shop.post("quick-replies", ["title": "问候", "text": "您好"]).expect(201)
        let visitor = try await shop.post("conversations", ["channel": "wechat"]).expect(201).json[
            "visitorId"]
        let number = try await shop.get("refunds?state=all").items.first?["number"]?.string
        return [
            "case": opened.id, "order": "p1", "customer": "lan", "product": "bowl",
            "complaint": complaint.id, "conversation": conversation, "file": try await shop.photo(), "n": "1",
            "kind": "orders",
            "key": try await shop.caller("viewer").keyID, "number": try #require(number),
            "member": member.id, "webhook": webhook.id, "reply": reply.id, "article": article.id,
            "visitor": try #require(visitor?.string),
        ]
    }

    private static func callers(
        _ server: TestServer, _ shop: Qinghe, _ other: Qinghe
    ) async throws -> [Caller] {
        var all = [
            Caller(name: "nobody", standing: .none, headers: []),
            Caller(name: "an unknown key", standing: .unknown, headers: bearer("ht_none_at_all")),
            Caller(name: "a made-up session", standing: .none, headers: cookie("staff", "0f")),
        ]
        let revoked = try await shop.caller("owner")
        try await shop.post("keys/\(revoked.keyID)/revocation").expect(200)
        all.append(
            Caller(name: "a revoked key", standing: .unknown, headers: bearer(revoked.api.key ?? "")))
        for role in roles.dropLast() {
            let key = try await shop.caller(role).api.key ?? ""
            all.append(
                Caller(name: "a \(role)'s key", standing: .role(role, shop: shop.id), headers: bearer(key)))
        }
        all.append(
            Caller(
                name: "the platform's key", standing: .role("platform", shop: nil),
                headers: bearer(TestServer.rootKey)))
        let stranger = try await other.caller("owner").api.key ?? ""
        all.append(
            Caller(
                name: "another shop's owner", standing: .role("owner", shop: other.id),
                headers: bearer(stranger)))
        for (id, place) in [("mei", shop), ("mei", other)] {
            all.append(
                Caller(
                    name: "a customer of \(place.id)", standing: .role("customer", shop: place.id),
                    headers: cookie("customer", try await server.customerSession(id, of: place))))
        }
        return all
    }

    private static func bearer(_ key: String) -> [(String, String)] { [("Authorization", "Bearer \(key)")] }

    private static func cookie(_ kind: String, _ token: String) -> [(String, String)] {
        [("Cookie", "huitou_\(kind)=\(token)")]
    }
}
