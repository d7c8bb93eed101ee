import Base
import Customers
import Storage

/// Which refunds to list.
public struct RefundFilter: Sendable {
    public enum State: String, Sendable, CaseIterable {
        case open, ordered, sent, confirmed, late, unknown, failed, all
        /// Not refunds: payments of changes that are still under way or failed.
        case charges
    }

    public let state: State
    public var method: MethodKind?
    /// Ordered later than this.
    public var from: Timestamp?
    /// Ordered at this moment or before.
    public var until: Timestamp?
    public let after: Cursor?
    public let limit: Int

    public init(state: State, after: Cursor?, limit: Int) {
        self.state = state
        self.after = after
        self.limit = limit
    }

    var condition: SQL {
        var sql = Self.condition(state)
        if let method { sql = "\(sql) AND method_kind = \(method)" }
        if let from { sql = "\(sql) AND ordered_at > \(from)" }
        if let until { sql = "\(sql) AND ordered_at <= \(until)" }
        guard let after else { return sql }
        let at = Int64(after.keys[0]) ?? 0
        return "\(sql) AND (ordered_at < \(at) OR (ordered_at = \(at) AND number < \(after.keys[1])))"
    }

    static func condition(_ state: State) -> SQL {
        switch state {
        case .all: "kind = 'refund'"
        case .open: "state IN ('ordered', 'sent', 'unknown', 'failed') AND kind = 'refund'"
        case .late: "state IN ('ordered', 'sent', 'unknown', 'failed') AND kind = 'refund' AND is_late"
        case .ordered: "state = 'ordered' AND kind = 'refund'"
        case .sent: "state = 'sent' AND kind = 'refund'"
        case .unknown: "state = 'unknown' AND kind = 'refund'"
        case .failed: "state = 'failed' AND kind = 'refund'"
        case .confirmed: "state = 'succeeded' AND kind = 'refund'"
        case .charges: "state IN ('ordered', 'sent', 'unknown', 'failed') AND kind = 'payment'"
        }
    }
}

/// Money that has not settled, summed up by what tells one pile from another.
public struct OpenMoney: Sendable {
    /// Ordered within the last hour, within the last day, or longer ago.
    public enum Age: String, Sendable, CaseIterable { case hour, day, longer }

    public let kind: Movement.Kind
    public let methodKind: MethodKind
    public let state: MovementState
    public let isLate: Bool
    public let age: Age
    public let count: Int
    public let amount: Money
}
