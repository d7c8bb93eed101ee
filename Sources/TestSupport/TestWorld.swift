import AfterSales
import Base
import Customers
import Events
import Files
import Foundation
import Jobs
import Logging
import Orders
import Payments
import Policies
import Storage
import Synchronization

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
    public let database: any Database
    public let events = EventLog(broadcast: Broadcast())
    public let jobs: JobQueue
    public let policies: PolicyDesk
    public let customers: CustomerDesk
    public let payments: PaymentDesk
    public let orders: OrderDesk
    public let imports: ImportDesk
    public let files: FileDesk
    public let afterSales: AfterSalesDesk
    public let complaints: ComplaintDesk
    public let paymentJobs: PaymentJobs
    public let gateway = ScriptedGateway()
    public let worker: JobWorker
    public let profile: ShopProfile
    let seconds = Mutex<[Double]>([])
    private let directory: TestDirectory

    /// - Parameter pack: a shipped policy pack by name, which both shops get.
    public init(
        pack: String = "seven-day", provider: Provider = .scripted, seed: UInt64 = 1
    ) async throws {
        directory = try TestDirectory()
        let serverClock = ServerClock(real: { [clock] in clock.now })
        let outside = TestOutside(seed: seed).outside { serverClock.now() }
        let database = try directory.database(outside: outside)
        (self.serverClock, self.outside, self.database) = (serverClock, outside, database)
        try await database.migrate(Self.migrations)
        profile = try Self.profile(Self.shop)
        let bell = JobBell()
        jobs = JobQueue(bell: bell)
        policies = PolicyDesk(events: events)
        customers = CustomerDesk(events: events)
        let settings = PaymentSettings()
        payments = PaymentDesk(customers: customers, events: events, jobs: jobs, settings: settings)
        orders = OrderDesk(customers: customers, payments: payments, policies: policies, events: events)
        files = FileDesk(directory: directory.url.appending(path: "files"))
        let decisions = Decisions()
        self.decisions = decisions
        let afterSales = AfterSalesDesk(
            orders: orders, customers: customers, payments: payments, policies: policies, files: files,
            events: events, jobs: jobs, onDecision: { decisions.take($0) })
        self.afterSales = afterSales
        let complaints = ComplaintDesk(afterSales: afterSales)
        self.complaints = complaints
        imports = ImportDesk(
            database: database, customers: customers, payments: payments, events: events,
            hasCases: { try !afterSales.ids(ofOrder: $0, in: $1, $2).isEmpty })
        let notices = Notices()
        paymentJobs = PaymentJobs(
            database: database, desk: payments,
            gateway: try await Self.gateway(provider, gateway, notices, directory, outside), jobs: jobs,
            settings: settings,
            onSettled: { try afterSales.moneyMoved($0, in: Self.profile($1), $2) })
        notices.deliver(to: paymentJobs, database)
        let deadline: JobHandler = .inTransaction { job, transaction in
            try complaints.clockStruck(Identifier(job.subject), in: Self.profile(job.shop), transaction)
        }
        let timers = CaseTimers(desk: afterSales, profile: { shop, _ in try Self.profile(shop) })
        worker = JobWorker(
            database: database, clock: serverClock, bell: bell,
            handlers: timers.handlers.merging(paymentJobs.handlers) { first, _ in first }
                .merging([ComplaintDesk.deadline: deadline]) { first, _ in first },
            calls: .beforeNextTimer, onDead: { [deadJobs] job, reason, _ in deadJobs.take("\(job.kind): \(reason)") },
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        for shop in [Self.shop, Self.otherShop] {
            try await database.write { [policies] in
                try policies.install(packNamed: pack, for: shop, by: .system, in: $0)
            }
        }
    }

    public static let migrations =
        EventStore.migrations + JobStore.migrations + ServerClock.migrations + FileDesk.migrations
        + PolicyStore.migrations + CustomerDesk.migrations + PaymentDesk.migrations + OrderDesk.migrations
        + AfterSalesDesk.migrations

    /// A shop of the world: yuan, and days that begin at Shanghai's midnight.
    public static func profile(_ shop: ShopID) throws -> ShopProfile {
        guard let day = LocalDay(zone: "Asia/Shanghai") else { throw CocoaError(.featureUnsupported) }
        return ShopProfile(id: shop, currency: .cny, day: day)
    }
}
