/// What a text is found by while somebody types: Chinese characters and pairs of them, beginnings of words.
struct SearchGrams {
    /// Beginnings of words are told apart up to so many letters.
    static let longestBeginning = 12

    /// Where a gram of what is typed stands in a text, or which one it is.
    struct Place {
        let gram: UInt64
        let range: Range<Int>
    }

    /// Every gram of a text, once.
    static func all(of text: NormalText) -> Set<UInt64> {
        var grams: Set<UInt64> = []
        for run in runs(of: text.scalars) {
            switch run {
            case .han(let range):
                for place in range {
                    grams.insert(UInt64(text.scalars[place]))
                    if place > range.lowerBound { grams.insert(pair(text.scalars, place - 1)) }
                }
            case .word(let range):
                var hash = start
                for place in range.prefix(longestBeginning) {
                    hash = mix(hash, text.scalars[place])
                    grams.insert(hash | word)
                }
            }
        }
        return grams
    }

    /// What is asked for by what is typed: pairs where there are two characters, the character where there is one, and words
    /// as far as they are written.
    static func asked(by text: NormalText) -> [UInt64] {
        var seen: Set<UInt64> = []
        return places(of: text).map(\.gram).filter { seen.insert($0).inserted }
    }

    /// The same with the place of each.
    static func places(of text: NormalText) -> [Place] {
        runs(of: text.scalars).flatMap { run -> [Place] in
            switch run {
            case .han(let range) where range.count == 1:
                [Place(gram: UInt64(text.scalars[range.lowerBound]), range: range)]
            case .han(let range):
                range.dropLast().map { Place(gram: pair(text.scalars, $0), range: $0..<($0 + 2)) }
            case .word(let range):
                [Place(gram: beginning(text.scalars, range), range: range)]
            }
        }
    }

    enum Run {
        case han(Range<Int>)
        case word(Range<Int>)
    }

    /// The text cut into what belongs together; blanks and signs are left out.
    static func runs(of scalars: [UInt32]) -> [Run] {
        var (runs, place): ([Run], Int) = ([], 0)
        while place < scalars.count {
            let first = place
            if scalars[place].isHan {
                while place < scalars.count, scalars[place].isHan { place += 1 }
                runs.append(.han(first..<place))
            } else if scalars[place].isWordPart {
                while place < scalars.count, scalars[place].isWordPart, !scalars[place].isHan { place += 1 }
                runs.append(.word(first..<place))
            } else {
                place += 1
            }
        }
        return runs
    }

    static func beginning(_ scalars: [UInt32], _ range: Range<Int>) -> UInt64 {
        range.prefix(longestBeginning).reduce(start) { mix($0, scalars[$1]) } | word
    }

    static func pair(_ scalars: [UInt32], _ place: Int) -> UInt64 {
        UInt64(scalars[place]) << 32 | UInt64(scalars[place + 1])
    }

    /// Characters and pairs stay below this bit.
    private static let word: UInt64 = 1 << 63
    // FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv).
    private static let start: UInt64 = 0xCBF2_9CE4_8422_2325

    private static func mix(_ hash: UInt64, _ scalar: UInt32) -> UInt64 {
        (hash ^ UInt64(scalar)) &* 0x100_0000_01B3
    }
}
