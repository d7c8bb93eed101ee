import AfterSales
import Base
import Conversations
import Customers
import Events
import Orders
import Payments
import Policies
import Staff
import Storage

/// Everything that the page of one case shows, read in one transaction.
struct CaseModel: Sendable {
    let view: CaseView
    let order: OrderView
    let customer: Customer
    let images: ProductImages
    let otherCases: [Case]
    /// The pack that decided.
    let pack: PolicyPack
    /// Oldest first.
    let events: [DomainEvent]
    /// Of the people in the events, by id.
    let names: [String: String]
    let books: [BookEntry]
    /// Methods of the customer that an exchange's unpaid difference can be charged to now; empty where nothing is.
    let payers: [PaymentMethod]
    let offers: [CaseOffer]
    let notes: [CaseRemark]
    let steps: Set<String>
    let assignee: String?
    /// Whom the case may be given to; empty for readers who give none.
    let colleagues: [StaffMember]
    let decidedBy: String
    /// What the reader may still grant when the whole is above their limit; nil: the whole.
    let grantLeft: Money?
    /// Most that a person may agree to: as asked, a compensation up to the cap of its row.
    let grantable: Money
    /// What units are to be exchanged for, by id.
    let newVariants: [Identifier<Variant>: Variant]
    /// Where an approval would lead.
    let approvalLeads: CaseState?
    /// Most that may be offered: of what was asked, or of what its units cost, what has not gone back.
    let bound: Money
    /// What the customer thought of it.
    let rating: CaseRating?
    let now: Timestamp

    var record: Case { view.record }

    /// - Throws: `caseUnknown`.
    init(_ id: Identifier<Case>, _ call: DeskCall, _ transaction: Transaction) throws {
        let (services, shop, desk) = (call.services, call.shop, call.services.afterSales)
        let names = try StaffNames(call, transaction)
        let whole = try desk.view(id, for: call.taker(), in: shop, transaction)
        let given = try services.feedback.rating(of: id.text, in: shop.id, transaction)
        let record = whole.record
        order = try services.orders.view(record.orderID, in: shop.id, transaction)
        images = try ProductImages(
            of: order.order.lines, services.orders, in: shop.id, transaction)
        customer = try services.customers.customer(record.customerID, in: shop.id, transaction)
        let told = call.personal.words(of: customer, at: order.order.address)
        (view, rating) = (whole.withWords(told), given?.withWords(told))
        pack = try services.policies.pack(of: shop, version: record.decision.packVersion, in: transaction)
        events = try desk.timeline(of: id, for: call.taker(), in: shop, transaction)
        self.names = try names.people(in: events)
        books =
            call.may(.booksRead) ? try desk.books(of: id, for: call.taker(), in: shop, transaction) : []
        payers =
            view.isDifferenceOpen ? try desk.payers(ofDifferenceOf: record, in: shop, transaction) : []
        offers = try view.parts.offers.map { CaseOffer(offer: $0, who: try names.name(of: $0.by)) }
        notes = try view.parts.notes.map { CaseRemark(note: $0, who: try names.name(of: $0.by)) }
        steps = try desk.steps(of: record, in: shop, transaction)
        approvalLeads = try desk.approvalLeads(of: record, in: shop.id, transaction)
        assignee = try record.assignee.map { try names.name(ofAssignee: $0) }
        colleagues = try call.colleagues(transaction)
        decidedBy = try names.name(of: record.decision.by)
        bound = try desk.promisable(record, pack, in: shop.id, transaction)
        grantable = try desk.grantable(record, pack, in: shop.id, transaction)
        grantLeft = try desk.grantLeft(record, for: call.taker(), in: shop, transaction)
        newVariants = try Self.newVariants(of: record, order.order, call, transaction)
        var others = CaseFilter()
        others.customerID = record.customerID
        others.limit = 6
        otherCases = try desk.queue(others, in: shop.id, transaction).items.filter { $0.id != id }
        now = transaction.now
    }

    private static func newVariants(
        of record: Case, _ order: Order, _ call: DeskCall, _ transaction: Transaction
    ) throws -> [Identifier<Variant>: Variant] {
        let wanted = Set(record.lines.compactMap(\.newVariantID))
        if wanted.isEmpty { return [:] }
        let products = Set(record.lines.compactMap { order.line($0.lineID)?.productID })
        let variants = try products.flatMap {
            try call.services.orders.knownProduct($0, in: call.shop.id, transaction)?.variants ?? []
        }
        return Dictionary(variants.filter { wanted.contains($0.id) }.map { ($0.id, $0) }) { first, _ in first
        }
    }

    /// Of an exchange's difference: what has not been collected.
    var unpaid: Money { view.unpaid }

    /// What the customer proposes, while it can be answered.
    var openCounterOffer: Offer? { view.parts.offers.first { $0.state == .open && $0.isByCustomer } }
}

struct CaseOffer: Sendable {
    let offer: Offer
    let who: String
}

struct CaseRemark: Sendable {
    let note: CaseNote
    let who: String
}
