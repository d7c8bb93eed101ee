import Base
import TestSupport
import Testing

/// Whatever is sent to whichever call, the answer is one that the document knows.
@Suite(.timeLimit(.minutes(10))) struct DocumentedAttackTests {
    @Test func `a spoilt request is answered as the document says, and a refusal does nothing`() async throws
    {
        let seed = Outside.system.random()
        print("attack seed \(seed)")
        let document = try DocumentedAPI.shipped()
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let world = try await AttackWorld.open(shop, now: server.clock.now())
            let visitor = try await shop.visitor()
            try await visitor.post(shop.path("chat/messages"), ["kind": "text", "text": "在吗"]).expect(201)
            var (attack, count) = (DocumentedAttack(seed: seed), 0)
            for operation in document.operations where operation.path != "/v1/sandbox/clock" {
                let caller = document.checking(operation.isOfVisit ? visitor : server.root)
                for body in document.examples(of: operation) {
                    for spoilt in attack.spoil(world.fitted(body)) {
                        count += 1
                        var call = caller.call(operation.method, world.path(operation), spoilt.body)
                        call.headers += [("Idempotency-Key", "attack-\(count)"), ("Accept-Language", "en")]
                        let before = spoilt.mustFail ? try await server.rowCounts() : [:]
                        let reply = try await caller.send(call)
                        try judge(
                            reply, spoilt, "\(operation.name) \(spoilt.body.text.prefix(300)), seed \(seed)")
                        if spoilt.mustFail { #expect(try await server.rowCounts() == before) }
                    }
                }
            }
            #expect(count > 1_000)
        }
    }

    private func judge(_ reply: Reply, _ spoilt: DocumentedAttack.Spoilt, _ place: String) throws {
        let told = "\(place): \(reply.status) \(reply.text.prefix(300))"
        #expect(reply.status < 500, "\(told)")
        if spoilt.mustFail { #expect(reply.status >= 400, "\(told)") }
        guard reply.status >= 400 else { return }
        #expect(reply.headers["content-type"] == "application/problem+json", "\(told)")
        let detail = try #require(reply.json["detail"]?.string, "\(told)")
        #expect(!detail.isEmpty && !detail.contains("⟦"), "\(told)")
        if let code = reply.code, code.hasPrefix("field") {
            #expect(reply.json["field"]?.string != nil, "\(told)")
        }
    }
}

/// Names that are there, to be put into the document's paths and examples.
struct AttackWorld: Sendable {
    let shop: Qinghe
    let names: [String: String]

    static func open(_ shop: Qinghe, now: Timestamp) async throws -> AttackWorld {
        try await shop.take([
            TestOrder(id: "o1", quantity: 3).json(at: now),
            TestOrder(id: "p1", status: "pending", quantity: 3).json(at: now),
        ])
        let opened = try await shop.post("cases", BadInput.application("o1")).expect(201)
        let complaint = try await shop.post(
            "complaints", ["customerId": "mei", "cause": "service", "words": "慢"]
        ).expect(201)
        return AttackWorld(
            shop: shop,
            names: [
                "shop": shop.id, "case": opened.id, "order": "p1", "customer": "mei", "product": "pot",
                "complaint": complaint.id, "conversation": try await shop.talk(to: "mei"),
                "file": try await shop.photo(), "n": "1", "kind": "orders",
                "key": try await shop.caller("viewer").keyID, "number": "R1", "member": "S1",
            ])
    }

    func path(_ operation: DocumentedAPI.Operation) -> String {
        names.reduce(operation.path) { $0.replacing("{\($1.key)}", with: $1.value) }
    }

    /// An example that speaks of this shop's goods.
    func fitted(_ body: JSONValue) -> JSONValue {
        switch body {
        case .object(let members):
            .object(members.map { JSONValue.Member($0.name, ids[$0.name] ?? fitted($0.value)) })
        case .array(let items): .array(items.map(fitted))
        case .null, .bool, .int, .number, .string: body
        }
    }

    private var ids: [String: JSONValue] {
        [
            "orderId": "o1", "customerId": "mei", "lineId": "1", "variantId": "pot-white",
            "newVariantId": "pot-blue", "methodId": "mei-card", "refundTo": "mei-wechat",
            "evidence": [.string(names["file"] ?? "")],
        ]
    }
}

extension DocumentedAPI {
    /// The request bodies that the document shows.
    func examples(of operation: Operation) -> [JSONValue] {
        guard let content = operation.value["requestBody"]?["content"]?["application/json"] else { return [] }
        let named = (content["examples"]?.members ?? []).compactMap { resolved($0.value)["value"] }
        return named + [content["example"]].compactMap { $0 }
    }
}
