/// Which parts of a text are what somebody typed, so that a page can mark them.
public struct Highlight: Sendable {
    /// A piece of a text as it was written.
    public struct Part: Sendable, Hashable {
        public let text: String
        public let isHit: Bool
    }

    private let grams: Set<UInt64>

    public init(_ typed: String) { grams = Set(SearchGrams.asked(by: NormalText(typed))) }

    /// The whole text, cut where what was typed begins and ends.
    public func parts(of text: String) -> [Part] {
        let scalars = Array(text.unicodeScalars)
        let hits = hits(in: NormalText(text), count: scalars.count)
        return parts(scalars[...], hits)
    }

    /// So many characters of a text around the first that was typed; `…` stands for what is left out.
    public func excerpt(of text: String, upTo most: Int) -> [Part] {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count > most else { return parts(of: text) }
        let hits = hits(in: NormalText(text), count: scalars.count)
        let first = hits.firstIndex(of: true) ?? 0
        let start = min(max(0, first - most / 4), scalars.count - most)
        let shown = start..<(start + most)
        let dots = Part(text: "…", isHit: false)
        return (start > 0 ? [dots] : []) + parts(scalars[shown], hits)
            + (shown.upperBound < scalars.count ? [dots] : [])
    }

    private func parts(_ scalars: ArraySlice<Unicode.Scalar>, _ hits: [Bool]) -> [Part] {
        var parts: [Part] = []
        var start = scalars.startIndex
        for place in scalars.indices {
            let next = place + 1
            guard next == scalars.endIndex || hits[next] != hits[place] else { continue }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[start..<next])
            parts.append(Part(text: String(view), isHit: hits[place]))
            start = next
        }
        return parts
    }

    /// For each scalar of the original whether it was typed.
    private func hits(in text: NormalText, count: Int) -> [Bool] {
        var hits = [Bool](repeating: false, count: count)
        func mark(_ range: Range<Int>) { for place in text.original(range) { hits[place] = true } }
        for run in SearchGrams.runs(of: text.scalars) {
            switch run {
            case .han(let range):
                for place in range {
                    if grams.contains(UInt64(text.scalars[place])) { mark(place..<(place + 1)) }
                    if place > range.lowerBound, grams.contains(SearchGrams.pair(text.scalars, place - 1)) {
                        mark((place - 1)..<(place + 1))
                    }
                }
            case .word(let range):
                for length in (1...range.count).reversed() {
                    let part = range.lowerBound..<(range.lowerBound + length)
                    guard grams.contains(SearchGrams.beginning(text.scalars, part)) else { continue }
                    mark(part)
                    break
                }
            }
        }
        return hits
    }
}
