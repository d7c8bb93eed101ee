import Base
import Events
import Jobs
import Storage

/// What comes of a movement once it is sent.
extension PaymentDesk {
    /// Notes that a number is about to be sent. Written before the call, so that a crash in between is seen.
    /// - Returns: the movement as it was before, or nil when there is nothing to send any more.
    public func beginSending(
        _ number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Movement? {
        guard let movement = try movements.find(number, in: shop, transaction), !movement.state.isSettled
        else {
            return nil
        }
        if movement.state == .ordered {
            try movements.update(movement, to: .sent, fault: nil, in: shop, transaction)
        }
        return movement
    }

    /// Takes down an answer of the provider; saying the same twice changes nothing.
    /// - Returns: the movement when this answer settled it, for what follows from that.
    public func take(
        _ answer: GatewayAnswer, of number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Movement? {
        let movement = try movement(number, in: shop, transaction)
        guard movement.state != .succeeded, movement.state != .undone else { return nil }
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
}
