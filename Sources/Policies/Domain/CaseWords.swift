/// What a customer asks for. Field codes of Pinduoduo's after-sales types: 1 to 5 in this order, the last two are ours.
public enum CaseKind: String, Sendable, CaseIterable, Hashable {
    case refundOnly, returnRefund, exchange, resend, repair, compensation, priceProtection

    /// The customer gets goods, and no money.
    public var isForGoods: Bool {
        switch self {
        case .exchange, .resend, .repair: true
        case .refundOnly, .returnRefund, .compensation, .priceProtection: false
        }
    }

    /// Goods travel back to the shop.
    public var returnsGoods: Bool {
        switch self {
        case .returnRefund, .exchange, .repair: true
        case .refundOnly, .resend, .compensation, .priceProtection: false
        }
    }
}

/// Where a case stands. The machine that moves between them is `AfterSales/Domain/Case/CaseStateMachine.swift`.
public enum CaseState: String, Sendable, CaseIterable, Hashable {
    case reviewing, awaitingEvidence, offered, rejected, awaitingReturn, returning, inspecting, refunding
    case fulfilling, repairing, disputed
    case refunded, fulfilled, withdrawn, expired, refused

    public var isClosed: Bool {
        switch self {
        case .refunded, .fulfilled, .withdrawn, .expired, .refused: true
        case .reviewing, .awaitingEvidence, .offered, .rejected, .awaitingReturn, .returning, .inspecting,
            .refunding, .fulfilling, .repairing, .disputed:
            false
        }
    }

    public static let open = allCases.filter { !$0.isClosed }
}

/// Who has to act before a deadline.
public enum DeadlineOwner: String, Sendable, CaseIterable, Hashable {
    case merchant, customer, platform, carrier, provider
}

/// What happens by itself when a deadline passes.
public enum DeadlineFallback: String, Sendable, CaseIterable, Hashable {
    /// The case is approved as asked.
    case approve
    /// The case ends without effect.
    case expire
    /// The case goes back to the shop's review.
    case review
    /// Returned goods count as accepted and are refunded in full.
    case refundInFull
    /// The provider is asked how the refund stands; then a human's queue.
    case query
    /// A human is told, the deadline is set again, and the case is marked as escalated.
    case escalate
    /// Goods that the customer did not say anything about count as received.
    case confirm
}

/// Whose doing a reason is.
public enum Fault: String, Sendable, CaseIterable, Hashable { case buyer, merchant, courier, platform }

/// What a customer shows for a claim.
public enum EvidenceKind: String, Sendable, CaseIterable, Hashable { case photo, video, document }

/// The four classes of 消费者权益保护法 article 25, and goods that the buyer confirmed as excluded at purchase.
public enum ExclusionClass: String, Sendable, CaseIterable, Hashable {
    case customMade, perishable, digital, periodical, confirmed
}

/// An order's state as far as policies read it.
public enum OrderStatus: String, Sendable, CaseIterable, Hashable {
    case pending, processed, shipped, delivered, cancelled
}

/// A moment of an order from which a window counts.
public enum WindowStart: String, Sendable, CaseIterable, Hashable {
    case placedAt, paidAt, shippedAt, deliveredAt
}

/// A promise of the shop that was broken, for which a pack may name a compensation beside the reasons of customers.
public enum Breach: String, Sendable, CaseIterable, Hashable {
    case lateShipping, lateDelivery, outOfStock, falseShipping, emptyParcel, trackingStalled, trackingForged
}
