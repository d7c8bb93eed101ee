import AfterSales
import Base
import Localisation
import Markup
import Web

/// Cases as dense rows; the first link of a row covers it.
struct CaseTable: Component {
    let caption: String
    let rows: [CaseRow]
    let now: Timestamp
    let words: DeskWords

    private var texts: TextTable { words.texts }

    var body: HTML {
        """
        <div class="table-frame"><table class="queue"><caption class="visually-hidden">\(caption)</caption>\
        <thead><tr>\(each: ["what", "left", "state"], { "<th scope=\"col\">\(texts["desk.queue.\($0)"])</th>" })\
        <th scope="col" class="end">\(texts["desk.queue.amount"])</th>\
        \(each: ["who", "number"], { "<th scope=\"col\">\(texts["desk.queue.\($0)"])</th>" })</tr></thead>\
        <tbody>\(each: rows, row)</tbody></table></div>
        """
    }

    private func row(_ row: CaseRow) -> HTML {
        """
        <tr><th scope="row" data-cell="main"><a class="queue-link" href="\(row.place)">\(row.customer)</a> \
        <span class="soft">\(words.kind(row.record.kind)) · \(row.reason)</span>\
        <span class="queue-sub">\(row.goods)</span></th>\
        <td>\(clock(row))</td>\
        <td data-cell="late">\(StatusChip(words.state(row.record.state), row.tone(now: now)))\
        \(if: row.record.isEscalated, " \(StatusChip(texts["desk.escalated"], .bad))")</td>\
        <td class="end">\(if: row.amount.isPositive, MoneyText(row.amount, words.formatting).body)</td>\
        <td class="queue-hide nowrap">\(row.assignee ?? "–")</td>\
        <td class="queue-hide faint number">\(row.record.id.text.suffix(8))</td></tr>
        """
    }

    private func clock(_ row: CaseRow) -> HTML {
        guard let clock = row.clock else {
            return row.record.closedAt.map {
                "<span class=\"soft nowrap\">\(words.formatting.moment($0, now: now))</span>"
            } ?? .empty
        }
        let says = row.isUndecided ? texts["desk.promise.short"] : row.record.deadline.map(words.wait) ?? ""
        return """
            \(Countdown(inline: clock, now: now, words.formatting))\
            <span class="queue-sub queue-hide">\(says)</span>
            """
    }
}
