import AfterSales
import Base
import Localisation
import Markup
import Web

/// The five-minute promise: today, by day, and what waits for a decision now.
struct PromisePage: Component {
    let model: PromiseModel
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="page page-wide"><header class="page-head"><div><h1>\(texts["desk.promise.title"])</h1>\
        <p>\(texts["desk.promise.text"])</p></div></header>\
        \(PromiseStrip(
            promise: model.today, now: model.now, path: call.path, texts: texts, formatting: call.formatting))\
        <div class="split">\
        \(PromiseFigure(days: model.days, now: model.now, path: "\(call.path)/promise", words: call.words))\
        \(urgent)</div>\(tabs)\(list)</div>
        """
    }

    private var urgent: HTML {
        """
        <section class="card"><div class="card-head"><h2>\(texts["desk.promise.urgent"])</h2></div>\
        \(if: model.urgent.isEmpty, "<p class=\"soft\">\(texts["desk.promise.empty.waiting"])</p>")\
        <ol class="rules">\(each: model.urgent, row)</ol></section>
        """
    }

    private func row(_ row: CaseRow) -> HTML {
        """
        <li class="rule"><p class="row"><a class="strong" href="\(row.place)">\(row.customer)</a>\
        <span class="push small">\
        \(row.clock.map { Countdown(inline: $0, now: model.now, call.formatting) })</span></p>\
        <p class="small soft">\(call.words.kind(row.record.kind)) · \(row.reason)</p></li>
        """
    }

    private var tabs: Tabs {
        let day = call.formatting.date(of: model.day.start)
        return Tabs(
            texts["desk.promise.rows"],
            PromiseModel.Show.allCases.map { show in
                let place = QueryText.address(
                    "\(call.path)/promise", ["show": show.rawValue, "day": show == .waiting ? nil : day])
                return Link(title(show), to: place, isCurrent: show == model.show, count: count(show))
            })
    }

    private func title(_ show: PromiseModel.Show) -> String {
        texts[
            "desk.promise.show.\(show.rawValue)",
            ["day": call.formatting.day(model.day.start, now: model.now)]]
    }

    private func count(_ show: PromiseModel.Show) -> Int {
        switch show {
        case .waiting: model.today.undecided.count
        case .kept: model.day.kept
        case .broken: model.day.broken
        }
    }

    private var list: HTML {
        guard !model.rows.isEmpty else {
            let name = model.show.rawValue
            return """
                <div class="table-frame">\(EmptyState(
                    texts["desk.promise.empty.\(name)"], texts["desk.promise.emptyText.\(name)"]))</div>
                """
        }
        return CaseTable(caption: title(model.show), rows: model.rows, now: model.now, words: call.words).body
    }
}
