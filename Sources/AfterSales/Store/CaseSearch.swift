import Base
import Policies
import Storage

/// The statement that finds the cases of a filter, so that its cost does not grow with the shop.
///
/// What names an order, a customer, a search or goods that are owed narrows to few cases first, and the rest is only compared. Everything
/// else is read state by state, the first cases of each in the wanted order by an index that ends in it, and put
/// together: how many cases stand behind them does not matter.
struct CaseSearch {
    let filter: CaseFilter
    let shop: ShopID

    /// One case more than a page holds, so that it shows whether there is a next page.
    private var most: Int { filter.limit + 1 }

    func cases(_ columns: SQL) -> SQL {
        if isNarrow { return first(columns, "\(narrowing) \(comparisons)") }
        let states = filter.states
        if states.isEmpty, isWhole { return first(columns, "") }
        if states.count == 1 { return first(columns, "AND state = \(states[0]) \(conditions)") }
        return """
            SELECT \(columns) FROM cases WHERE shop = \(shop) AND id IN (
                SELECT id FROM (\(ofEachState)) AS found ORDER BY \(sort) LIMIT \(most))
            ORDER BY \(sort)
            """
    }

    /// How many there are, counted no further than the limit.
    var count: SQL { "SELECT COUNT(*) FROM (\(cases("id"))) AS found" }

    private func first(_ columns: SQL, _ conditions: SQL) -> SQL {
        """
        SELECT \(columns) FROM cases WHERE shop = \(shop) \(conditions) \(onlyDue) \(further)
        ORDER BY \(sort) LIMIT \(most)
        """
    }

    // MARK: State by state

    /// Nothing is asked for but an order.
    private var isWhole: Bool {
        filter.order == .newest && filter.kind == nil && filter.assignee == nil && !filter.escalatedOnly
            && !filter.undecidedOnly && filter.owners.isEmpty
    }

    private var ofEachState: SQL {
        let closedHaveNone = filter.order == .due || filter.escalatedOnly
        let all = closedHaveNone ? CaseState.open : CaseState.allCases
        var sql: SQL = ""
        for (place, state) in (filter.states.isEmpty ? all : filter.states).enumerated() {
            let part = first(keys, "AND state = \(state) \(conditions)")
            let joint: SQL = place == 0 ? "" : " UNION ALL "
            sql = "\(sql)\(joint)SELECT \(keys) FROM (\(part)) AS one"
        }
        return sql
    }

    private var conditions: SQL {
        var sql: SQL = ""
        if !filter.owners.isEmpty { sql = "\(sql) AND deadline_owner IN (\(list: filter.owners))" }
        if let kind = filter.kind { sql = "\(sql) AND kind = \(kind)" }
        if let assignee = filter.assignee { sql = "\(sql) AND assignee = \(assignee)" }
        if filter.escalatedOnly { sql = "\(sql) AND is_escalated = TRUE AND deadline_due IS NOT NULL" }
        if filter.undecidedOnly { sql = "\(sql) AND decided_at IS NULL" }
        return sql
    }

    // MARK: Narrow

    private var isNarrow: Bool {
        filter.orderID != nil || filter.customerID != nil || filter.search != nil || filter.goodsBack != nil
    }

    private var narrowing: SQL {
        var sql: SQL = ""
        if let order = filter.orderID { sql = "\(sql) AND order_id = \(order)" }
        if let customer = filter.customerID { sql = "\(sql) AND customer = \(customer)" }
        if let search = filter.search { sql = "\(sql) AND id IN (\(found(search)))" }
        if let owed = filter.goodsBack { sql = "\(sql) AND id IN (\(GoodsBackStore.owed(owed, in: shop)))" }
        return sql
    }

    /// What is left to compare. An empty text is joined to each column, so that no engine takes an index over half
    /// of the shop for it.
    private var comparisons: SQL {
        var sql: SQL = ""
        if !filter.states.isEmpty { sql = "\(sql) AND state || '' IN (\(list: filter.states))" }
        if !filter.owners.isEmpty { sql = "\(sql) AND deadline_owner || '' IN (\(list: filter.owners))" }
        if let kind = filter.kind { sql = "\(sql) AND kind || '' = \(kind)" }
        if let assignee = filter.assignee { sql = "\(sql) AND assignee || '' = \(assignee)" }
        if filter.escalatedOnly { sql = "\(sql) AND is_escalated = TRUE AND deadline_due IS NOT NULL" }
        if filter.undecidedOnly { sql = "\(sql) AND decided_at IS NULL" }
        return sql
    }

    /// Ids of cases by what people type; of a beginning that many share, the last ones.
    private func found(_ search: String) -> SQL {
        let (most, upper) = (Limits.searchMatches, search.uppercased())
        func beginning(_ column: SQL, with text: String) -> SQL {
            """
            SELECT id FROM (SELECT id FROM cases WHERE shop = \(shop) AND \(column) >= \(text)
                AND \(column) < \(text + "\u{10FFFF}") ORDER BY \(column) DESC LIMIT \(most)) AS beginning
            """
        }
        let isEnd = (Self.shortestEnd...Self.longestEnd).contains(search.count)
        let ending: SQL = isEnd ? " UNION \(beginning("number_end", with: Self.end(of: upper)))" : ""
        return """
            \(beginning("id", with: upper)) UNION \(beginning("order_id", with: search))
            UNION \(beginning("customer", with: search))\(ending)
            UNION SELECT case_id FROM case_parcels WHERE shop = \(shop) AND tracking_number IN (\(search), \(upper))
            """
    }

    /// Fewer characters end too many numbers; pages show no more than the last eight.
    private static let shortestEnd = 4
    private static let longestEnd = 8

    /// A number's last characters, the last one first.
    static func end(of number: String) -> String { String(number.suffix(longestEnd).reversed()) }

    // MARK: Order

    private var sort: SQL {
        switch filter.order {
        case .newest: "id DESC"
        case .due: "deadline_due, id"
        }
    }

    /// What the order compares: an index holds it, so that cases are read for the page alone.
    private var keys: SQL {
        switch filter.order {
        case .newest: "id"
        case .due: "id, deadline_due"
        }
    }

    private var onlyDue: SQL { filter.order == .due ? "AND deadline_due IS NOT NULL" : "" }

    private var further: SQL {
        guard let cursor = filter.after else { return "" }
        switch filter.order {
        case .newest: return "AND id < \(cursor.keys[0])"
        case .due:
            let due = Int64(cursor.keys[0]) ?? 0
            return "AND (deadline_due, id) > (\(due), \(cursor.keys[1]))"
        }
    }
}
