import AfterSales
import Base
import Conversations
import Customers
import Events
import Orders
import Policies
import Staff
import Storage

/// A case as its customer sees it: everything that the letter tells, read at one moment.
struct CustomerCaseModel: Sendable {
    let view: CaseView
    let order: OrderView?
    let customer: Customer?
    let pack: PolicyPack
    let events: [DomainEvent]
    /// What the state allows, by the words of its events.
    let steps: Set<String>
    /// The goods' products that the shop still sells, in the order of the lines.
    let products: [Product]
    /// Where goods go back to, when the shop has said so.
    let returnAddress: ReturnAddress?
    /// Most that the case may come to.
    let most: Money
    /// The methods that can pay a difference which was not collected.
    let payers: [PaymentMethod]
    /// What the customer thought of it, and whether they are asked.
    let rating: CaseRating?
    let asksForRating: Bool
    let now: Timestamp

    var record: Case { view.record }

    /// - Throws: `caseUnknown` also for another customer's.
    init(_ id: Identifier<Case>, _ call: CustomerCall, _ transaction: Transaction) throws {
        let (services, taker, shop) = (call.services, try call.taker, call.shop)
        view = try services.afterSales.view(id, for: taker, in: shop, transaction)
        let record = view.record
        let order =
            try services.orders.knownOrder(record.orderID, in: shop.id, transaction) == nil
            ? nil : try services.orders.view(record.orderID, in: shop.id, transaction)
        self.order = order
        customer = try call.knownCustomer(transaction)
        pack = try services.policies.pack(of: shop, version: record.decision.packVersion, in: transaction)
        events = try services.afterSales.timeline(of: id, for: taker, in: shop, transaction)
        steps = try services.afterSales.steps(of: record, in: shop, transaction)
        let ids = record.lines.compactMap { order?.order.line($0.lineID)?.productID }
        products = try ids.enumerated().filter { !ids[..<$0.offset].contains($0.element) }.compactMap {
            try services.orders.knownProduct($0.element, in: shop.id, transaction)
        }
        returnAddress =
            try record.returnAddress ?? services.shops.find(shop.id, in: transaction).settings.returnAddress
        most = try services.afterSales.promisable(record, pack, in: shop.id, transaction)
        payers =
            view.isDifferenceOpen
            ? try services.afterSales.payers(ofDifferenceOf: record, in: shop, transaction) : []
        rating = try services.feedback.rating(of: id.text, in: shop.id, transaction)
        asksForRating = try CaseRatings(services: services).asks(record, in: shop.id, transaction)
        now = transaction.now
    }

    /// When the present state began, for the ring of the clock.
    var stateBegan: Timestamp {
        let last = events.last {
            $0.detail["to"]?.string == record.state.rawValue
                && $0.detail["from"]?.string != $0.detail["to"]?.string
        }
        return last?.at ?? record.openedAt
    }

    /// The five minutes still run.
    var isPromiseRunning: Bool {
        record.decidedAt == nil && record.state == .reviewing && now < record.promiseDue
    }

    /// What the other side proposes: one thing, or several to choose from.
    var openOffers: [Offer] { view.parts.offers.filter { $0.state == .open && !$0.isByCustomer } }

    /// The one thing that the other side proposes; nil also where there is a choice.
    var openOffer: Offer? { openOffers.count == 1 ? openOffers.first : nil }

    /// What the customer proposes.
    var ownOffer: Offer? { view.parts.offers.last { $0.state == .open && $0.isByCustomer } }

    /// How to pack these goods, beyond the shop's general advice.
    var packing: [LocalizedText] { products.compactMap(\.packing) }

    var images: ProductImages {
        ProductImages(
            Dictionary(uniqueKeysWithValues: products.map { ($0.id, $0.image) }).compactMapValues { $0 })
    }

    var returnParcel: CaseParcel? { view.parts.parcels.last { $0.direction == .back } }

    func line(_ part: CaseLine) -> OrderLine? { order?.order.line(part.lineID) }
}
