import AfterSales
import Base
import Localisation
import Markup
import Web

/// Cases as dense rows, a line each: who, what, how long. The first link of a row covers it.
struct CaseTable: Component {
    let caption: String
    let rows: [CaseRow]
    let now: Timestamp
    let words: DeskWords
    /// Whether rows can be picked, for the form `BulkAssignment` holds.
    var picks = false

    private var texts: TextTable { words.texts }

    var body: HTML {
        """
        <div class="table-frame"><table class="queue"><caption class="visually-hidden">\(caption)</caption>\
        <thead><tr>\(if: picks, "<th scope=\"col\" class=\"pick\"><span class=\"visually-hidden\">\(texts["desk.bulk.pick"])</span></th>")\
        <th scope="col">\(texts["desk.queue.what"])</th>\
        <th scope="col" class="queue-hide">\(texts["desk.queue.goods"])</th>\
        \(each: ["state", "left"], { "<th scope=\"col\">\(texts["desk.queue.\($0)"])</th>" })\
        <th scope="col" class="end">\(texts["desk.queue.amount"])</th>\
        <th scope="col">\(texts["desk.queue.who"])</th></tr></thead>\
        <tbody>\(each: rows, row)</tbody></table></div>
        """
    }

    private func row(_ row: CaseRow) -> HTML {
        """
        <tr id="row-\(row.record.id.text)">\(if: picks, pick(row))<th scope="row" data-cell="main">\
        <a class="queue-link" href="\(row.place)">\(row.customer)</a> \
        <span class="soft">\(words.kind(row.record.kind)) · \(row.reason)</span></th>\
        <td class="queue-hide soft"><span class="clip queue-goods">\(row.goods)</span></td>\
        <td data-cell="late"><span class="chips">\
        \(StatusChip(words.state(row.record.state), row.tone(now: now)))\
        \(if: row.record.isEscalated, StatusChip(texts["desk.escalated"], .bad).body)\
        \(row.goodsBack.map(goodsBack))</span></td>\
        <td class="nowrap">\(clock(row))</td>\
        <td class="end">\(if: row.amount.isPositive, MoneyText(row.amount, words.formatting).body)</td>\
        <td class="queue-hide nowrap soft">\(row.assignee ?? "–")</td></tr>
        """
    }

    private func pick(_ row: CaseRow) -> HTML {
        """
        <td class="pick"><input type="checkbox" name="case" form="\(BulkAssignment.form)" value="\(row.record.id.text)" \
        aria-label="\(texts["desk.bulk.pickOne", ["who": row.customer]])"></td>
        """
    }

    private func goodsBack(_ owed: GoodsBack) -> StatusChip {
        owed.isLate
            ? StatusChip(texts["desk.queue.goodsBack.late"], .bad)
            : StatusChip(texts["desk.case.goodsBack"], .warn)
    }

    private func clock(_ row: CaseRow) -> HTML {
        guard let clock = row.clock else {
            return row.record.closedAt.map {
                "<span class=\"soft\">\(words.formatting.moment($0, now: now))</span>"
            } ?? .empty
        }
        return Countdown(inline: clock, now: now, words.formatting).body
    }
}
