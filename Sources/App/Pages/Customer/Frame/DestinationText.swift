import Base
import Customers
import Orders
import Payments
import Policies

/// Where money goes, in words.
struct DestinationText {
    let reader: Reader

    /// - Parameter method: nil: back over the payments it came from.
    func words(
        _ method: Identifier<PaymentMethod>?, customer: Customer?, order: OrderView?
    ) -> String {
        let text = MovementText(reader: reader)
        if let method {
            if let known = customer?.method(method) {
                return reader["counter.money.to", ["method": text.method(known)]]
            }
            if let paid = order?.paid.first(where: { $0.methodID == method }) {
                return reader["counter.money.to", ["method": text.method(paid.methodKind)]]
            }
        }
        let kinds = (order?.paid.map(\.methodKind) ?? []).reduce(into: [MethodKind]()) { kinds, kind in
            if !kinds.contains(kind) { kinds.append(kind) }
        }
        if kinds.isEmpty { return reader["counter.money.original"] }
        return reader["counter.money.originalTo", ["methods": reader.all(kinds.map { text.method($0) })]]
    }

    func words(_ method: Identifier<PaymentMethod>?, _ model: ApplyModel) -> String {
        words(method, customer: model.order.customer, order: model.order.view)
    }
}

/// Who pays for sending goods back, and how much.
struct FreightText {
    let reader: Reader

    /// - Returns: nil where nothing is sent back.
    func words(_ kind: CaseKind, _ reason: String, _ order: Order?, _ pack: PolicyPack) -> String? {
        guard kind.returnsGoods, let payer = pack.reason(reason)?.returnFreight else { return nil }
        guard payer == .merchant else { return reader["publicPolicy.freight.buyer"] }
        return reader["counter.freight.cap", ["amount": reader.money(cap(order, pack))]]
    }

    func cap(_ order: Order?, _ pack: PolicyPack) -> Money {
        let region = order?.address.region ?? ""
        let isRemote = pack.freight.remoteRegions.contains { region.contains($0) }
        return Money(isRemote ? pack.freight.remoteCap : pack.freight.returnCap, reader.currency)
    }
}
