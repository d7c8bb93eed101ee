import Base
import Localisation
import Markup
import Web

/// Kept and broken by day as bars, with the same figures as a table; every bar leads to its rows.
struct PromiseFigure: Component {
    let days: [PromiseDay]
    let now: Timestamp
    let path: String
    let words: DeskWords

    private var texts: TextTable { words.texts }

    var body: HTML {
        """
        <figure class="figure card"><figcaption>\(texts["desk.promise.byDay"])<ul class="legend">\
        <li data-fill="good">\(texts["desk.promise.kept"])</li>\
        <li data-fill="bad">\(texts["desk.promise.broken"])</li></ul></figcaption>\
        <svg viewBox="0 0 640 240" role="group" aria-label="\(texts["desk.promise.figure"])">\
        \(axes)\(each: days.enumerated(), bar)</svg>\
        <details class="disclosure" id="promise-table"><summary>\(texts["desk.promise.numbers"])</summary>\
        <div class="disclosure-body">\(table)</div></details></figure>
        """
    }

    // The figure stands on y 200 and is 160 high; days are 600 wide from x 40.
    private static let (floor, height, left, width) = (200, 160, 40, 600)

    private var top: Int { PromiseScale.top(over: days.map { $0.kept + $0.broken }.max() ?? 0) }

    private var axes: HTML {
        let lines: [HTML] = [0, 1, 2, 3, 4].map { part in
            let y = Self.floor - Self.height * part / 4
            return """
                <line class="axis" x1="\(Self.left)" x2="640" y1="\(y)" y2="\(y)"/>\
                <text x="32" y="\(y + 4)" text-anchor="end">\(top * part / 4)</text>
                """
        }
        return HTML(joining: lines)
    }

    private func bar(_ place: Int, _ day: PromiseDay) -> HTML {
        let slot = Self.width / max(1, days.count)
        let x = Self.left + slot * place + (slot - 44) / 2
        let good = length(day.kept)
        let bad = length(day.broken)
        let middle = x + 22
        return """
            \(if: day.kept > 0, rect("good", day, day.kept, x, Self.floor - good, good))\
            \(if: day.broken > 0, rect("bad", day, day.broken, x, Self.floor - good - bad, bad))\
            \(if: day.broken > 0, number(day.broken, x: middle, y: Self.floor - good - bad - 6))\
            <text x="\(middle)" y="226" text-anchor="middle">\(words.formatting.day(day.start, now: now))\
            </text>
            """
    }

    private func number(_ count: Int, x: Int, y: Int) -> HTML {
        "<text class=\"text-bad\" x=\"\(x)\" y=\"\(y)\" text-anchor=\"middle\">\(count)</text>"
    }

    /// Never so short that it cannot be seen.
    private func length(_ count: Int) -> Int { count == 0 ? 0 : max(4, count * Self.height / top) }

    private func rect(
        _ fill: String, _ day: PromiseDay, _ count: Int, _ x: Int, _ y: Int, _ height: Int
    ) -> HTML {
        let title = "\(words.formatting.day(day.start, now: now)) \(count)"
        return """
            <a href="\(link(day, fill == "good" ? .kept : .broken))" aria-label="\(title)">\
            <rect class="fill-\(fill)" x="\(x)" y="\(y)" \
            width="44" height="\(height)"><title>\(title)</title></rect></a>
            """
    }

    private func link(_ day: PromiseDay, _ show: PromiseModel.Show) -> String {
        QueryText.address(path, ["show": show.rawValue, "day": words.formatting.date(of: day.start)])
    }

    private var table: HTML {
        """
        <table class="books"><thead><tr><th scope="col">\(texts["desk.promise.day"])</th>\
        <th scope="col">\(texts["desk.promise.kept"])</th><th scope="col">\(texts["desk.promise.broken"])\
        </th></tr>\
        </thead><tbody>\(each: days.reversed(), row)</tbody></table>
        """
    }

    private func row(_ day: PromiseDay) -> HTML {
        """
        <tr><th scope="row">\(words.formatting.day(day.start, now: now))</th>\
        <td><a href="\(link(day, .kept))">\(day.kept)</a></td>\
        <td><a href="\(link(day, .broken))">\(day.broken)</a></td></tr>
        """
    }
}
