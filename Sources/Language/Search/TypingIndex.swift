import Foundation

/// Texts that are found while somebody types, in Chinese and English, and that come and go one by one.
///
/// It holds for each character, pair and beginning of a word which texts have it, not the texts themselves: a text of a
/// hundred characters takes about a kilobyte.
public struct TypingIndex<ID: Hashable & Sendable>: Sendable {
    /// A text that was found, and the share of what is asked that it has, 0 to 1, what is rare counting more.
    public struct Match: Sendable {
        public let id: ID
        public let score: Float
    }

    /// What stands only in the body of a text counts so much of what stands in one of its titles.
    private static var bodyShare: Float { 0.4 }
    /// A text with less of what is asked is not what is looked for.
    private static var leastShare: Float { 0.3 }

    /// Nil where a text was taken away.
    private var texts: [ID?] = []
    private var places: [ID: Int] = [:]
    /// Twice the place of each text that has the gram, and one more where it has it in its body alone.
    private var postings: [UInt64: [UInt32]] = [:]

    public init() {}

    public var count: Int { places.count }

    /// Puts a text in, in the place of what it was before.
    public mutating func put(_ id: ID, titles: [String], body: String) {
        remove(id)
        let place = texts.count
        texts.append(id)
        places[id] = place
        var seen: Set<UInt64> = []
        for title in titles { seen.formUnion(SearchGrams.all(of: NormalText(title))) }
        for gram in seen { postings[gram, default: []].append(UInt32(place) << 1) }
        for gram in SearchGrams.all(of: NormalText(body)) where !seen.contains(gram) {
            postings[gram, default: []].append(UInt32(place) << 1 | 1)
        }
    }

    public mutating func remove(_ id: ID) {
        guard let place = places.removeValue(forKey: id) else { return }
        texts[place] = nil
        if texts.count > 2 * places.count + 1_000 { tidy() }
    }

    /// The texts that have most of what is typed, those first that have it in a title.
    public func nearest(
        to typed: String, count wanted: Int, where passes: (ID) -> Bool = { _ in true }
    )
        -> [Match]
    {
        let grams = SearchGrams.asked(by: NormalText(typed))
        guard !grams.isEmpty, !places.isEmpty else { return [] }
        let weights = grams.map { weight(of: postings[$0]?.count ?? 0) }
        var sums = [Float](repeating: 0, count: texts.count)
        for (gram, weight) in zip(grams, weights) {
            for entry in postings[gram] ?? [] {
                sums[Int(entry >> 1)] += entry & 1 == 0 ? weight : weight * Self.bodyShare
            }
        }
        return best(sums, of: weights.reduce(0, +), wanted, passes)
    }

    private func best(
        _ sums: [Float], of whole: Float, _ wanted: Int, _ passes: (ID) -> Bool
    ) -> [Match] {
        var least = whole * Self.leastShare
        var found: [(place: Int, sum: Float)] = []
        for place in sums.indices where sums[place] >= least {
            guard let id = texts[place], passes(id) else { continue }
            found.append((place, sums[place]))
            guard found.count >= 4 * wanted + 64 else { continue }
            found.sort(by: Self.precedes)
            found.removeLast(found.count - wanted)
            least = found.last?.sum ?? least
        }
        return found.sorted(by: Self.precedes).prefix(wanted).compactMap { entry in
            texts[entry.place].map { Match(id: $0, score: entry.sum / whole) }
        }
    }

    private static func precedes(_ one: (place: Int, sum: Float), _ other: (place: Int, sum: Float)) -> Bool {
        one.sum != other.sum ? one.sum > other.sum : one.place > other.place
    }

    /// What is rare says more; what nobody has still counts, so that it lowers every share.
    private func weight(of holding: Int) -> Float {
        log(1 + (Float(places.count) + 0.5) / (Float(holding) + 0.5))
    }

    /// Forgets the places of texts that were taken away.
    private mutating func tidy() {
        var (moved, kept): ([UInt32?], [ID?]) = ([], [])
        for text in texts {
            moved.append(text == nil ? nil : UInt32(kept.count))
            if let text {
                places[text] = kept.count
                kept.append(text)
            }
        }
        texts = kept
        for (gram, entries) in postings {
            let left = entries.compactMap { entry in moved[Int(entry >> 1)].map { $0 << 1 | entry & 1 } }
            postings[gram] = left.isEmpty ? nil : left
        }
    }
}
