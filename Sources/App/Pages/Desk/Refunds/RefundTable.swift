import Base
import Localisation
import Markup
import Payments
import Web

/// Movements of money as dense rows, each with the way to its case or order and what a person may do.
struct RefundTable: Component {
    let rows: [RefundRow]
    let now: Timestamp
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="table-frame"><table class="queue"><caption class="visually-hidden">\
        \(texts["desk.refunds.caption"])</caption><thead><tr>\
        <th scope="col">\(texts["desk.refunds.who"])</th>\
        <th scope="col">\(texts["desk.refunds.stateHead"])</th>\
        <th scope="col" class="end">\(texts["desk.money.amount"])</th>\
        <th scope="col">\(texts["desk.refunds.age"])</th>\
        <th scope="col">\(texts["desk.refunds.method"])</th>\
        <th scope="col">\(texts["desk.refunds.note"])</th>\
        <th scope="col">\(texts["desk.refunds.number"])</th><th scope="col">\
        <span class="visually-hidden">\(texts["desk.case.actions"])</span></th></tr></thead>\
        <tbody>\(each: rows, row)</tbody></table></div>
        """
    }

    private func row(_ row: RefundRow) -> HTML {
        let movement = row.movement
        let end = movement.state == .failed ? now : movement.settledAt ?? now
        return """
            <tr><th scope="row" data-cell="main"><a class="queue-link" href="\(place(movement))">\
            \(row.customer)</a></th>\
            <td><span class="chips">\(MovementChip.of(movement, call.words))\
            \(if: movement.isLate && !movement.state.isSettled, StatusChip(texts["desk.refunds.state.late"], .warn).body)\
            </span></td><td class="end">\(MoneyText(movement.amount, call.formatting))</td>\
            <td class="nowrap">\(call.formatting.span(end - movement.orderedAt))</td>\
            <td class="nowrap">\(MovementText(reader: call.reader).way(movement))</td>\
            <td class="soft">\(RefundNote(call: call).says(movement))</td>\
            <td class="queue-hide number nowrap"><a class="faint" href="\(call.place("refunds", movement.number))">\
            \(movement.number.text)</a></td>\
            <td class="end" data-cell="late">\(RefundActions(movement: movement, call: call))</td></tr>
            """
    }

    private func place(_ movement: Movement) -> String {
        movement.caseID.map { "\(call.path)/cases/\(QueryText.encoded($0))" }
            ?? "\(call.path)/orders/\(QueryText.encoded(movement.orderID))"
    }
}
