import Base
import Customers
import Jobs
import Storage

/// What the provider says.
extension PaymentDesk {
    /// Notes that a number is about to be sent. Written before the call, so that a crash in between is seen.
    /// - Returns: what is sent, with the movement as it was before, or nil when there is nothing to send any more.
    public func beginSending(
        _ number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws -> GatewayOrder? {
        guard let movement = try movements.find(number, in: shop, transaction), !movement.state.isSettled
        else {
            return nil
        }
        if movement.state == .ordered {
            try movements.update(movement, to: .sent, fault: nil, in: shop, transaction)
        }
        return try gatewayOrder(movement, in: shop, transaction)
    }

    /// The movement with the payment that it goes back to, as its provider is asked for it.
    func gatewayOrder(
        _ movement: Movement, in shop: ShopID, _ transaction: Transaction
    ) throws -> GatewayOrder {
        let payment = try movement.payment.flatMap { try movements.find($0, in: shop, transaction) }
        return GatewayOrder(shop: shop, movement: movement, payment: payment)
    }

    /// What somebody says of a payment made by hand that failed.
    /// - Throws: `movementUnknown`; `reasonNamesPerson` where the reason gives away whom it is about.
    public func refusedByHand(
        _ reason: String, of number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws -> GatewayAnswer {
        let movement = try movement(number, in: shop, transaction)
        try customers.customer(movement.customerID, in: shop, transaction).requireUnnamed(in: reason)
        return .refused(reason: reason)
    }

    /// Takes down an answer of the provider; saying the same twice changes nothing. A charge that succeeds after it was
    /// taken back is booked, and goes back under a number of its own.
    /// - Returns: the movement when this answer settled it, for what follows from that.
    public func take(
        _ answer: GatewayAnswer, of number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Movement? {
        let movement = try movement(number, in: shop, transaction)
        guard movement.state != .undone else {
            guard answer == .succeeded else { return nil }
            switch movement.kind {
            case .payment: try takeLate(movement, in: shop, transaction)
            case .refund: try notePaidTwice(movement, in: shop, transaction)
            }
            return nil
        }
        guard movement.state != .succeeded else {
            if answer == .succeeded, movement.handReference != nil {
                try notePaidTwice(movement, in: shop, transaction)
            }
            return nil
        }
        switch answer {
        case .succeeded: return try settle(movement, in: shop, transaction)
        case .refused(let reason):
            guard movement.state != .failed else { return nil }
            try movements.update(movement, to: .failed, fault: reason, in: shop, transaction)
            try announce("\(word(movement)).failed", movement, in: shop, by: Actor(.provider), transaction)
            return try self.movement(number, in: shop, transaction)
        case .lost:
            guard movement.state == .sent else { return nil }
            try movements.update(movement, to: .unknown, fault: nil, in: shop, transaction)
            try announce("\(word(movement)).unknown", movement, in: shop, by: .system, transaction)
            return nil
        case .accepted:
            if movement.state == .unknown {
                try movements.update(movement, to: .sent, fault: nil, in: shop, transaction)
            }
            return nil
        case .neverSeen: return nil
        }
    }

    /// The time a movement should have taken is over: it shows as late, and the next look is set.
    /// - Returns: nil when it has settled in the meantime.
    public func markLate(
        _ number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Movement? {
        guard let movement = try movements.find(number, in: shop, transaction), !movement.state.isSettled
        else {
            return nil
        }
        let next = transaction.now + settings.lateAfter
        try movements.markLate(number, next: next, in: shop, transaction)
        try jobs.setTimer(PaymentJobs.late, on: number.text, of: shop, due: next, in: transaction)
        try announce("\(word(movement)).late", movement, in: shop, by: .system, transaction)
        return movement
    }

    // MARK: Parts

    func settle(_ movement: Movement, in shop: ShopID, _ transaction: Transaction) throws -> Movement {
        let isOurs = movement.methodKind.isOurs
        let signed = movement.kind == .refund ? movement.amount : -movement.amount
        if isOurs, !signed.isZero {
            try customers.move(
                signed, onto: movement.methodID, of: movement.customerID, in: shop, transaction)
        }
        try movements.update(movement, to: .succeeded, fault: nil, in: shop, transaction)
        let pocket: Account =
            isOurs
            ? .card(customer: movement.customerID, method: movement.methodID) : .provider(movement.methodKind)
        if movement.amount.isPositive {
            let isRefund = movement.kind == .refund
            try post(
                Transfer(
                    debit: isRefund ? .owed(order: movement.orderID) : pocket,
                    credit: isRefund ? pocket : .due(order: movement.orderID), amount: movement.amount,
                    orderID: movement.orderID, caseID: movement.caseID, movement: movement.number,
                    memo: isRefund ? .paidOut : .collected), in: shop, transaction)
        }
        if !isOurs {
            try jobs.cancelTimer(PaymentJobs.late, on: movement.number.text, of: shop, in: transaction)
        }
        try announce("\(word(movement)).confirmed", movement, in: shop, by: Actor(.provider), transaction)
        if movement.kind == .payment { try release(tiedTo: movement, in: shop, transaction) }
        return try self.movement(movement.number, in: shop, transaction)
    }

    /// The money came in after all, for a charge that nobody wants any more: it is booked as what it is, and sent back.
    private func takeLate(_ charge: Movement, in shop: ShopID, _ transaction: Transaction) throws {
        try post(
            Transfer(
                debit: .due(order: charge.orderID), credit: .sales, amount: charge.amount,
                orderID: charge.orderID, caseID: charge.caseID, movement: charge.number, memo: .charged),
            in: shop, transaction)
        let collected = try settle(charge, in: shop, transaction)
        try announce("charge.cameLate", collected, in: shop, by: Actor(.provider), transaction)
        try sendBack(charge, by: .system, in: shop, transaction)
    }

    /// What a charge has brought in goes back the way it came.
    public func sendBack(
        _ charge: Movement, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let method = PaymentMethod(
            id: charge.methodID, kind: charge.methodKind, brand: nil, lastFour: nil, balance: nil)
        let payments = try movements.list(ofOrder: charge.orderID, in: shop, transaction).filter {
            $0.kind == .payment && $0.state != .failed && $0.state != .undone
        }
        _ = try refund(
            RefundOrder(
                orderID: charge.orderID, caseID: charge.caseID, customerID: charge.customerID,
                amount: charge.amount, purpose: .sale, destination: .method(method), payments: payments,
                returns: charge.number), by: actor, in: shop, transaction)
    }
}
