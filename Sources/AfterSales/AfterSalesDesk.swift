import Base
import Customers
import Events
import Files
import Jobs
import Orders
import Payments
import Policies
import Storage
import Vault

/// The door of the slice: one method a use case, each inside the caller's transaction.
///
/// Opening and previews stand in `AfterSalesDesk+Opening`, the shop's steps in `+Shop`, the customer's in `+Customer`,
/// the platform's in `+Platform`, what happens by itself in `+Clock`, lists in `+Reading`, complaints in `ComplaintDesk`.
public struct AfterSalesDesk: Sendable {
    let orders: OrderDesk
    let customers: CustomerDesk
    let payments: PaymentDesk
    let policies: PolicyDesk
    let files: FileDesk
    let events: EventLog
    let jobs: JobQueue
    /// Told how many seconds each first decision took.
    let onDecision: @Sendable (Double) -> Void
    /// Told of every step, inside its transaction.
    let onStep: @Sendable (Case, String, ShopID, Transaction) throws -> Void
    let people: PersonVault
    let cases: CaseStore
    let parts: CasePartsStore
    let complaints: ComplaintStore
    let grants = GrantStore()
    let goodsBack = GoodsBackStore()

    public static func migrations(_ people: PersonVault) -> [Migration] {
        CaseSchema.migrations + ComplaintStore.migrations + [
            GrantStore.migration, GoodsBackStore.migration, GoodsBackStore.queue, DisputeStore.migration,
            PersonalWords.migration(people), GrantStore.offers,
        ]
    }

    /// What of these tables is personal.
    public static let personal = PersonalWords.all

    public init(
        orders: OrderDesk, customers: CustomerDesk, payments: PaymentDesk, policies: PolicyDesk,
        files: FileDesk,
        events: EventLog, jobs: JobQueue, people: PersonVault,
        onDecision: @escaping @Sendable (Double) -> Void,
        onStep: @escaping @Sendable (Case, String, ShopID, Transaction) throws -> Void = { _, _, _, _ in }
    ) {
        self.orders = orders
        self.customers = customers
        self.payments = payments
        self.policies = policies
        self.files = files
        self.events = events
        self.jobs = jobs
        self.people = people
        cases = CaseStore(people: people)
        parts = CasePartsStore(people: people)
        complaints = ComplaintStore(people: people)
        self.onDecision = onDecision
        self.onStep = onStep
    }
}

/// Who takes a step in a case, and which version of it they saw.
public struct StepTaker: Sendable {
    public let actor: Actor
    public let role: Role
    public let version: Int?

    public init(_ principal: Principal, version: Int? = nil) {
        actor = principal.actor
        role = principal.role
        self.version = version
    }

    init(actor: Actor, role: Role, version: Int? = nil) {
        self.actor = actor
        self.role = role
        self.version = version
    }

    static let system = StepTaker(actor: .system, role: .platform)

    var isCustomer: Bool { role == .customer }

    /// The same step in a customer's name: it counts as the customer's, and what happened names both.
    public func acting(for customer: Identifier<Customer>) -> StepTaker {
        StepTaker(actor: Actor(customer: customer.text, by: actor), role: .customer, version: version)
    }
}
