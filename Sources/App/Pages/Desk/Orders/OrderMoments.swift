import Base
import Localisation
import Markup
import Orders
import Web

/// When an order was placed, paid, shipped and delivered, and its parcels, as rows of a list of facts.
struct OrderMoments: Component {
    let order: Order
    let now: Timestamp
    let call: DeskCall

    var body: HTML {
        let moments: [(String, Timestamp?)] = [
            ("placed", order.placedAt), ("paid", order.paidAt), ("shipped", order.shippedAt),
            ("delivered", order.deliveredAt),
        ]
        let known: [(String, HTML)] = moments.compactMap { name, moment in
            moment.map {
                (call.texts["desk.order.\(name)"], HTML(escaping: call.formatting.moment($0, now: now)))
            }
        }
        return DeskFacts(known + order.shipments.map(parcel)).body
    }

    private func parcel(_ shipment: Shipment) -> (String, HTML) {
        let carrier = shipment.carrier.map(call.words.carrier) ?? ""
        let numbers = shipment.trackingNumbers.joined(separator: ", ")
        return (call.texts["desk.order.parcel"], "<span class=\"number\">\(carrier) \(numbers)</span>")
    }
}
