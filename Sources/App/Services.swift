import AfterSales
import Assistant
import Base
import Conversations
import Customers
import Events
import Files
import Foundation
import Jobs
import Knowledge
import Localisation
import Logging
import Orders
import Payments
import Policies
import Staff
import Storage
import Synchronization
import Vault
import Web
import Webhooks

/// Every part of a running program, put together once. Routes, pages, jobs and tests take what they need from here.
public final class Services: Sendable {
    public let configuration: Configuration
    public let outside: Outside
    public let clock: ServerClock
    public let database: any Database
    public let vault: Vault
    public let people: PersonVault
    public let resealing: Resealing
    public let texts: Texts
    public let events: EventLog
    public let jobs: JobQueue
    public let shops: ShopDesk
    public let staff: StaffDesk
    public let keys: KeyDesk
    public let sessions: SessionDesk
    public let secondFactors: SecondFactorDesk
    public let customerSignIn: CustomerSignInDesk
    public let messages: MessageDesk
    public let webhooks: WebhookDesk
    public let policies: PolicyDesk
    public let customers: CustomerDesk
    public let payments: PaymentDesk
    public let orders: OrderDesk
    public let imports: ImportDesk
    public let afterSales: AfterSalesDesk
    public let complaints: ComplaintDesk
    public let conversations: ConversationDesk
    public let quickReplies: QuickReplyDesk
    public let feedback: FeedbackDesk
    public let knowledge: KnowledgeDesk
    public let intents: IntentModel
    /// What the assistant can do with a customer.
    let dialogues: DialogueBook
    let firstLine: FirstLine
    public let visits: VisitSeal
    public let files: FileDesk
    public let paymentJobs: PaymentJobs
    public let provider: SimulatedProviderControl?
    public let worker: JobWorker
    public let hub: StreamHub
    let signs: LiveSigns
    /// Files that one address sends up in an hour without a key.
    let uploads: HourlyQuota
    public let commands: IdempotentCommand
    let personalReads: PersonalReads
    let erasure: Erasure
    let room = RoomWatch()
    public let sealer: FormSealer
    public let metrics: MetricRegistry
    public let logger: Logger
    let memory: (any Database)?

    /// Opens the data directory, brings its tables up to date and puts everything together.
    public static func open(_ configuration: Configuration, logger: Logger) async throws -> Services {
        if configuration.database == nil {
            let directory = DataDirectory(configuration.dataDirectory)
            try directory.requireNoRestore()
            try FileManager.default.createDirectory(at: directory.url, withIntermediateDirectories: true)
        }
        let time = SharedTime()
        let clock = ServerClock(real: { time.now() ?? Outside.system.now() })
        let outside = Outside(now: { clock.now() }, random: Outside.system.random)
        let databases = Databases(configuration: configuration, outside: outside)
        let database = try databases.records(time)
        let vault = try await VaultOpening(file: configuration.keyFile, outside: outside).open(for: database)
        if let unknown = try await database.read({ try Migrations.unknown(in: $0) }) {
            // Among many nodes those of the version before go on while the first new ones have begun.
            guard configuration.database != nil else { throw BackupFault.newerProgram(unknown) }
            logger.warning("the records are of a newer version", metadata: ["migration": "\(unknown)"])
        }
        try await database.migrate(Migrations.all(vault))
        guard try await !Move.isUnfinished(in: database) else { throw MoveFailure.unfinished }
        if configuration.database != nil {
            try await SharedFiles(directory: configuration.filesDirectory, outside: outside).require(database)
        }
        if configuration.isSandbox { try await clock.restore(from: database) }
        let memory =
            configuration.moneyMover == .simulated
            ? try await Self.providerMemory(databases) : nil
        let services = try await Services(configuration, clock, outside, database, vault, memory, logger)
        try await services.erasure.settle(database)
        return services
    }

    private static func providerMemory(_ databases: Databases) async throws -> any Database {
        let memory = try databases.providerMemory()
        try await memory.migrate(SimulatedProvider.migrations)
        return memory
    }

    private init(
        _ configuration: Configuration, _ clock: ServerClock, _ outside: Outside, _ database: any Database,
        _ vault: Vault, _ memory: (any Database)?, _ logger: Logger
    ) async throws {
        let bell = JobBell()
        let jobs = JobQueue(bell: bell)
        let waker = WebhookWaker(jobs: jobs)
        let events = EventLog(broadcast: Broadcast()) { try waker.wake($0, $1) }
        if let signals = database.signals { events.broadcast.connect(signals) }
        let rule: WebhookRule = configuration.allowsPrivateWebhooks ? .privateToo : .httpsOnly
        let metrics = MetricRegistry()
        let texts = try Texts.shipped()
        self.configuration = configuration
        (self.clock, self.outside, self.database, self.memory, self.logger) = (
            clock, outside, database, memory, logger
        )
        (self.jobs, self.events, self.metrics, self.texts) = (jobs, events, metrics, texts)
        self.vault = vault
        let people = PersonVault(vault, signals: database.signals)
        self.people = people
        shops = ShopDesk(
            database: database, events: events, outside: outside, vault: vault, webhooks: rule)
        webhooks = WebhookDesk(
            events: events, jobs: jobs, outside: outside, vault: vault, rule: rule, waker: waker)
        let hasher = PasswordHasher(outside: outside)
        staff = StaffDesk(database: database, events: events, hasher: hasher, people: people)
        keys = KeyDesk(database: database, events: events, outside: outside)
        sessions = SessionDesk(
            database: database, events: events, hasher: hasher, outside: outside, vault: vault,
            people: people,
            settings: SessionSettings(
                staff: .hours(configuration.staffSessionHours),
                staffIdle: .minutes(configuration.staffIdleMinutes),
                customerByCode: .hours(configuration.customerCodeHours),
                customerByLink: .days(configuration.customerLinkDays)))
        secondFactors = SecondFactorDesk(
            sessions: sessions, events: events, outside: outside, vault: vault)
        messages = MessageDesk(jobs: jobs, events: events, people: people)
        customerSignIn = CustomerSignInDesk(
            database: database, outside: outside, vault: vault, sessions: sessions, messages: messages)
        policies = PolicyDesk(events: events)
        files = FileDesk(
            directory: configuration.filesDirectory, people: people, outside: outside)
        resealing = Resealing(database: database, vault: vault, files: files)
        customers = CustomerDesk(events: events, people: people)
        let settings = PaymentSettings()
        payments = PaymentDesk(customers: customers, events: events, jobs: jobs, settings: settings)
        orders = OrderDesk(
            customers: customers, payments: payments, policies: policies, events: events, people: people)
        let seconds = metrics.histogram(
            "huitou_case_decision_seconds", "Seconds from opening a case to its first decision.",
            bounds: [0.001, 0.01, 0.1, 1, 10, 60, 300, 3_600, 86_400])
        let telling = TellCustomer(
            shops: shops, customers: customers, messages: messages, texts: texts,
            address: configuration.linkAddress)
        let renewing = RenewCaseCards(cards: CardChanges(events: events))
        let afterSales = AfterSalesDesk(
            orders: orders, customers: customers, payments: payments, policies: policies, files: files,
            events: events,
            jobs: jobs, people: people, onDecision: { seconds.observe($0) },
            onStep: {
                try telling.run($0, $1, $2, $3)
                try renewing.run($0, $1, $2, $3)
            })
        self.afterSales = afterSales
        complaints = ComplaintDesk(afterSales: afterSales)
        let intents = IntentModel(
            directory: configuration.dataDirectory.appending(path: "models"), logger: logger)
        self.intents = intents
        conversations = ConversationDesk(
            customers: customers, files: files, events: events, people: people, jobs: jobs,
            gives: { [shops] in try shops.find($0, in: $1).settings.returnAddress?.allLines ?? [] },
            day: { [shops] in try shops.find($0, in: $1).profile.day },
            hasCase: { partner, since, shop, transaction in
                guard let customer = partner.customerID else { return false }
                var filter = CaseFilter()
                (filter.customerID, filter.limit) = (customer, 1)
                return try afterSales.queue(filter, in: shop, transaction).items.first.map {
                    $0.openedAt >= since
                } ?? false
            },
            assistantIsReady: { intents.reader != nil },
            shows: CardsShown(orders: orders, afterSales: afterSales).callAsFunction)
        quickReplies = QuickReplyDesk(
            files: files, events: events, conversations: conversations)
        feedback = FeedbackDesk(conversations: conversations, events: events, people: people)
        knowledge = KnowledgeDesk(
            events: events,
            allows: { [conversations] in try conversations.requireSendable($0, in: $1, $2) },
            hasProduct: { [orders] in try orders.knownProduct(Identifier($0), in: $1, $2) != nil },
            day: { [shops] in try shops.find($0, in: $1).profile.day })
        let profiles = ShopProfiles(shops: shops)
        imports = ImportDesk(
            database: database, customers: customers, payments: payments, events: events, people: people,
            hooks: ImportDesk.Hooks(
                hasCases: { try !afterSales.ids(ofOrder: $0, in: $1, $2).isEmpty },
                paidElsewhere: { try afterSales.paidElsewhere($0, for: $1, in: profiles($2, $3), $3) },
                moved: { try afterSales.orderMoved($0, in: profiles($1, $2), $2) }))
        let control = memory.map { SimulatedProviderControl(memory: $0) }
        provider = control
        let gateway: any PaymentGateway = control?.gateway ?? ManualGateway()
        let paymentJobs = PaymentJobs(
            database: database, desk: payments, gateway: gateway, jobs: jobs, settings: settings,
            onSettled: MoneyMovesCases(afterSales: afterSales, profiles: profiles).run)
        self.paymentJobs = paymentJobs
        control?.deliverNotices { movement, answer in
            try await Notices(database: database, jobs: paymentJobs).take(movement, answer)
        }
        commands = IdempotentCommand(database, people, texts)
        erasure = Erasure(
            people: people, customers: customers, orders: orders, afterSales: afterSales,
            complaints: complaints, conversations: conversations,
            messages: messages, sessions: sessions, codes: customerSignIn, files: files,
            events: events, ring: vault.ring.name, journal: configuration.erasureJournal,
            logger: logger)
        dialogues = try DialogueBook.shipped()
        firstLine = FirstLine(
            database: database, conversations: conversations, knowledge: knowledge, policies: policies,
            intents: intents, shops: shops, texts: texts,
            desks: DialogueDesks(
                orders: orders, afterSales: afterSales, customers: customers, policies: policies,
                book: dialogues))
        let timers = Timers(
            afterSales: afterSales, complaints: complaints, conversations: conversations,
            payments: paymentJobs,
            database: database,
            events: events,
            jobs: jobs, outside: outside, vault: vault, people: people, texts: texts, profiles: profiles,
            retention: RetentionSweep(
                erasure: erasure, feedback: feedback, staff: staff, factors: secondFactors, shops: shops,
                jobs: jobs),
            post: HTTPPost(allowsPrivateAddresses: configuration.allowsPrivateWebhooks).callAsFunction,
            firstLine: firstLine)
        worker = JobWorker(
            database: database, clock: clock, bell: bell, handlers: timers.handlers,
            calls: configuration.isSandbox ? .beforeNextTimer : .besideTimers,
            onDead: DeadJobs(events: events).note, logger: logger)
        hub = StreamHub(
            database, events.broadcast, logger,
            bounds: StreamBounds(
                ofOneCaller: configuration.callerStreams, ofOneAddress: configuration.addressStreams,
                proxies: configuration.proxies))
        uploads = HourlyQuota(most: configuration.addressFiles)
        signs = LiveSigns(hub: hub, signals: database.signals, clock: clock)
        personalReads = PersonalReads(events: events, database: database)
        visits = VisitSeal(secret: try await Installation.secret("visits", vault, outside: outside, database))
        sealer = FormSealer(
            secret: try await Installation.secret("forms", vault, outside: outside, database),
            outside: outside)
        try await database.write { try timers.start(in: $0) }
    }

    /// Whether somebody must set up a second factor before anything else. Those who run the platform belong to no shop
    /// that could demand it.
    func lacksSecondFactor(_ open: OpenSession) async throws -> Bool {
        guard open.session.kind == .staff, !open.hasSecondFactor, open.session.shop != .platform else {
            return false
        }
        return try await shops.shop(open.session.shop).settings.demandsSecondFactor
    }

    /// Closes the data directory; nothing of these services may be used afterwards.
    public func close() async throws {
        provider?.endNotices()
        try await database.close()
        try await memory?.close()
    }
}
