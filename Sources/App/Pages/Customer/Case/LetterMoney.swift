import AfterSales
import Base
import Markup
import Orders
import Payments
import Policies
import Web

/// What the customer gets back: what is expected, then what was ordered and where each part stands.
struct LetterMoney: Component {
    let model: CustomerCaseModel
    let reader: Reader

    private var record: Case { model.record }

    var body: HTML {
        if record.state == .fulfilling, model.view.unpaid.isPositive { return unpaid }
        if !movements.isEmpty { return ordered }
        if let difference = record.settledDifference ?? record.priceDifference { return exchange(difference) }
        guard let amount = expected, amount.isPositive else { return "" }
        let label = ExpectedMoney(reader: reader).label(record.kind, record.state)
        let to = DestinationText(reader: reader).words(
            record.refundTo, customer: model.customer, order: model.order)
        let freight = FreightText(reader: reader).words(
            record.kind, record.reason, model.order?.order, model.pack)
        return block(label, amount, reader.sentences(["\(to)\(reader["counter.stop"])", freight ?? ""]))
    }

    /// Nil where no money is on its way: nothing was granted, or the case is over.
    private var expected: Money? {
        switch record.state {
        case .offered, .disputed: model.openOffer?.amount
        case .fulfilling where model.openOffer != nil: model.openOffer?.amount
        case .rejected, .withdrawn, .expired, .refused: nil
        case .reviewing, .awaitingEvidence, .awaitingReturn, .returning, .inspecting, .refunding, .fulfilling,
            .repairing, .refunded, .fulfilled:
            record.agreed ?? record.asked
        }
    }

    private func exchange(_ difference: Money) -> HTML {
        guard !record.state.isClosed else { return "" }
        if difference.isZero { return "<p>\(reader["counter.money.even"])</p>" }
        let key = difference.isPositive ? "counter.money.owed" : "counter.money.back"
        return block(
            reader[key], difference.isPositive ? difference : -difference,
            reader["counter.money.afterInspection"])
    }

    /// What the new goods wait for.
    private var unpaid: HTML {
        let says = model.view.isDifferenceOpen ? "counter.money.unpaid" : "counter.money.collecting"
        let others = movements.filter { $0.state != .failed }
        return """
            \(block(reader["counter.money.owed"], model.view.unpaid, reader[says]))\
            \(if: !others.isEmpty, table(of: others))
            """
    }

    /// What was taken back is none of the customer's concern.
    private var movements: [Movement] { model.view.movements.filter { $0.state != .undone } }

    private var ordered: HTML {
        guard let amount = model.view.refunded else { return table(of: movements) }
        let way =
            model.view.hasRefusedRefund
            ? "refused" : movements.allSatisfy { $0.state == .succeeded } ? "arrived" : "underWay"
        let label = reader.most("counter.money.\(way)", [record.kind.rawValue])
        return "\(block(label, amount, reader["counter.money.\(way).text"]))\(table(of: movements))"
    }

    private func table(of movements: [Movement]) -> HTML {
        let head = ["what", "where", "amount"].map {
            "<th scope=\"col\">\(reader["counter.money.\($0)"])</th>" as HTML
        }
        return """
            <table class="books"><caption class="visually-hidden">\(reader["counter.money.books"])</caption>\
            <thead><tr>\(head)</tr></thead><tbody>\
            \(each: movements, row)</tbody></table>
            """
    }

    private func row(_ movement: Movement) -> HTML {
        let text = MovementText(reader: reader)
        let settled = movement.settledAt.map { " · \(reader.moment($0))" } ?? ""
        return """
            <tr><th scope="row">\(reader.most("movement.kind.\(movement.kind.rawValue)", [record.kind.rawValue]))</th>\
            <td>\(text.way(movement)) · \(text.state(movement))\(settled)</td>\
            <td>\(MoneyText(movement.amount, reader.formatting))</td></tr>
            """
    }

    private func block(_ label: String, _ amount: Money, _ below: String) -> HTML {
        """
        <div class="letter-money"><span class="letter-money-label">\(label)</span>\
        \(MoneyText(amount, reader.formatting, .large))<p>\(below)</p></div>
        """
    }
}
