import Base
import Markup
import Orders
import Web

/// The parcels of an order, newest first.
struct CustomerOrderShipments: Component {
    let order: Order
    let reader: Reader

    var body: HTML {
        let entries = order.shipments.flatMap(entries).sorted { $0.0 > $1.0 }.map(\.1)
        if entries.isEmpty { return "" }
        return """
            <section class="card"><h2>\(reader["counter.order.shipments"])</h2>\(Timeline(entries))</section>
            """
    }

    private func entries(_ shipment: Shipment) -> [(Timestamp, Timeline.Entry)] {
        let carrier = shipment.carrier.map(CarrierWords(reader: reader).name)
        let parcel = ([carrier] + shipment.trackingNumbers.map { $0 }).compactMap { $0 }.joined(
            separator: " ")
        return [("delivered", shipment.deliveredAt), ("shipped", shipment.shippedAt)].compactMap {
            word, moment in
            moment.map {
                (
                    $0,
                    Timeline.Entry(
                        reader["counter.order.\(word)"], note: parcel, at: $0, time: reader.moment($0))
                )
            }
        }
    }
}
