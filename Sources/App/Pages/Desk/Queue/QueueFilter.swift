import AfterSales
import Base
import Policies
import Web

/// What a reader of the queue asked to see, as it stands in the address.
struct QueueFilter: Sendable {
    let view: QueueView
    let state: CaseState?
    let kind: CaseKind?
    let search: String?
    let order: CaseFilter.Order
    let after: Cursor?
    private let query: Query

    static let rows = 25

    /// - Throws: `WebRefusal.queryInvalid`.
    init(_ query: Query) throws {
        self.query = query
        search = try query.text("q", upTo: Limits.searchCharacters)
        view = try query.choice("view", of: QueueView.self) ?? (search == nil ? .ours : .all)
        state = try query.choice("state", of: CaseState.self)
        kind = try query.choice("kind", of: CaseKind.self)
        let usual: CaseFilter.Order = view.showsClosed || state?.isClosed == true ? .newest : .due
        order = try query.choice("order", of: CaseFilter.Order.self) ?? usual
        after = try order == .newest ? query.cursor(of: 1) : query.timedCursor()
    }

    /// - Parameter reader: for what was given to them.
    func cases(for reader: Actor) -> CaseFilter {
        var filter = CaseFilter()
        filter.states = state.map { [$0] } ?? view.states
        filter.owners = view.owners
        filter.kind = kind
        filter.search = search
        filter.assignee = view == .mine ? reader.id : nil
        filter.escalatedOnly = view == .escalated
        filter.goodsBack = view == .goodsBack ? .owed : nil
        filter.order = order
        filter.after = after
        filter.limit = Self.rows
        return filter
    }

    /// Shows everything that waits for the shop, nothing narrowed.
    var isUsual: Bool { view == .ours && state == nil && kind == nil && search == nil }

    /// The address of the same list with one thing changed; it begins at its first page again.
    func link(_ path: String, setting name: String, to value: String?) -> String {
        let link = query.link(path, setting: name, to: value)
        return name == "cursor" ? link : Self.dropping("cursor", from: link)
    }

    /// What an address carries on so that the list beside a case stays this one: `?view=mine`; empty for the
    /// usual list.
    var context: String {
        let link = ["case", "version", "saved"].reduce(link("", setting: "cursor", to: nil)) {
            Self.dropping($1, from: $0)
        }
        return link
    }

    /// The address of this very list, for its live panel.
    func link(_ path: String) -> String { query.link(path, setting: "-", to: nil) }

    private static func dropping(_ name: String, from link: String) -> String {
        guard let mark = link.firstIndex(of: "?") else { return link }
        let kept = link[link.index(after: mark)...].split(separator: "&").filter { !$0.hasPrefix("\(name)=") }
        if kept.isEmpty { return String(link[..<mark]) }
        return "\(link[...mark])\(kept.joined(separator: "&"))"
    }
}
