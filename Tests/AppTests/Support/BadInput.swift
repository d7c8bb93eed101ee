import Base
import Testing

/// The shop of 青禾 with some orders and a case, and another shop's order and case.
struct BadInputWorld: Sendable {
    let shop: Qinghe
    let lin: String
    let stranger: String
    let caseID: String
    let otherCaseID: String

    static func open(_ server: TestServer) async throws -> BadInputWorld {
        let now = try await server.clock.now()
        let shop = try await Qinghe.open(server.root)
        try await shop.take(["o1", "o2", "o3"].map { TestOrder(id: $0, quantity: 2).json(at: now) })
        try await shop.take([TestOrder(id: "p1", status: "pending").json(at: now)])
        let other = try await Qinghe.open(server.root, id: "maiping")
        try await other.take([
            TestOrder(id: "m1").json(at: now), TestOrder(id: "m2", status: "pending").json(at: now),
        ])
        let lin = try await shop.caller("agent").api.key ?? ""
        let stranger = try await other.caller("owner").api.key ?? ""
        for key in [lin, stranger] { _ = try await server.root.with(key: key).get("/v1/shops") }
        return BadInputWorld(
            shop: shop, lin: lin, stranger: stranger,
            caseID: try await shop.post("cases", BadInput.application("o3")).expect(201).id,
            otherCaseID: try await other.post("cases", BadInput.application("m1")).expect(201).id)
    }
}

/// One request that must be refused. `{case}` and `{other}` in a path stand for the ids of cases.
struct BadInput: CustomStringConvertible {
    enum By { case root, lin, stranger, nobody, unknown }

    var method = "POST"
    let path: String
    var body: [UInt8] = []
    var type: String? = "application/json"
    var key: String? = "fresh"
    var by = By.root
    let status: Int
    let code: String

    var description: String { "\(method) \(path) \(String(decoding: body.prefix(120), as: UTF8.self))" }

    func call(_ world: BadInputWorld) -> Call {
        var call = Call(method: method, path: path.hasPrefix("/") ? path : world.shop.path(path))
        call.path = call.path.replacing("{case}", with: world.caseID).replacing(
            "{other}", with: world.otherCaseID)
        call.body = body
        if let bearer = bearer(world) { call.headers.append(("Authorization", "Bearer \(bearer)")) }
        if let type { call.headers.append(("Content-Type", type)) }
        if let key { call.headers.append(("Idempotency-Key", key == "fresh" ? API.freshKey() : key)) }
        return call
    }

    private func bearer(_ world: BadInputWorld) -> String? {
        switch by {
        case .root: TestServer.rootKey
        case .lin: world.lin
        case .stranger: world.stranger
        case .nobody: nil
        case .unknown: "not-a-key-of-anybody"
        }
    }

    static func application(_ order: String) -> JSONValue {
        [
            "orderId": .string(order), "kind": "returnRefund", "reason": "noLongerNeeded",
            "lines": [["variantId": "pot-white", "quantity": 1]],
        ]
    }

    static let all = syntax + fields + goods + ids + keys + callers + wrongWays + others
}
