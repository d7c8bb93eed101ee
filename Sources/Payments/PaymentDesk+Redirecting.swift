import Base
import Customers
import Storage

/// Refunds that their provider refuses for good: they go another way, or a person pays them.
extension PaymentDesk {
    /// Takes back a refund that failed, and orders the same money for the same purpose through another method.
    /// - Returns: what is ordered instead; each names the refund that it replaces.
    /// - Throws: `movementUnknown`; `movementNotRetryable` unless it is a refund that failed; `refundAboveLeft` where the
    ///   order's payments hold less by now.
    public func redirect(
        _ number: Identifier<Movement>, to method: PaymentMethod, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> [Movement] {
        let failed = try failedRefund(number, in: shop, transaction)
        let purpose = try movements.purpose(of: number, in: shop, transaction) ?? .sale
        try takeBack(refund: failed, for: purpose, as: "refund.redirected", by: actor, in: shop, transaction)
        try movements.forgetReturn(of: number, in: shop, transaction)
        let payments = try movements.list(ofOrder: failed.orderID, in: shop, transaction).filter {
            $0.kind == .payment && $0.state != .failed && $0.state != .undone
        }
        return try refund(
            RefundOrder(
                orderID: failed.orderID, caseID: failed.caseID, customerID: failed.customerID,
                amount: failed.amount, purpose: purpose, destination: .method(method), payments: payments,
                returns: failed.returns, replaces: number), by: actor, in: shop, transaction)
    }

    /// A person has paid a refund past its provider, after that had refused it.
    /// - Parameter reference: what it is found by, such as a bank transfer's number.
    /// - Throws: `movementUnknown`; `movementNotRetryable` unless it is a refund that failed.
    public func payByHand(
        _ number: Identifier<Movement>, reference: String, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Movement {
        let failed = try failedRefund(number, in: shop, transaction)
        try movements.update(failed, to: .succeeded, fault: nil, in: shop, transaction)
        try movements.noteHandPayment(reference, of: number, in: shop, transaction)
        try post(
            Transfer(
                debit: .owed(order: failed.orderID), credit: .byHand, amount: failed.amount,
                orderID: failed.orderID, caseID: failed.caseID, movement: number, memo: .paidOut), in: shop,
            transaction)
        try announce("refund.paidByHand", failed, in: shop, by: actor, transaction)
        return try movement(number, in: shop, transaction)
    }

    /// The refunds that are made instead of one that failed.
    public func replacements(
        of number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Movement>] {
        try movements.replacements(of: number, in: shop, transaction)
    }

    /// The provider says that it has made a refund that went another way: the customer has the money twice, and a person
    /// has to ask for it. Saying so again changes nothing.
    func notePaidTwice(_ refund: Movement, in shop: ShopID, _ transaction: Transaction) throws {
        guard refund.fault != Movement.paidTwice else { return }
        try movements.noteFault(Movement.paidTwice, of: refund.number, in: shop, transaction)
        try announce("refund.paidTwice", refund, in: shop, by: Actor(.provider), transaction)
    }

    private func failedRefund(
        _ number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Movement {
        let movement = try movement(number, in: shop, transaction)
        guard movement.kind == .refund, movement.state == .failed else {
            throw PaymentRefusal.movementNotRetryable(state: movement.state.rawValue)
        }
        return movement
    }
}
