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
    case open, closed, all

    /// Empty: every state.
    var states: [CaseState] {
        switch self {
        case .ours: [.reviewing, .inspecting, .fulfilling, .repairing]
        case .theirs: [.awaitingEvidence, .offered, .rejected, .awaitingReturn, .returning]
        case .refunding: [.refunding]
        case .disputed: [.disputed]
        case .open, .mine, .escalated: CaseState.open
        case .closed: CaseState.allCases.filter(\.isClosed)
        case .all: []
        }
    }

    var showsClosed: Bool { self == .closed || self == .all }
}
