import Base
import Testing

/// What was left out is no wish to have nothing.
@Suite(.timeLimit(.minutes(15))) struct EmptyInputTests {
    @Test(arguments: [
        "answer-targets", "assistant/settings", "service-figures", "order-pages", "opening-hours",
        "shop-words",
    ])
    func `what takes the place of something else has to be there`(path: String) async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            try await shop.root.send(shop.root.call("PUT", shop.path(path))).expect(400, "bodyMissing")
        }
    }

    @Test(arguments: ["answers?until=", "conversations?from=", "board?at=", "lessons?until="])
    func `a moment that is empty is none`(path: String) async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            try await shop.get(path).expect(400, "queryInvalid")
        }
    }
}
