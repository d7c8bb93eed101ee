import Base
import Customers
import Payments
import Storage

/// Where a refund goes that its provider refuses for good.
public enum RefundRedirection: Sendable, Hashable {
    /// The customer's credit, made where there is none yet.
    case storeCredit
    /// Another method of the customer.
    case method(Identifier<PaymentMethod>)

    /// `storeCredit`, or a method's id.
    public init(_ text: String) { self = text == "storeCredit" ? .storeCredit : .method(Identifier(text)) }
}

/// Refunds that their provider refuses for good. A case that waits for the money goes on with it.
extension AfterSalesDesk {
    /// - Throws: as `PaymentDesk.redirect`; `refundMethodUnknown` for what is not the customer's; `refundMethodNotAllowed`
    ///   for the method that refused it.
    public func redirectRefund(
        _ number: Identifier<Movement>, to destination: RefundRedirection, by actor: Actor,
        in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        let failed = try payments.movement(number, in: shop.id, transaction)
        let method = try method(destination, of: failed.customerID, in: shop, transaction)
        guard method.id != failed.methodID else { throw AfterSalesRefusal.refundMethodNotAllowed }
        let instead = try payments.redirect(number, to: method, by: actor, in: shop.id, transaction)
        for refund in instead where refund.state == .succeeded {
            try moneyMoved(refund, in: shop, transaction)
        }
    }

    /// - Throws: as `PaymentDesk.payByHand`.
    public func recordHandPayment(
        of number: Identifier<Movement>, reference: String, by actor: Actor, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws {
        let paid = try payments.payByHand(number, reference: reference, by: actor, in: shop.id, transaction)
        try moneyMoved(paid, in: shop, transaction)
    }

    private func method(
        _ destination: RefundRedirection, of id: Identifier<Customer>, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> PaymentMethod {
        switch destination {
        case .storeCredit: return try customers.storeCredit(of: id, in: shop, transaction)
        case .method(let wanted):
            guard let method = try customers.customer(id, in: shop.id, transaction).method(wanted) else {
                throw AfterSalesRefusal.refundMethodUnknown
            }
            return method
        }
    }
}
