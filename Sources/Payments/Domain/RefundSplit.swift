import Base
import Customers

/// Divides a refund over the payments that it came from: each part goes back to one payment, as providers ask for.
public enum RefundSplit {
    /// One payment of an order and what of it has gone back already.
    public struct Source: Sendable, Hashable {
        public let payment: Identifier<Movement>
        public let methodID: Identifier<PaymentMethod>
        public let methodKind: MethodKind
        public let paid: Money
        public let refunded: Money

        public init(
            payment: Identifier<Movement>, methodID: Identifier<PaymentMethod>, methodKind: MethodKind,
            paid: Money, refunded: Money
        ) {
            self.payment = payment
            self.methodID = methodID
            self.methodKind = methodKind
            self.paid = paid
            self.refunded = refunded
        }

        public var left: Money { paid - refunded }
    }

    /// A refund that was made or is under way.
    public struct Earlier: Sendable, Hashable {
        /// The payment that it went back to, where that is known.
        public let payment: Identifier<Movement>?
        public let methodID: Identifier<PaymentMethod>
        public let amount: Int64

        public init(
            payment: Identifier<Movement>?, methodID: Identifier<PaymentMethod>, amount: Int64
        ) {
            self.payment = payment
            self.methodID = methodID
            self.amount = amount
        }
    }

    public struct Part: Sendable, Hashable {
        /// The payment that it goes back to; nil: it is no part of one.
        public let payment: Identifier<Movement>?
        public let methodID: Identifier<PaymentMethod>
        public let methodKind: MethodKind
        public let amount: Money
    }

    /// What each payment has left. Refunds that name no payment of the order count for the payments of their method,
    /// the earliest first.
    public static func sources(of payments: [Movement], after earlier: [Earlier]) -> [Source] {
        var named: [Identifier<Movement>: Int64] = [:]
        var unnamed: [Identifier<PaymentMethod>: Int64] = [:]
        for refund in earlier {
            let payment = payments.first { $0.number == refund.payment && $0.methodID == refund.methodID }
            if let payment {
                named[payment.number, default: 0] += refund.amount
            } else {
                unnamed[refund.methodID, default: 0] += refund.amount
            }
        }
        return payments.map { payment in
            let own = min(named[payment.number, default: 0], payment.amount.amount)
            let more = min(unnamed[payment.methodID, default: 0], payment.amount.amount - own)
            unnamed[payment.methodID, default: 0] -= more
            return Source(
                payment: payment.number, methodID: payment.methodID, methodKind: payment.methodKind,
                paid: payment.amount, refunded: Money(own + more, payment.amount.currency))
        }
    }

    /// The parts sum to the amount and none exceeds what its payment has left; in proportion to what is left.
    /// - Returns: nil when the payments do not hold that much.
    public static func split(_ amount: Money, over sources: [Source]) -> [Part]? {
        let open = sources.filter { $0.left.isPositive }
        let total = open.reduce(Money.zero(amount.currency)) { $0 + $1.left }
        guard amount <= total else { return nil }
        guard amount.isPositive else { return [] }
        return zip(open, amount.split(by: open.map(\.left.amount)))
            .map {
                Part(
                    payment: $0.payment, methodID: $0.methodID, methodKind: $0.methodKind, amount: $1)
            }
            .filter { $0.amount.isPositive }
    }
}
