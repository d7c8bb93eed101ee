import Base
import Storage
import TestSupport
import Testing
import Webhooks

@Suite struct WebhookTests {
    @Test func `an endpoint is told of what it wants, once, and of nothing before it was added`()
        async throws
    {
        let world = try await WebhooksWorld()
        try await world.happen("case.opened")
        let id = try await world.add(["case.*"])
        try await world.happen("case.opened", "order.changed", "case.decided")
        try await world.happen("case.closed", in: "other")
        try await world.pass()
        // A few are told at once, so either may arrive first.
        #expect(Set(world.told.compactMap { $0.body["type"]?.string }) == ["case.opened", "case.decided"])
        #expect(world.told.map(\.url) == [WebhooksWorld.url, WebhooksWorld.url])
        #expect(try await world.deliveries(id).map(\.state) == [.delivered, .delivered])
        try await world.pass(.hours(1))
        #expect(world.told.count == 2)
    }

    @Test func `every event is told, however many come while it is busy`() async throws {
        let world = try await WebhooksWorld()
        _ = try await world.add()
        for _ in 0..<70 { try await world.happen("case.opened", "case.decided", "case.closed") }
        try await world.pass()
        #expect(world.told.count == 210)
        #expect(Set(world.told.map(\.id)).count == 210)
    }

    @Test func `one that fails is tried again under its id, and the others go on`() async throws {
        let world = try await WebhooksWorld()
        let id = try await world.add()
        world.answers { $0.body["type"] == "case.decided" ? 503 : 200 }
        try await world.happen("case.opened", "case.decided", "case.closed")
        try await world.pass()
        #expect(try await world.deliveries(id).map(\.state) == [.delivered, .waiting, .delivered])
        world.answers { _ in 204 }
        try await world.pass(.minutes(5))
        #expect(try await world.deliveries(id).map(\.state) == [.delivered, .delivered, .delivered])
        let tries = world.told.filter { $0.body["type"] == "case.decided" }
        #expect(tries.count > 1 && Set(tries.map(\.id)).count == 1)
    }

    @Test func `after its last try a delivery is dead, and a person may try it again or give it up`()
        async throws
    {
        let world = try await WebhooksWorld()
        let id = try await world.add()
        world.answers { $0.body["type"] == "case.bad" ? 500 : 200 }
        try await world.happen("case.bad")
        for _ in 0..<60 {
            try await world.happen("case.good")
            try await world.pass(.minutes(10))
        }
        let dead = try #require(try await world.deliveries(id).first { $0.state == .dead })
        #expect(dead.attempts == 12 && dead.fault == "status500" && dead.type == "case.bad")
        #expect(try await world.eventTypes().contains("webhook.dead"))
        #expect(!world.told.contains { $0.body["type"]?.string?.hasPrefix("webhook.") == true })

        world.answers { _ in 200 }
        try await world.database.write { [desk = world.desk] transaction in
            _ = try desk.retry(
                dead.position, to: id, of: WebhooksWorld.shop, by: .system, in: transaction)
        }
        try await world.pass()
        #expect(try await world.deliveries(id).allSatisfy { $0.state == .delivered })
        await #expect(throws: WebhookRefusal.deliveryUnknown) {
            try await world.database.write { [desk = world.desk] transaction in
                try desk.drop(dead.position, to: id, of: WebhooksWorld.shop, by: .system, in: transaction)
            }
        }
    }

    @Test func `a receiver that is away is tried by single calls, and then told of everything`() async throws
    {
        let world = try await WebhooksWorld()
        let id = try await world.add()
        world.answers { _ in throw WebhookFault.unreachable }
        for _ in 0..<50 { try await world.happen("case.opened") }
        try await world.pass(.hours(10))
        let calls = world.told.count
        #expect(calls < 60, "\(calls) calls to an absent receiver in ten hours")
        #expect(try await world.endpoint(id).isAway)
        world.answers { _ in 200 }
        try await world.pass(.hours(2))
        #expect(Set(world.told.dropFirst(calls).map(\.position)).count == 50)
        #expect(try await world.deliveries(id).allSatisfy { $0.state == .delivered })
        #expect(try await world.endpoint(id).failingSince == nil)
    }

    @Test func `one that stays away for three days, or says that it is gone, is paused and later goes on`()
        async throws
    {
        let world = try await WebhooksWorld()
        let id = try await world.add()
        world.answers { _ in 500 }
        try await world.happen("case.opened", "case.decided")
        try await world.pass(.days(4))
        #expect(try await world.endpoint(id).state == .paused)
        let calls = world.told.count
        try await world.happen("case.closed")
        try await world.pass(.days(1))
        #expect(world.told.count == calls)
        world.answers { _ in 200 }
        try await world.database.write { [desk = world.desk] transaction in
            _ = try desk.resume(id, of: WebhooksWorld.shop, by: .system, in: transaction)
        }
        try await world.pass(.hours(2))
        let told = Set(world.told.dropFirst(calls).compactMap { $0.body["type"]?.string })
        #expect(told == ["case.opened", "case.decided", "case.closed"])

        world.answers { _ in 410 }
        try await world.happen("case.reopened")
        try await world.pass()
        #expect(try await world.endpoint(id).state == .paused)
    }

    @Test func `a replay tells everything from an event on, under the ids that it had`() async throws {
        let world = try await WebhooksWorld()
        let id = try await world.add(["case.*"])
        try await world.happen("case.opened", "case.decided", "case.closed")
        try await world.pass()
        let first = world.told.sorted { $0.position < $1.position }
        try await world.database.write { [desk = world.desk] transaction in
            _ = try desk.replay(
                from: first[1].position, to: id, of: WebhooksWorld.shop, by: .system, in: transaction)
        }
        try await world.pass()
        // A few are told at a time, so that their order is not fixed.
        #expect(Set(world.told.dropFirst(3).map(\.id)) == Set(first.dropFirst().map(\.id)))
        await #expect(throws: WebhookRefusal.self) {
            try await world.database.write { [desk = world.desk] transaction in
                _ = try desk.replay(
                    from: 1_000, to: id, of: WebhooksWorld.shop, by: .system, in: transaction)
            }
        }
    }

    @Test func `for a day after a change calls are signed by the new secret and the old`() async throws {
        let world = try await WebhooksWorld()
        let id = try await world.add()
        let old = try await secrets(of: id, world)
        try await world.database.write { [desk = world.desk] transaction in
            _ = try desk.rotateSecret(of: id, of: WebhooksWorld.shop, by: .system, in: transaction)
        }
        let both = try await secrets(of: id, world)
        #expect(both.count == 2 && both[1] == old[0] && both[0] != old[0])
        try await world.happen("case.opened")
        try await world.pass()
        let told = try #require(world.told.first)
        #expect(told.headers["webhook-signature"] == signature(of: told, both))
        try await world.pass(.hours(25))
        try await world.happen("case.closed")
        try await world.pass()
        let later = try #require(world.told.last)
        #expect(later.headers["webhook-signature"] == signature(of: later, [both[0]]))
    }

    @Test func `names and addresses of people are in no call`() async throws {
        let world = try await WebhooksWorld()
        _ = try await world.add()
        try await world.happen("case.opened")
        try await world.pass()
        let data = try #require(world.told.first?.body["data"])
        #expect(
            data.members.map(\.name) == ["shop", "position", "actor", "subject", "related", "detail"])
    }

    private func secrets(
        of id: Identifier<WebhookEndpoint>, _ world: WebhooksWorld
    ) async throws -> [String] {
        try await world.database.write { [desk = world.desk] in
            try desk.showSecrets(of: id, of: WebhooksWorld.shop, to: .system, in: $0)
        }
    }

    private func signature(of told: WebhooksWorld.Told, _ secrets: [String]) -> String? {
        let seconds = Int64(told.headers["webhook-timestamp"] ?? "") ?? 0
        return WebhookSignature.headers(
            id: told.id, at: Timestamp(milliseconds: seconds * 1000), told.bytes,
            keys: secrets.map { WebhookSecret.key($0) })["webhook-signature"]
    }
}
