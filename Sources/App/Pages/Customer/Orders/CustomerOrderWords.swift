import Base
import Customers
import Orders
import Payments
import Policies
import Web

/// An order in words: when it was placed, where it stands, what it cost.
struct CustomerOrderWords {
    let reader: Reader

    /// By its day, as people remember orders; by its number where the day is not known.
    func title(_ order: Order) -> String {
        guard let placedAt = order.placedAt else {
            return reader["counter.order.number", ["order": order.id.text]]
        }
        return reader["counter.order.placed", ["day": reader.day(placedAt)]]
    }

    func chip(_ order: Order) -> StatusChip {
        StatusChip(reader["orderStatus.\(order.status.rawValue)"], order.status == .delivered ? .good : nil)
    }

    /// What was paid; before anything is, what the lines and the freight come to.
    static func total(_ view: OrderView) -> Money {
        let paid = view.paid.reduce(Money.zero(view.order.freight.currency)) { $0 + $1.amount }
        guard view.paid.isEmpty else { return paid }
        return view.order.lines.reduce(view.order.freight) { $0 + $1.paid }
    }
}

/// How a customer is greeted by name.
struct Salutation {
    let reader: Reader

    func words(_ customer: Customer) -> String {
        let names = ["given": customer.givenName, "family": customer.familyName]
        if customer.givenName.isEmpty && customer.familyName.isEmpty {
            return reader["counter.greeting.nameless"]
        }
        return reader[isHan(customer) ? "counter.greeting.han" : "counter.greeting", names]
    }

    /// Chinese names stand family first, also in an English sentence.
    private func isHan(_ customer: Customer) -> Bool {
        (customer.familyName + customer.givenName).unicodeScalars.allSatisfy {
            (0x3400...0x9FFF).contains($0.value)
        }
    }
}
