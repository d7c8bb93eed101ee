import AfterSales
import Assistant
import Base
import Orders
import Payments
import Policies

/// What a customer is told of their order: where the parcel is, and how far the money is; from the records alone.
struct DialogueTelling {
    let shop: DialogueShop
    private var reader: Reader { shop.reader }

    /// Nil where people have to see to it.
    func words(_ wish: Wish) throws -> [String]? {
        guard let view = try shop.order(wish), let dialogue = shop.dialogue(wish) else { return nil }
        switch dialogue.does {
        case .tellParcel: return try parcel(view)
        case .tellRefunds: return try refunds(view)
        case .urge: return try isLate(view.order) ? nil : parcel(view)
        case .cancel, .changeAddress, .openCase, .handOver: return nil
        }
    }

    // MARK: Parcels

    private func parcel(_ view: OrderView) throws -> [String] {
        let order = view.order
        switch order.status {
        case .cancelled: return [sentence("cancelled", order)]
        case .pending, .processed:
            return [
                sentence("waiting", order), view.isHeld ? sentence("held", order) : nil,
                try due("lateShipping", "ship", order),
            ].compactMap(\.self)
        case .shipped:
            return [sentence("shipped", order, order.shippedAt)] + parcels(order)
                + [try due("lateDelivery", "arrive", order)].compactMap(\.self)
        case .delivered: return [sentence("delivered", order, order.deliveredAt)] + parcels(order)
        }
    }

    private func sentence(_ name: String, _ order: Order, _ moment: Timestamp? = nil) -> String {
        reader[
            "dialogue.parcel.\(name)\(moment == nil ? "" : "At")",
            ["order": order.id.text, "moment": moment.map(reader.moment) ?? ""]]
    }

    private func parcels(_ order: Order) -> [String] {
        order.shipments.flatMap { shipment in
            shipment.trackingNumbers.map { number in
                let carrier = shipment.carrier.map(CarrierWords(reader: reader).name)
                return reader[
                    "dialogue.parcel.number",
                    ["carrier": carrier ?? reader["dialogue.parcel.carrier"], "number": number]]
            }
        }
    }

    /// By when the policy's promise says it, or said it.
    private func due(_ cause: String, _ name: String, _ order: Order) throws -> String? {
        try promised(cause, order).map { moment in
            reader[
                "dialogue.parcel.\(name)\(moment < reader.now ? "Late" : "By")",
                ["moment": reader.moment(moment)]]
        }
    }

    private func promised(_ cause: String, _ order: Order) throws -> Timestamp? {
        guard let promised = try shop.pack().compensation(for: cause)?.promised,
            let start = order.moment(promised.from)
        else { return nil }
        return start + promised.within
    }

    /// Not sent, and its time is over.
    private func isLate(_ order: Order) throws -> Bool {
        guard order.status == .pending || order.status == .processed else { return false }
        return try promised("lateShipping", order).map { $0 < reader.now } ?? true
    }

    // MARK: Money

    private func refunds(_ view: OrderView) throws -> [String] {
        let text = MovementText(reader: reader)
        let money = view.movements.filter { $0.kind == .refund && $0.state != .undone }.map { movement in
            reader[
                "dialogue.refund.money",
                [
                    "amount": reader.money(movement.amount), "method": text.way(movement),
                    "state": reader.inside(text.state(movement)),
                ]]
        }
        let cases = try shop.cases(of: view.order).filter { !$0.state.isClosed }.map { record in
            reader[
                "dialogue.refund.case",
                [
                    "kind": reader["kind.\(record.kind.rawValue)"], "case": record.id.text,
                    "state": reader.inside(reader["state.customer.\(record.state.rawValue)"]),
                    "next": reader.most("counter.letter.next", [record.state.rawValue]),
                ]]
        }
        let all = cases + money
        let order = ["order": view.order.id.text]
        return all.isEmpty
            ? [reader["dialogue.refund.none", order]] : [reader["dialogue.refund.of", order]] + all
    }
}
