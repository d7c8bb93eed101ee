import AfterSales
import Base
import Customers
import Orders
import Payments
import Policies
import Storage
import Web

/// What the steps of an application show: the order, and what of it is still free.
struct ApplyModel: Sendable {
    let order: OpenOrder
    /// Units of each line that no case holds yet.
    let free: [Identifier<OrderLine>: Int]
    let now: Timestamp

    init(_ order: OpenOrder) {
        var free = Dictionary(uniqueKeysWithValues: order.order.lines.map { ($0.id, $0.quantity) })
        for record in order.cases {
            for line in record.lines {
                free[line.lineID, default: 0] -= record.held(of: line, asking: .returnRefund)
            }
        }
        for (line, units) in order.stranded { free[line, default: 0] -= units }
        self.order = order
        self.free = free
        now = order.now
    }

    /// Open cases about any of these lines.
    func openCases(about lines: [Identifier<OrderLine>]) -> [Case] {
        order.cases.filter { record in
            !record.state.isClosed && record.lines.contains { lines.contains($0.lineID) }
        }
    }

    func line(_ goods: ApplicationDraft.Goods) -> OrderLine? { order.order.line(goods.line) }

    /// Where the money can go, when there is more than one way.
    func destinations(for allowed: Set<RefundPolicy.Destination>) -> [PaymentMethod] {
        let paid = order.view.paid.map(\.methodID)
        return (order.customer?.methods ?? []).filter { method in
            allowed.contains { destination in
                switch destination {
                case .anyMethod: true
                case .giftCard: method.kind.isOurs
                case .firstPayment: paid.first == method.id
                case .original: false
                }
            }
        }
    }
}
