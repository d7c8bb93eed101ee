import AfterSales
import Base
import Conversations
import Customers
import Events
import Files
import Foundation
import Jobs
import Knowledge
import Logging
import Orders
import Payments
import Policies
import Storage
import Vault

/// The named world of the tests: a teahouse in Shanghai where 梅 buys and 林 answers, on a real database in a directory
/// of its own, with a clock that is moved and chance that a seed repeats.
public final class TestWorld: Sendable {
    /// Who moves the money: a provider that answers as it is told, or the simulated one with its faults.
    public enum Provider: Sendable {
        case scripted
        case simulated(SimulatedProvider.Behaviour)
    }

    public static let shop: ShopID = "teahouse"
    public static let otherShop: ShopID = "bookshop"

    public let clock = TestClock()
    public let serverClock: ServerClock
    public let outside: Outside
    public let directory: TestDirectory
    public let database: any Database
    public let events = EventLog(broadcast: Broadcast())
    public let people: PersonVault
    public let bell = JobBell()
    public let jobs: JobQueue
    public let policies: PolicyDesk
    public let customers: CustomerDesk
    public let payments: PaymentDesk
    public let orders: OrderDesk
    public let imports: ImportDesk
    public let files: FileDesk
    public let afterSales: AfterSalesDesk
    public let complaints: ComplaintDesk
    public let conversations: ConversationDesk
    public let quickReplies: QuickReplyDesk
    public let knowledge: KnowledgeDesk
    public let gateway = ScriptedGateway()
    /// Where the world has one; `gateway` is then asked nothing.
    public let simulated: SimulatedProvider?
    private let notices = ProviderNotices()
    public let paymentJobs: PaymentJobs
    public let worker: JobWorker
    public let profile: ShopProfile
    /// Seconds that each first decision took.
    public let decisions = Collected<Double>()
    /// Jobs that had their last try, with the reason.
    public let deadJobs = Collected<String>()

    /// - Parameter pack: a shipped policy pack by name, which both shops get.
    public init(pack: String = "seven-day", provider: Provider = .scripted, seed: UInt64 = 1) async throws {
        let serverClock = ServerClock(real: { [clock] in clock.now })
        let outside = TestOutside(seed: seed).outside { serverClock.now() }
        let directory = try TestDirectory()
        let database = try directory.database(outside: outside)
        (self.serverClock, self.outside, self.directory, self.database) = (
            serverClock, outside, directory, database
        )
        // Chance of its own, so that what is sealed changes no number that the seed gives.
        let chance = TestOutside(seed: seed + 1_000_000).outside { serverClock.now() }
        let people = PersonVault(Vault(.make(chance), outside: chance))
        self.people = people
        try await database.migrate(Self.migrations(people))
        profile = try Self.profile(Self.shop)
        jobs = JobQueue(bell: bell)
        policies = PolicyDesk(events: events)
        customers = CustomerDesk(events: events, people: people)
        let settings = PaymentSettings()
        payments = PaymentDesk(customers: customers, events: events, jobs: jobs, settings: settings)
        orders = OrderDesk(
            customers: customers, payments: payments, policies: policies, events: events, people: people)
        files = FileDesk(
            directory: directory.url.appending(path: "files"), people: people, outside: chance)
        let afterSales = AfterSalesDesk(
            orders: orders, customers: customers, payments: payments, policies: policies, files: files,
            events: events, jobs: jobs, people: people, onDecision: { [decisions] in decisions.take($0) })
        self.afterSales = afterSales
        complaints = ComplaintDesk(afterSales: afterSales)
        let orders = orders
        let conversations = ConversationDesk(
            customers: customers, files: files, events: events, people: people, jobs: jobs,
            day: { shop, _ in try Self.profile(shop).day }, assistantIsReady: { true },
            shows: { card, partner, shop, transaction in
                let order = try orders.knownOrder(Identifier(card.id), in: shop, transaction)
                return card.kind == .order && order.map { $0.customerID == partner.customerID } == true
            })
        self.conversations = conversations
        quickReplies = QuickReplyDesk(
            files: files, events: events, conversations: conversations)
        knowledge = KnowledgeDesk(
            events: events, allows: { try conversations.requireSendable($0, in: $1, $2) },
            hasProduct: { try orders.knownProduct(Identifier($0), in: $1, $2) != nil },
            day: { shop, _ in try Self.profile(shop).day })
        imports = ImportDesk(
            database: database, customers: customers, payments: payments, events: events, people: people,
            hooks: ImportDesk.Hooks(
                hasCases: { try !afterSales.ids(ofOrder: $0, in: $1, $2).isEmpty },
                paidElsewhere: { try afterSales.paidElsewhere($0, for: $1, in: Self.profile($2), $3) },
                moved: { try afterSales.orderMoved($0, in: Self.profile($1), $2) }))
        simulated = try await Self.simulated(provider, notices, directory)
        paymentJobs = PaymentJobs(
            database: database, desk: payments, gateway: simulated ?? gateway, jobs: jobs, settings: settings,
            onSettled: { try afterSales.moneyMoved($0, in: Self.profile($1), $2) })
        notices.deliver(to: paymentJobs, database)
        worker = JobWorker(
            database: database, clock: serverClock, bell: bell,
            handlers: Self.handlers(afterSales, complaints, conversations, paymentJobs),
            calls: .beforeNextTimer,
            onDead: { [deadJobs] job, reason, _ in deadJobs.take("\(job.kind): \(reason)") }, logger: .silent)
        for shop in [Self.shop, Self.otherShop] {
            try await database.write { [policies] in
                _ = try policies.install(packNamed: pack, for: Self.profile(shop), by: .system, in: $0)
            }
        }
    }

    deinit { notices.end() }

    private static func migrations(_ people: PersonVault) -> [Migration] {
        let mechanisms = [
            PersonVault.migrations, EventStore.migrations, JobStore.migrations, ServerClock.migrations,
            FileDesk.migrations,
        ]
        let slices = [
            PolicyStore.migrations, CustomerDesk.migrations(people), PaymentDesk.migrations,
            OrderDesk.migrations(people), AfterSalesDesk.migrations(people), ConversationDesk.migrations,
            QuickReplyDesk.migrations, FeedbackDesk.migrations, KnowledgeDesk.migrations,
        ]
        return (mechanisms + slices).flatMap(\.self)
    }

    /// A shop of the world: yuan, and days that begin at Shanghai's midnight.
    public static func profile(_ shop: ShopID) throws -> ShopProfile {
        guard let day = LocalDay(zone: "Asia/Shanghai") else { throw CocoaError(.featureUnsupported) }
        return ShopProfile(id: shop, currency: .cny, day: day)
    }

    private static func handlers(
        _ afterSales: AfterSalesDesk, _ complaints: ComplaintDesk, _ conversations: ConversationDesk,
        _ payments: PaymentJobs
    ) -> [String: JobHandler] {
        let cases = CaseTimers(desk: afterSales, profile: { shop, _ in try profile(shop) })
        let complaint: JobHandler = .inTransaction { job, transaction in
            try complaints.clockStruck(Identifier(job.subject), in: profile(job.shop), transaction)
        }
        let own = [ComplaintDesk.deadline: complaint]
        let talks = ConversationTimers(desk: conversations)
        return [cases.handlers, payments.handlers, talks.handlers, own]
            .reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }
    }

    private static func simulated(
        _ provider: Provider, _ notices: ProviderNotices, _ directory: TestDirectory
    ) async throws -> SimulatedProvider? {
        guard case .simulated(let behaviour) = provider else { return nil }
        let memory = try directory.database(
            "provider.sqlite", outside: Outside(now: { TestClock.start }, random: { 0 }))
        try await memory.migrate(SimulatedProvider.migrations)
        return SimulatedProvider(
            memory: memory, behaviour: { behaviour }, notice: { await notices.take($0, $1) })
    }
}

extension TestWorld {
    public var now: Timestamp { serverClock.now() }

    /// Lets time pass as in a sandbox: everything due on the way happens at its own due time.
    @discardableResult
    public func pass(_ span: Span) async throws -> Int { try await worker.advance(by: span) }

    /// Does what is due now, such as calls to the payment provider.
    @discardableResult
    public func runDueJobs(until moment: Timestamp? = nil) async throws -> Int {
        try await pass(moment.map { max($0 - now, .seconds(0)) } ?? .seconds(0))
    }
}

extension Logger {
    public static var silent: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }
}
