import Foundation

/// Messages of customers, or questions of articles, that can be asked which of them want the same as another.
///
/// Words alone miss that "发货慢死了" and "怎么还不寄" want the same. So the share of words counts once and the likeness
/// of what both want, by the intents' classifier, twice.
public struct MessageIndex: Sendable {
    private let words: TextIndex
    private let reader: IntentReader
    private let profiles: [IntentProfile]

    static let weightOfWants: Float = 2

    public init(_ texts: [String], _ reader: IntentReader) {
        words = TextIndex(texts)
        self.reader = reader
        profiles = texts.map { IntentProfile($0, reader) }
    }

    /// How near some of the texts are to this one, the nearest first; scores from 0 to 1.
    public func ranked(_ places: [Int], to text: String) -> [TextIndex.Match] {
        let profile = IntentProfile(text, reader)
        return words.ranked(places, to: text).map { match in
            let likeness = profile.likeness(to: profiles[match.place])
            return TextIndex.Match(
                place: match.place,
                score: (match.score + Self.weightOfWants * likeness) / (1 + Self.weightOfWants))
        }.sorted(by: TextIndex.Match.precedes)
    }

    /// The texts nearest to this one among those that share words with it.
    public func nearest(to text: String, count wanted: Int) -> [TextIndex.Match] {
        Array(ranked(words.nearest(to: text, count: Self.candidates).map(\.place), to: text).prefix(wanted))
    }

    private static let candidates = 200
}

/// How a text's wants are spread over the intents.
struct IntentProfile: Sendable {
    private let roots: [Float]

    init(_ text: String, _ reader: IntentReader) {
        let weights = reader.classifier.margins(of: text).map { exp(Self.sharpness * $0) }
        let sum = weights.reduce(0, +)
        roots = weights.map { ($0 / sum).squareRoot() }
    }

    /// 1 where both want the same, 0 where nothing is common: the coefficient of Bhattacharyya (1943) between the two.
    func likeness(to other: IntentProfile) -> Float { zip(roots, other.roots).reduce(0) { $0 + $1.0 * $1.1 } }

    /// How much a margin tells; chosen on development questions of a shop (docs/language.md).
    private static let sharpness: Float = 4
}
