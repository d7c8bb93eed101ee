import Base

/// What a shop has decided about its after-sales service: a versioned document, read from YAML, checked on load.
///
/// Every figure that a rule compares with stands here, none in code. Where a figure comes from is a comment in the pack.
public struct PolicyPack: Sendable, Hashable {
    public let name: String
    /// Counts up with every publication in a shop; 1 in the packs that are shipped.
    public let version: Int
    public let title: LocalizedText
    public let orderChanges: OrderChangePolicy
    public let kinds: [CaseKind: KindPolicy]
    public let reasons: [ReasonPolicy]
    public let applications: ApplicationPolicy
    public let refunds: RefundPolicy
    public let freight: FreightPolicy
    public let deadlines: [CaseState: DeadlinePolicy]
    /// How long new or repaired goods may be under way before they count as received: takes the place of `fulfilling`
    /// once they were sent.
    public let underWay: DeadlinePolicy
    /// How long goods that inspection turned down may lie with the shop before they are sent back.
    public let goodsBack: DeadlinePolicy
    public let promise: PromisePolicy
    public let repairs: RepairPolicy
    public let compensations: [CompensationPolicy]
    /// How much one person may grant beyond what the pack approves by itself; a role that is absent may grant nothing.
    public let grantLimits: [Role: Int64]
    /// How long after a complaint the shop must have answered it, and how long before that it is warned.
    public let complaints: ComplaintPolicy
    /// How to pack and send, shown in the application and on the case.
    public let packing: LocalizedText

    public init(
        name: String, version: Int, title: LocalizedText, orderChanges: OrderChangePolicy,
        kinds: [CaseKind: KindPolicy], reasons: [ReasonPolicy], applications: ApplicationPolicy,
        refunds: RefundPolicy, freight: FreightPolicy, deadlines: [CaseState: DeadlinePolicy],
        underWay: DeadlinePolicy, goodsBack: DeadlinePolicy,
        promise: PromisePolicy, repairs: RepairPolicy, compensations: [CompensationPolicy],
        grantLimits: [Role: Int64], complaints: ComplaintPolicy, packing: LocalizedText
    ) {
        self.name = name
        self.version = version
        self.title = title
        self.orderChanges = orderChanges
        self.kinds = kinds
        self.reasons = reasons
        self.applications = applications
        self.refunds = refunds
        self.freight = freight
        self.deadlines = deadlines
        self.underWay = underWay
        self.goodsBack = goodsBack
        self.promise = promise
        self.repairs = repairs
        self.compensations = compensations
        self.grantLimits = grantLimits
        self.complaints = complaints
        self.packing = packing
    }

    /// The row of the compensation table for a reason or breach.
    public func compensation(for cause: String) -> CompensationPolicy? {
        compensations.first { $0.cause == cause }
    }

    /// Whether a compensation for this cause is a part of the price.
    public func lowersPrice(_ cause: String) -> Bool { compensation(for: cause)?.lowersPrice ?? false }

    public func reason(_ code: String) -> ReasonPolicy? { reasons.first { $0.code == code } }
}
