/// How alike two wordings of a question are.
public struct Wording: Sendable {
    private let grams: Set<UInt64>

    public init(_ text: String) { grams = SearchGrams.all(of: NormalText(text)) }

    /// 0 where they share nothing, 1 where they are the same: the coefficient of Dice (1945) over characters, pairs and
    /// beginnings of words.
    public func likeness(to other: Wording) -> Float {
        guard !grams.isEmpty, !other.grams.isEmpty else { return 0 }
        let (less, more) = grams.count < other.grams.count ? (grams, other.grams) : (other.grams, grams)
        return 2 * Float(less.count(where: { more.contains($0) })) / Float(grams.count + other.grams.count)
    }
}
