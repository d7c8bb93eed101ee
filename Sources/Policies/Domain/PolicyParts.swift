import Base

/// What may change in an order before it ships. A change that is absent is not allowed.
public struct OrderChangePolicy: Sendable, Hashable {
    public struct Change: Sendable, Hashable {
        /// Order states in which it may happen.
        public let during: Set<OrderStatus>
        /// Codes that a cancel must name one of; nil: any text, or none.
        public let reasons: [String]?
        /// How often it may happen to one order; nil: without bound.
        public let times: Int?
        /// Nothing else may change afterwards, and the order cannot be cancelled.
        public let isLast: Bool
        /// A payment change needs exactly one payment so far.
        public let needsSinglePayment: Bool

        public init(
            during: Set<OrderStatus>, reasons: [String]? = nil, times: Int? = nil, isLast: Bool = false,
            needsSinglePayment: Bool = false
        ) {
            self.during = during
            self.reasons = reasons
            self.times = times
            self.isLast = isLast
            self.needsSinglePayment = needsSinglePayment
        }
    }

    public let cancel: Change?
    public let address: Change?
    public let payment: Change?
    public let lines: Change?
    public let quantities: Change?

    public init(cancel: Change?, address: Change?, payment: Change?, lines: Change?, quantities: Change?) {
        self.cancel = cancel
        self.address = address
        self.payment = payment
        self.lines = lines
        self.quantities = quantities
    }
}

/// Who may ask for one kind of case, until when, and what is granted at once.
public struct KindPolicy: Sendable, Hashable {
    /// Order states in which it may be asked for.
    public let during: Set<OrderStatus>
    /// For reasons that are the buyer's own; nil: no window.
    public let window: WindowPolicy?
    /// For reasons that count as quality or are somebody else's fault; nil: no window.
    public let faultWindow: WindowPolicy?
    /// Classes of goods that cannot be had back without fault.
    public let exclusions: Set<ExclusionClass>
    public let approval: ApprovalPolicy

    public init(
        during: Set<OrderStatus>, window: WindowPolicy?, faultWindow: WindowPolicy?,
        exclusions: Set<ExclusionClass>, approval: ApprovalPolicy
    ) {
        self.during = during
        self.window = window
        self.faultWindow = faultWindow
        self.exclusions = exclusions
        self.approval = approval
    }
}

/// A length of time from a moment of the order.
public struct WindowPolicy: Sendable, Hashable {
    public let within: Span
    public let from: WindowStart
    /// Counts from the shop's midnight after that moment.
    public let startsNextDay: Bool
    /// For goods that came in an exchange or were sent again it begins anew when they arrived.
    public let renews: Bool

    public init(within: Span, from: WindowStart, startsNextDay: Bool, renews: Bool = false) {
        self.within = within
        self.from = from
        self.startsNextDay = startsNextDay
        self.renews = renews
    }
}

/// When a case is approved in the request that opens it.
public enum ApprovalPolicy: Sendable, Hashable {
    case always
    /// Up to this amount of minor units; above it a human decides.
    case upTo(Int64)
    /// A human always decides.
    case human
}

/// One reason a customer may give.
public struct ReasonPolicy: Sendable, Hashable {
    public let code: String
    /// A plain sentence in the customer's voice.
    public let says: LocalizedText
    public let fault: Fault
    /// Counts in the quality-refund rate.
    public let quality: Bool
    /// What must be shown before a decision; empty: nothing.
    public let evidence: Set<EvidenceKind>
    /// Who pays for sending the goods back.
    public let returnFreight: FreightPayer
    public let kinds: Set<CaseKind>
    /// Order states in which it can be true, by the kind that is asked for; whenever its kind may be asked for where a
    /// kind is left out.
    public let during: [CaseKind: Set<OrderStatus>]
    /// How long after shipping a parcel may be on its way: nobody has waited for it in vain before. Nil: this says nothing
    /// of an arrival.
    public let arrivesWithin: Span?

    public init(
        code: String, says: LocalizedText, fault: Fault, quality: Bool, evidence: Set<EvidenceKind>,
        returnFreight: FreightPayer, kinds: Set<CaseKind>, during: [CaseKind: Set<OrderStatus>] = [:],
        arrivesWithin: Span? = nil
    ) {
        self.code = code
        self.says = says
        self.fault = fault
        self.quality = quality
        self.evidence = evidence
        self.returnFreight = returnFreight
        self.kinds = kinds
        self.during = during
        self.arrivesWithin = arrivesWithin
    }

    /// Whether it can be true of an order in that state.
    public func fits(_ kind: CaseKind, _ status: OrderStatus) -> Bool {
        during[kind]?.contains(status) ?? true
    }

    /// It is the customer's own wish, for which `window` counts; for all others it is `faultWindow`.
    public var isOwnWish: Bool { fault == .buyer && !quality }
}

public enum FreightPayer: String, Sendable, CaseIterable, Hashable { case buyer, merchant }

public struct ApplicationPolicy: Sendable, Hashable {
    /// Applications per order line, changed ones included, withdrawn ones too, refused ones not; nil: without bound.
    public let perLine: Int?
    /// Cases of one order that may come about at all (open or successfully closed); nil: without bound.
    public let perOrder: Int?

    public init(perLine: Int?, perOrder: Int?) {
        self.perLine = perLine
        self.perOrder = perOrder
    }
}

/// Where refunds may go.
public struct RefundPolicy: Sendable, Hashable {
    public enum Destination: String, Sendable, CaseIterable, Hashable {
        /// Back over the payments they came from; the default.
        case original
        /// The method of the order's first payment.
        case firstPayment
        /// One of the customer's gift cards.
        case giftCard
        /// Any method that the customer has on record.
        case anyMethod
    }

    public let refunds: Set<Destination>
    public let exchangeDifference: Set<Destination>
    /// The order's freight goes back when every unit goes back for a reason that is not the buyer's.
    public let freightWithWholeOrder: Bool

    public init(refunds: Set<Destination>, exchangeDifference: Set<Destination>, freightWithWholeOrder: Bool)
    {
        self.refunds = refunds
        self.exchangeDifference = exchangeDifference
        self.freightWithWholeOrder = freightWithWholeOrder
    }
}

/// What the shop pays back for the parcel of a return, where the reason makes it the payer.
public struct FreightPolicy: Sendable, Hashable {
    /// Most that is paid for one return, in minor units; a customer's claim above it is cut to it.
    public let returnCap: Int64
    /// Most for the remote regions, in minor units.
    public let remoteCap: Int64
    /// Names of remote regions, matched against an address's region.
    public let remoteRegions: [String]

    public init(returnCap: Int64, remoteCap: Int64, remoteRegions: [String]) {
        self.returnCap = returnCap
        self.remoteCap = remoteCap
        self.remoteRegions = remoteRegions
    }
}

/// How long one state may last.
public struct DeadlinePolicy: Sendable, Hashable {
    public let owner: DeadlineOwner
    public let within: Span
    /// How long before the deadline its owner is warned.
    public let warnBefore: Span
    public let fallback: DeadlineFallback

    public init(owner: DeadlineOwner, within: Span, warnBefore: Span, fallback: DeadlineFallback) {
        self.owner = owner
        self.within = within
        self.warnBefore = warnBefore
        self.fallback = fallback
    }
}

/// The five-minute promise: what goes out when a human has not decided by then.
public struct PromisePolicy: Sendable, Hashable {
    public enum Provisional: String, Sendable, CaseIterable, Hashable {
        /// Approve up to `approveUpTo`; above it, ask for evidence or, where there is some, offer.
        case approve
        case offer
        case requestEvidence
    }

    /// 300 s in every shipped pack.
    public let within: Span
    /// Cases worth at most this are approved, in minor units.
    public let approveUpTo: Int64
    /// What goes out for the others.
    public let otherwise: Provisional
    /// Share of the asked amount that a provisional offer gives, in basis points.
    public let offerBasisPoints: Int
    /// Most that a provisional offer gives, in minor units.
    public let offerUpTo: Int64

    public init(
        within: Span, approveUpTo: Int64, otherwise: Provisional, offerBasisPoints: Int, offerUpTo: Int64
    ) {
        self.within = within
        self.approveUpTo = approveUpTo
        self.otherwise = otherwise
        self.offerBasisPoints = offerBasisPoints
        self.offerUpTo = offerUpTo
    }
}

/// What a customer gets for goods that could not be repaired.
public enum RepairRemedy: String, Sendable, CaseIterable, Hashable {
    /// New goods.
    case exchange
    /// The money back.
    case refund
    /// Either, as the customer chooses.
    case customerChooses
}

public struct RepairPolicy: Sendable, Hashable {
    /// Repairs of the same units that may fail before the customer gets another remedy.
    public let most: Int
    /// What that is.
    public let then: RepairRemedy

    public init(most: Int, then: RepairRemedy) {
        self.most = most
        self.then = then
    }
}

/// One row of the compensation table.
public struct CompensationPolicy: Sendable, Hashable {
    /// A reason code, or a breach such as `lateDelivery`.
    public let cause: String
    /// Share of the price of the lines, in basis points.
    public let basisPoints: Int
    public let floor: Int64
    public let cap: Int64
    /// What was promised and is told by the order's own times; nil: no time of the order shows the breach.
    public let promised: PromisedTime?
    /// It is a part of the price, for goods that are kept as they are: what is given comes off what they can still
    /// bring back. Every other compensation comes on top of the price.
    public let lowersPrice: Bool

    public init(
        cause: String, basisPoints: Int, floor: Int64, cap: Int64, promised: PromisedTime? = nil,
        lowersPrice: Bool = false
    ) {
        self.cause = cause
        self.basisPoints = basisPoints
        self.floor = floor
        self.cap = cap
        self.promised = promised
        self.lowersPrice = lowersPrice
    }

    /// The share, not below the floor and not above the cap.
    public func amount(for price: Money) -> Money {
        Money(min(max(price.fraction(basisPoints: basisPoints).amount, floor), cap), price.currency)
    }
}

public struct ComplaintPolicy: Sendable, Hashable {
    public let within: Span
    public let warnBefore: Span

    public init(within: Span, warnBefore: Span) {
        self.within = within
        self.warnBefore = warnBefore
    }
}

/// A step of an order that must come within a time after another: shipping within 48 h of payment.
public struct PromisedTime: Sendable, Hashable {
    public let from: WindowStart
    public let until: WindowStart
    public let within: Span

    public init(from: WindowStart, until: WindowStart, within: Span) {
        self.from = from
        self.until = until
        self.within = within
    }
}
