import Language

/// Words of several parts, found in one go.
struct WordList: Sendable {
    /// What a word does in a sentence that may not be sent.
    enum Part: Sendable {
        case review, reward, reaching, messenger, going, market, buying, diversion, unfairTerm, negation,
            reminder
    }

    struct Hit: Sendable {
        let part: Part
        let word: String
        let range: Range<Int>
    }

    private struct Word: Sendable {
        let part: Part
        let text: String
        let scalars: [UInt32]
    }

    /// By the first character, longest first.
    private let words: [UInt32: [Word]]

    init(_ parts: [(Part, [String])]) {
        let all = parts.flatMap { part, texts in
            texts.map { Word(part: part, text: $0, scalars: NormalText($0).scalars) }
        }
        words = Dictionary(grouping: all.sorted { $0.scalars.count > $1.scalars.count }) { $0.scalars[0] }
    }

    /// Every word that stands in a sentence; of one part the longest at a place.
    func hits(in sentence: [UInt32]) -> [Hit] {
        var hits: [Hit] = []
        for place in sentence.indices {
            guard let candidates = words[sentence[place]] else { continue }
            for word in candidates where sentence.holds(word.scalars, at: place) {
                let isCovered = hits.contains {
                    $0.part == word.part && $0.range.upperBound >= place + word.scalars.count
                }
                guard !isCovered else { continue }
                hits.append(
                    Hit(part: word.part, word: word.text, range: place..<(place + word.scalars.count)))
            }
        }
        return hits
    }
}

extension [UInt32] {
    /// Whether a word stands at a place; one of Latin letters as a word of its own.
    func holds(_ word: [UInt32], at place: Int) -> Bool {
        let end = place + word.count
        guard end <= count, self[place..<end].elementsEqual(word) else { return false }
        if let first = word.first, first.isSmallLetter, place > 0, self[place - 1].isSmallLetter {
            return false
        }
        if let last = word.last, last.isSmallLetter, end < count, self[end].isSmallLetter { return false }
        return true
    }

    /// Every place where a word stands.
    func places(of word: [UInt32]) -> [Range<Int>] {
        guard let first = word.first else { return [] }
        return indices.filter { self[$0] == first && holds(word, at: $0) }.map { $0..<($0 + word.count) }
    }
}

extension UInt32 {
    var isSmallLetter: Bool { (0x61...0x7A).contains(self) }
}
