/// Texts that can be asked which of them are nearest to another: questions of articles, past answers, titles.
///
/// Okapi's BM25 over words, parts of words and Chinese characters (see `Postings`).
public struct TextIndex: Sendable {
    /// A text that was found: its place among those the index was made of, and the share of what was asked that it
    /// has, 0 to 1, what is rare counting more.
    public struct Match: Sendable, Hashable {
        public let place: Int
        public let score: Float

        static func precedes(_ one: Match, _ other: Match) -> Bool {
            (one.score, other.place) > (other.score, one.place)
        }
    }

    public let count: Int
    private let postings: Postings

    public init(_ texts: [String]) {
        count = texts.count
        postings = Postings(texts.map { NormalText($0) }, TextRecipe(bucketBits: 17))
    }

    /// The texts nearest to this one, the nearest first; those that share nothing with it are left out.
    public func nearest(to text: String, count wanted: Int) -> [Match] {
        let scores = postings.scores(NormalText(text))
        var kept: [Match] = []
        var threshold: Float = 0
        for place in scores.indices where scores[place] > threshold {
            kept.append(Match(place: place, score: scores[place]))
            if kept.count < 4 * wanted + 16 { continue }
            kept.sort(by: Match.precedes)
            kept.removeLast(kept.count - wanted)
            threshold = kept.last?.score ?? 0
        }
        return Array(kept.sorted(by: Match.precedes).prefix(wanted))
    }

    /// How near some of the texts are to this one, the nearest first.
    public func ranked(_ places: [Int], to text: String) -> [Match] {
        let scores = postings.scores(NormalText(text))
        return places.map { Match(place: $0, score: scores[$0]) }.sorted(by: Match.precedes)
    }
}
