import AfterSales
import Base
import Localisation
import Markup
import Web

/// The promise above the queue: kept, about to break, broken. Every figure leads to its rows.
struct PromiseStrip: Component {
    let promise: PromiseToday
    let now: Timestamp
    let path: String
    let texts: TextTable
    let formatting: Formatting

    var body: HTML {
        """
        <section class="strip strip-line" aria-label="\(texts["desk.promise.title"])">\
        <a class="strip-cell strip-lead" href="\(path)/promise?show=kept">\
        <span class="strip-label">\(texts["desk.promise.keptToday"])</span><span class="strip-number">\
        \(promise.share ?? "–")<small>\(formatting.number(promise.kept)) / \
        \(formatting.number(promise.kept + promise.broken))</small></span></a>\
        <a class="strip-cell" href="\(path)/promise?show=waiting"\
        \(attribute: "data-tone", promise.pressing.isEmpty ? nil : "warn")>\
        <span class="strip-label">\(texts["desk.promise.waiting"])</span>\
        <span class="strip-number">\(promise.pressing.count)</span>\
        \(nearest.map { "<span class=\"strip-note\">\($0)</span>" as HTML })</a>\
        <a class="strip-cell" href="\(path)/promise?show=broken"\
        \(attribute: "data-tone", promise.broken == 0 ? nil : "bad")>\
        <span class="strip-label">\(texts["desk.promise.broken"])</span>\
        <span class="strip-number">\(promise.broken)</span></a></section>
        """
    }

    private var nearest: String? {
        promise.waiting.first.map {
            texts["desk.promise.nearest", ["left": formatting.span($0.promiseDue - now)]]
        }
    }
}
