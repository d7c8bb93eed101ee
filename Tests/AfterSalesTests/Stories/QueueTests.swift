import Base
import Orders
import Policies
import Storage
import TestSupport
import Testing

@testable import AfterSales

@Suite struct QueueTests {
    /// A dozen cases of two orders and several kinds, in many states.
    private static func world() async throws -> TestWorld {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [OrderSpecification.Line("pot-white", 9)]))
        try await world.order(
            OrderSpecification("1002", lines: [OrderSpecification.Line("pot-white", 9)]))
        for order in ["1001", "1002"] {
            for kind in [CaseKind.refundOnly, .returnRefund, .repair] {
                for reason in ["notReceived", "defective"] {
                    try await world.open(CaseApplication(kind, reason, order: order))
                    try await world.pass(.minutes(1))
                }
            }
        }
        let some = try await world.look { desk, shop, transaction in
            try desk.queue(CaseFilter(), in: shop.id, transaction).items
        }
        for (place, record) in some.enumerated() where !record.state.isClosed {
            if place.isMultiple(of: 2) {
                let lin = world.lin
                try await world.act { try $0.assign(record.id, to: "lin", by: lin, in: $1, $2) }
            }
            if place.isMultiple(of: 5) { try await world.withdraw(record.id) }
        }
        try await world.pass(.days(3))
        return world
    }

    private static var filters: [CaseFilter] {
        var filters: [CaseFilter] = []
        for states in [[], [.reviewing], CaseState.open, CaseState.allCases.filter(\.isClosed)] {
            for kind in [nil, CaseKind.returnRefund] {
                for narrowing in 0..<7 {
                    for order in CaseFilter.Order.allCases {
                        var filter = CaseFilter()
                        (filter.states, filter.kind, filter.order) = (states, kind, order)
                        switch narrowing {
                        case 1: filter.assignee = "lin"
                        case 2: filter.escalatedOnly = true
                        case 3: filter.undecidedOnly = true
                        case 4: filter.customerID = "mei"
                        case 5: filter.orderID = "1002"
                        case 6: filter.search = "100"
                        default: break
                        }
                        filters.append(filter)
                    }
                }
            }
        }
        return filters
    }

    @Test func `every filter finds its cases in its order, page by page`() async throws {
        let world = try await Self.world()
        let all = try await world.look { desk, shop, transaction in
            try desk.queue(CaseFilter(), in: shop.id, transaction).items
        }
        #expect(Set(all.map(\.state)).count > 2)
        for var filter in Self.filters {
            let expected = all.filter { filter.holds($0) }.sorted(by: filter.precedes).map(\.id)
            var found: [Identifier<Case>] = []
            filter.limit = 2
            repeat {
                let page = try await world.look { [filter] in
                    try $0.queue(filter, in: $1.id, $2)
                }
                found += page.items.map(\.id)
                filter.after = page.next
            } while filter.after != nil && found.count < 50
            #expect(found == expected, "\(filter)")
            filter.limit = Limits.pageItems
            let count = try await world.look { [filter] in try $0.count(filter, in: $1.id, $2) }
            #expect(count == expected.count, "\(filter)")
        }
    }

    /// In the words of the embedded engine.
    @Test(.enabled(if: TestEngine.current == .sqlite))
    func `no filter reads through the shop or sorts more than a page of each state`() async throws {
        let world = try await TestWorld.opened()
        for filter in Self.filters {
            let statement = CaseSearch(filter: filter, shop: TestWorld.shop).cases("id, decision")
            let plan = try await world.database.read { transaction in
                try transaction.rows("EXPLAIN QUERY PLAN \(statement)") { row in
                    (_, _, _) = (try row.int(), try row.int(), try row.int())
                    return try row.text()
                }
            }
            for step in plan where step.contains(" cases ") {
                let isWhole = step.hasSuffix("sqlite_autoindex_cases_1 (shop=?)")
                #expect(step.hasPrefix("SEARCH"), "\(filter): \(plan)")
                #expect(!isWhole || filter.isUnnarrowed, "\(filter): \(plan)")
                if let index = filter.index { #expect(plan.contains { $0.contains(index) }, "\(plan)") }
            }
        }
    }
}

extension CaseFilter {
    fileprivate func holds(_ record: Case) -> Bool {
        (states.isEmpty || states.contains(record.state)) && (kind == nil || record.kind == kind)
            && (assignee == nil || record.assignee == assignee)
            && (!escalatedOnly || (record.isEscalated && record.deadline != nil))
            && (!undecidedOnly || record.decidedAt == nil)
            && (customerID == nil || record.customerID == customerID)
            && (orderID == nil || record.orderID == orderID)
            && (search.map { record.orderID.text.hasPrefix($0) } ?? true)
            && (order == .newest || record.deadline != nil)
    }

    fileprivate func precedes(_ one: Case, _ other: Case) -> Bool {
        switch order {
        case .newest: one.id > other.id
        case .due:
            (one.deadline?.due.milliseconds ?? 0, one.id) < (other.deadline?.due.milliseconds ?? 0, other.id)
        }
    }

    fileprivate var isUnnarrowed: Bool {
        states.isEmpty && kind == nil && assignee == nil && !escalatedOnly && !undecidedOnly
            && order == .newest
    }

    /// The index that must serve it, where few cases of a state may be looked for.
    fileprivate var index: String? {
        let tail = order == .due ? "_due " : " "
        if orderID != nil || search != nil { return nil }
        if customerID != nil { return "cases_by_customer " }
        if escalatedOnly { return kind == nil ? "cases_escalated\(tail)" : nil }
        if assignee != nil { return kind == nil ? "cases_by_assignee\(tail)" : nil }
        if undecidedOnly { return nil }
        if kind != nil { return "cases_by_kind\(tail)" }
        return order == .due ? "cases_by_due " : nil
    }
}
