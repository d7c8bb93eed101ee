import Base
import Events
import Jobs
import Storage
import Synchronization
import TestSupport
import Vault
import Webhooks

/// A shop whose own systems are told of events, a clock that is moved, and receivers that answer as they are told to.
final class WebhooksWorld: Sendable {
    static let shop: ShopID = "teahouse"
    static let url = "https://erp.teahouse.example/huitou"

    struct Told: Sendable {
        let url: String
        let headers: [String: String]
        let body: JSONValue
        let bytes: [UInt8]

        var id: String { headers["webhook-id"] ?? "" }
        var position: Int64 { body["data"]?["position"]?.int ?? 0 }
    }

    let clock = TestClock()
    let database: any Database
    let desk: WebhookDesk
    let worker: JobWorker
    private let directory: TestDirectory
    private let events: EventLog
    private let receiver = Receiver()

    init() async throws {
        directory = try TestDirectory()
        let serverClock = ServerClock(real: { [clock] in clock.now })
        let outside = TestOutside(seed: 1).outside { serverClock.now() }
        let vault = Vault(.make(outside), outside: outside)
        database = try directory.database(outside: outside)
        let bell = JobBell()
        let jobs = JobQueue(bell: bell)
        let waker = WebhookWaker(jobs: jobs)
        events = EventLog(broadcast: Broadcast()) { try waker.wake($0, $1) }
        desk = WebhookDesk(
            events: events, jobs: jobs, outside: outside, vault: vault, rule: .httpsOnly, waker: waker)
        try await database.migrate(
            EventStore.migrations + JobStore.migrations + ServerClock.migrations + SecretStore.migrations
                + WebhookDesk.migrations(vault))
        let timers = WebhookTimers(
            database: database, events: events, jobs: jobs, outside: outside, vault: vault,
            post: receiver.post)
        worker = JobWorker(
            database: database, clock: serverClock, bell: bell, handlers: timers.handlers,
            calls: .beforeNextTimer, onDead: { _, _, _ in }, logger: .silent)
    }

    var told: [Told] { receiver.received.elements }

    func answers(_ answer: @escaping @Sendable (Told) throws -> Int) {
        receiver.answer.withLock { $0 = answer }
    }

    func add(_ types: [String] = ["*"]) async throws -> Identifier<WebhookEndpoint> {
        try await database.write { [desk] transaction in
            try desk.add(Self.url, EventTypes(types), of: Self.shop, by: .system, in: transaction).id
        }
    }

    func happen(_ types: String..., in shop: ShopID = WebhooksWorld.shop) async throws {
        try await database.write { [events] transaction in
            for type in types {
                try events.append(
                    type, on: .init("case", "C1"), of: shop, by: .system, ["amount": 5], in: transaction)
            }
        }
    }

    func pass(_ span: Span = .seconds(10)) async throws { _ = try await worker.advance(by: span) }

    func endpoint(_ id: Identifier<WebhookEndpoint>) async throws -> WebhookEndpoint {
        try await database.read { [desk] in try desk.find(id, of: Self.shop, in: $0) }
    }

    func deliveries(_ id: Identifier<WebhookEndpoint>) async throws -> [WebhookDelivery] {
        try await database.read { [desk] in
            try desk.deliveries(of: id, limit: 100, of: Self.shop, in: $0).items
        }
    }

    func eventTypes() async throws -> [String] {
        try await database.read { try EventStore().after(0, in: Self.shop, limit: 1_000, $0).map(\.type) }
    }

    /// Stands where the network would.
    private final class Receiver: Sendable {
        let received = Collected<Told>()
        let answer = Mutex<@Sendable (Told) throws -> Int>({ _ in 200 })

        @Sendable func post(_ url: String, _ headers: [String: String], _ body: [UInt8]) async throws -> Int {
            let told = Told(url: url, headers: headers, body: try JSONParser.parse(body), bytes: body)
            received.take(told)
            return try answer.withLock { $0 }(told)
        }
    }
}
