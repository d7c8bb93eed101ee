import AfterSales
import Base
import Customers
import Localisation
import Markup
import Storage
import Web

/// A complaint with what a list of them needs.
struct ComplaintRow: Sendable {
    let complaint: Complaint
    let customer: String
    let owner: String?

    init(_ complaint: Complaint, _ names: StaffNames, _ call: DeskCall, _ transaction: Transaction) throws {
        let customer = try call.services.customers.customer(
            complaint.customerID, in: call.shop.id, transaction)
        self.complaint = complaint.withWords(call.personal.words(of: customer))
        self.customer = call.personal.name(customer)
        owner = try complaint.owner.map { try names.name(ofAssignee: $0) }
    }

    var isOver: Bool { complaint.state == .closed || complaint.state == .accepted }

    /// What waits for the shop stands out.
    var tone: Tone? {
        switch complaint.state {
        case .open, .found: .yours
        case .remedied: nil
        case .accepted, .closed: .good
        }
    }

    func clock(now: Timestamp) -> Countdown.Clock? {
        isOver
            ? nil : Countdown.Clock(from: complaint.openedAt, due: complaint.due, warn: complaint.warnAt)
    }
}

/// Complaints of a shop, newest first.
struct ComplaintListPage: Component {
    let rows: [ComplaintRow]
    let next: Cursor?
    let state: Complaint.State?
    let isFirst: Bool
    let now: Timestamp
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/complaints" }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><h1>\(texts["desk.way.complaints"])</h1>\
        <p>\(texts["desk.complaints.text"])</p></div></header><div class="filters">\(states)</div>\(list)\
        </div>
        """
    }

    private var states: HTML {
        """
        <nav class="filters-set" aria-label="\(texts["desk.refunds.states"])">\
        <a href="\(path)"\(attribute: "aria-current", state == nil ? "true" : nil)>\
        \(texts["desk.view.all"])</a>\
        \(each: Complaint.State.allCases, item)</nav>
        """
    }

    private func item(_ item: Complaint.State) -> HTML {
        """
        <a href="\(path)?state=\(item.rawValue)"\(attribute: "aria-current", item == state ? "true" : nil)>\
        \(call.words.complaint(item))</a>
        """
    }

    private var list: HTML {
        guard !rows.isEmpty else {
            return """
                <div class="table-frame">\(EmptyState(
                    texts["desk.complaints.empty"], texts["desk.complaints.emptyText"]))</div>
                """
        }
        let first = state.map { "\(path)?state=\($0.rawValue)" } ?? path
        let further = next.map {
            QueryText.address(path, ["state": state?.rawValue, "cursor": $0.text])
        }
        return """
            \(ComplaintTable(rows: rows, now: now, call: call))\
            \(Pager(first: isFirst ? nil : first, next: further, texts))
            """
    }
}
