import AfterSales
import Base
import Localisation
import Markup
import Web

/// Complaints as dense rows.
struct ComplaintTable: Component {
    let rows: [ComplaintRow]
    let now: Timestamp
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="table-frame"><table class="queue"><thead><tr>\
        \(each: ["who", "left", "state", "owner"], { "<th scope=\"col\">\(texts["desk.complaints.\($0)"])</th>" })\
        </tr></thead><tbody>\(each: rows, row)</tbody></table></div>
        """
    }

    private func row(_ row: ComplaintRow) -> HTML {
        let complaint = row.complaint
        return """
            <tr><th scope="row" data-cell="main">\
            <a class="queue-link" href="\(call.place("complaints", complaint.id))">\
            \(row.customer)</a> <span class="soft">\(call.words.complaint(complaint.cause))</span>\
            <span class="queue-sub">\(complaint.words.prefix(80))</span></th>\
            <td>\(row.clock(now: now).map { Countdown(inline: $0, now: now, call.formatting) })</td>\
            <td data-cell="late">\
            \(StatusChip(call.words.complaint(complaint.state), row.tone))\
            \(if: complaint.isLate && !row.isOver, " \(StatusChip(texts["desk.complaints.late"], .bad))")\
            </td>\
            <td class="queue-hide">\(row.owner ?? "–")</td></tr>
            """
    }
}
