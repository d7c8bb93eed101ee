import Policies

/// The ways to look at the queue, by whose turn it is.
enum QueueView: String, CaseIterable, Sendable {
    /// Waits for the shop.
    case ours
    /// Given to the reader.
    case mine
    /// Waits for the customer or the carrier.
    case theirs
    case refunding, disputed
    /// A human has to look beyond the deadline.
    case escalated
    /// Goods that inspection turned down wait to be sent back, whether the case is open or closed.
    case goodsBack
    case open, closed, all

    /// Empty: every state.
    var states: [CaseState] {
        switch self {
        case .refunding: [.refunding]
        case .disputed: [.disputed]
        case .ours: [.reviewing, .awaitingEvidence, .offered, .inspecting, .fulfilling, .repairing]
        case .theirs: [.awaitingEvidence, .offered, .rejected, .awaitingReturn, .returning, .fulfilling]
        case .open, .mine, .escalated: CaseState.open
        case .closed: CaseState.allCases.filter(\.isClosed)
        case .all, .goodsBack: []
        }
    }

    /// Whose turn it is; empty: whoever's. A case that waits for the customer while the shop's own clock runs on is the
    /// shop's.
    var owners: [DeadlineOwner] {
        switch self {
        case .ours: [.merchant]
        case .theirs: [.customer, .carrier]
        case .mine, .refunding, .disputed, .escalated, .goodsBack, .open, .closed, .all: []
        }
    }

    var showsClosed: Bool { self == .closed || self == .all || self == .goodsBack }
}
