import Base
import Customers
import Jobs
import Storage

/// Taking back a charge that never came about, and what was tied to it.
extension PaymentDesk {
    /// Takes back a charge that failed, with the refunds that were ordered for its sake: those that wait for it are
    /// taken back, and what our own cards got back is taken from them again. Afterwards the order is paid as before,
    /// and what was to go back to the charge's own method goes to the payments that were made.
    /// - Throws: `movementUnknown`, `movementNotRetryable`; `balanceTooLow` when a card was spent meanwhile.
    public func undo(
        _ number: Identifier<Movement>, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Movement {
        let undone = try takeBack(number, by: actor, in: shop, transaction)
        // What goes back for the charge's sake was ordered before it, what was ordered later only waits for it.
        for refund in try movements.list(ofOrder: undone.orderID, in: shop, transaction)
            .prefix(while: { $0.number != number }) where refund.tiedTo == number
        {
            if refund.state == .ordered {
                try takeBack(refund: refund, by: actor, in: shop, transaction)
            } else if refund.methodKind.isOurs {
                try chargeAgain(refund, by: actor, in: shop, transaction)
            }
        }
        try redirect(refundsOf: undone, by: actor, in: shop, transaction)
        try release(tiedTo: undone, in: shop, transaction)
        return undone
    }

    /// The order is given up: its failed charges are wanted no more, nor the refunds that waited for them. Whoever gives
    /// it up sends back what is left then.
    public func giveUpCharges(
        ofOrder orderID: String, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let all = try movements.list(ofOrder: orderID, in: shop, transaction)
        for charge in all where charge.kind == .payment && charge.state == .failed {
            _ = try takeBack(charge.number, by: actor, in: shop, transaction)
            for refund in all where refund.state == .ordered && refund.tiedTo == charge.number {
                try takeBack(refund: refund, by: actor, in: shop, transaction)
            }
        }
    }

    // MARK: Parts

    /// Sends the refunds that waited for a charge.
    func release(tiedTo charge: Movement, in shop: ShopID, _ transaction: Transaction) throws {
        for refund in try movements.list(tiedTo: charge.number, in: shop, transaction)
        where refund.state == .ordered {
            try jobs.enqueue(PaymentJobs.send, on: refund.number.text, of: shop, in: transaction)
        }
    }

    private func takeBack(
        _ number: Identifier<Movement>, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Movement {
        let movement = try movement(number, in: shop, transaction)
        guard movement.kind == .payment, movement.state == .failed else {
            throw PaymentRefusal.movementNotRetryable(state: movement.state.rawValue)
        }
        try movements.update(movement, to: .undone, fault: movement.fault, in: shop, transaction)
        try post(
            Transfer(
                debit: .sales, credit: .due(order: movement.orderID), amount: movement.amount,
                orderID: movement.orderID, caseID: movement.caseID, movement: number, memo: .takenBack),
            in: shop, transaction)
        try announce("charge.undone", movement, in: shop, by: actor, transaction)
        return try self.movement(number, in: shop, transaction)
    }

    /// What should have gone back to a payment that was never made goes back to those that were.
    private func redirect(
        refundsOf charge: Movement, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let all = try movements.list(ofOrder: charge.orderID, in: shop, transaction)
        let payments = all.filter {
            $0.kind == .payment && $0.state != .failed && $0.state != .undone
        }
        for refund in all where refund.payment == charge.number && refund.state == .ordered {
            try takeBack(refund: refund, by: actor, in: shop, transaction)
            _ = try self.refund(
                RefundOrder(
                    orderID: refund.orderID, caseID: refund.caseID, customerID: refund.customerID,
                    amount: refund.amount, purpose: .sale, destination: .original, payments: payments,
                    tiedTo: nil), by: actor, in: shop, transaction)
        }
    }

    private func chargeAgain(
        _ refund: Movement, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let card = PaymentMethod(
            id: refund.methodID, kind: refund.methodKind, brand: nil, lastFour: nil, balance: nil)
        _ = try charge(
            ChargeOrder(
                orderID: refund.orderID, caseID: nil, customerID: refund.customerID, method: card,
                amount: refund.amount), by: actor, in: shop, transaction)
    }

    /// - Parameter event: as what it is told.
    func takeBack(
        refund: Movement, for purpose: MovementPurpose = .sale, as event: String = "refund.undone",
        by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try movements.update(refund, to: .undone, fault: refund.fault, in: shop, transaction)
        if purpose == .sale {
            try movements.giveBack(refund.amount, ofOrder: refund.orderID, in: shop, transaction)
        }
        try post(
            Transfer(
                debit: .owed(order: refund.orderID), credit: purpose.account, amount: refund.amount,
                orderID: refund.orderID, caseID: refund.caseID, movement: refund.number, memo: .takenBack),
            in: shop, transaction)
        try jobs.cancelTimer(PaymentJobs.late, on: refund.number.text, of: shop, in: transaction)
        try announce(event, refund, in: shop, by: actor, transaction)
    }
}
