import Base
import Customers

/// Divides a refund over the payments that it came from.
public enum RefundSplit {
    /// One payment of an order and what of it has gone back already.
    public struct Source: Sendable, Hashable {
        public let methodID: Identifier<PaymentMethod>
        public let methodKind: MethodKind
        public let paid: Money
        public let refunded: Money

        public init(
            methodID: Identifier<PaymentMethod>, methodKind: MethodKind, paid: Money, refunded: Money
        ) {
            self.methodID = methodID
            self.methodKind = methodKind
            self.paid = paid
            self.refunded = refunded
        }

        public var left: Money { paid - refunded }
    }

    public struct Part: Sendable, Hashable {
        public let methodID: Identifier<PaymentMethod>
        public let methodKind: MethodKind
        public let amount: Money
    }

    /// The parts sum to the amount and none exceeds what its payment has left; in proportion to what is left.
    /// - Returns: nil when the payments do not hold that much.
    public static func split(_ amount: Money, over sources: [Source]) -> [Part]? {
        let open = sources.filter { $0.left.isPositive }
        let total = open.reduce(Money.zero(amount.currency)) { $0 + $1.left }
        guard amount <= total else { return nil }
        guard amount.isPositive else { return [] }
        return zip(open, amount.split(by: open.map(\.left.amount)))
            .map { Part(methodID: $0.methodID, methodKind: $0.methodKind, amount: $1) }
            .filter { $0.amount.isPositive }
    }
}
