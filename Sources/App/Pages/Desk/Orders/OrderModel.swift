import AfterSales
import Base
import Customers
import Orders
import Payments
import Staff
import Storage
import Web

/// Everything that the page of one order shows.
struct OrderModel: Sendable {
    let open: OpenOrder
    let customer: Customer
    let cases: [CaseRow]
    let books: [BookEntry]
    let showings: PersonalDataShowings
    let now: Timestamp

    /// - Throws: `orderUnknown`.
    init(_ id: Identifier<Order>, _ call: DeskCall, _ transaction: Transaction) throws {
        let (services, shop) = (call.services, call.shop.id)
        open = try call.openOrder(id, transaction)
        customer = try services.customers.customer(open.order.customerID, in: shop, transaction)
        cases = try CaseRows(call, transaction).rows(open.cases)
        books =
            call.may(.booksRead) ? try services.payments.books(ofOrder: id.text, in: shop, transaction) : []
        showings = try PersonalDataShowings(.order(id), call, transaction)
        now = transaction.now
    }

    var view: OrderView { open.view }

    /// Charges that did not come about: they hold the order until somebody retries or takes them back.
    var failedCharges: [Movement] { view.movements.filter { $0.kind == .payment && $0.state == .failed } }

    /// Whether it can be taken back, with the change or the exchange that it was for.
    func canTakeBack(_ charge: Movement) -> Bool {
        charge.caseID != nil || view.change(paidBy: charge) != nil
    }
}
