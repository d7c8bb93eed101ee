import AfterSales
import Base
import Conversations
import Customers
import Orders
import Policies
import Staff
import Storage
import Web

/// What somebody works on without leaving a thread, as it stands in the address: one of the customer's cases, or an
/// application for one of their orders.
struct BesideThread: Sendable {
    var caseID: Identifier<Case>?
    var orderID: Identifier<Order>?
    var draft = ApplicationDraft()
    /// What the application was refused for.
    var problem: Problem?

    init(caseID: Identifier<Case>) { self.caseID = caseID }

    init(_ orderID: Identifier<Order>, _ draft: ApplicationDraft, _ problem: Problem?) {
        (self.orderID, self.draft, self.problem) = (orderID, draft, problem)
    }

    /// - Throws: `WebRefusal.queryInvalid`.
    init(_ query: Query) throws {
        caseID = try query.id("case")
        orderID = try query.id("apply")
        if orderID != nil { draft = try ApplicationDraft(query) }
    }
}

/// The customer's cases beside a thread: their list, one of them with what may be done about it, and an application that
/// has been begun. What belongs to somebody else is as good as not there.
struct CasesBeside: Sendable {
    let rows: [CaseRow]
    let shown: CaseModel?
    let application: DeskApplyModel?
    let problem: Problem?

    private static let listed = 5

    init(
        _ beside: BesideThread, of customers: [Identifier<Customer>], _ call: DeskCall,
        _ transaction: Transaction
    ) throws {
        problem = beside.problem
        guard !customers.isEmpty else {
            (rows, shown, application) = ([], nil, nil)
            return
        }
        let (services, shop) = (call.services, call.shop.id)
        let records = try customers.flatMap { customer in
            var filter = CaseFilter()
            (filter.customerID, filter.limit) = (customer, Self.listed)
            return try services.afterSales.queue(filter, in: shop, transaction).items
        }
        rows = try CaseRows(call, transaction).rows(records)
        let asked = try beside.caseID.flatMap {
            try services.afterSales.owner(of: $0, in: shop, transaction).map(customers.contains) == true
                ? $0 : nil
        }
        let chosen = asked ?? records.first { !$0.state.isClosed }?.id
        shown = try chosen.map { try CaseModel($0, call, transaction) }
        guard let order = beside.orderID, call.may(.casesOpen),
            let owner = try services.orders.knownOrder(order, in: shop, transaction)?.customerID,
            customers.contains(owner)
        else {
            application = nil
            return
        }
        let draft = try ApplicationDrafts(services, of: call.principal.actor, in: call.shop).filled(
            beside.draft, transaction)
        application = try DeskApplyModel(order, draft, call, transaction)
    }

    var images: ProductImages {
        (shown?.images ?? .none).with(application?.order.images ?? .none)
    }
}
