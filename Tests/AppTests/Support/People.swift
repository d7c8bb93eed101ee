import App
import Base
import Events
import Storage
import TestSupport
import Testing

extension Qinghe {
    static let meisWords = "杯子碎了，请尽快处理"

    /// A case of 梅 about a new order, with words and a picture.
    func meisCase(
        about order: String, _ picture: String, at now: Timestamp, kind: String = "refundOnly",
        reason: String = "damagedInTransit"
    ) async throws -> String {
        try await take([TestOrder(id: order).json(at: now)])
        return try await post(
            "cases",
            [
                "orderId": .string(order), "kind": .string(kind), "reason": .string(reason),
                "note": .string(Self.meisWords),
                "lines": [["variantId": "pot-white"]], "evidence": [.string(picture)],
            ]
        ).expect(201).id
    }
}

extension TestServer {
    /// 梅 with a case about an order, with words and a picture.
    func meisCase() async throws -> (shop: Qinghe, record: String) {
        let shop = try await Qinghe.open(root)
        let record = try await shop.meisCase(about: "pot", try await shop.photo(), at: try await clock.now())
        return (shop, record)
    }

    /// People whose keys are kept and whose ids begin so.
    func rows(of mark: String) async throws -> [String] {
        try await services.database.read {
            try $0.rows("SELECT person FROM person_keys WHERE shop = \(ShopID(Qinghe.id))") { try $0.text() }
        }.filter { $0.hasPrefix("customer \(mark)") }
    }

    func events(_ type: String) async throws -> [DomainEvent] {
        try await services.database.read { [store = services.events.store] in
            try store.after(0, in: ShopID(Qinghe.id), limit: 1_000, $0).filter { $0.type == type }
        }
    }

    func types() async throws -> [String] {
        try await services.database.read { [store = services.events.store] in
            try store.after(0, in: ShopID(Qinghe.id), limit: 1_000, $0).map(\.type)
        }
    }
}

extension API {
    func say(_ text: String, in shop: Qinghe) async throws {
        try await post(shop.path("chat/messages"), ["kind": "text", "text": .string(text)]).expect(201)
    }
}
