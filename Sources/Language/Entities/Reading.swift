/// A text laid out for finding things in it: folded scalar by scalar, nothing squeezed together, and cut into words.
struct Reading {
    /// A run of Latin letters (with apostrophes inside), of digits, of Chinese characters, or one other sign.
    struct Word {
        enum Kind { case latin, number, han, sign }
        let kind: Kind
        let range: Range<Int>
        /// Folded; empty for Chinese and numbers, which are read scalar by scalar.
        let text: String
        let isCapital: Bool
    }

    let scalars: [UInt32]
    let words: [Word]
    private let originals: [Unicode.Scalar]
    private let origins: [Int]
    /// Which word each scalar belongs to; -1 for blanks.
    private let wordPlaces: [Int32]

    init(_ text: String) {
        let folding = CharacterFolding.shared
        var scalars: [UInt32] = []
        var origins: [Int] = []
        let originals = Array(text.unicodeScalars)
        for (offset, scalar) in originals.enumerated() {
            guard let folded = folding.fold(scalar.value) else { continue }
            scalars.append(folded)
            origins.append(offset)
        }
        (self.scalars, self.origins) = (scalars, origins)
        let words = Self.words(scalars, origins.map { originals[$0].properties.isUppercase })
        var places = [Int32](repeating: -1, count: scalars.count)
        for (place, word) in words.enumerated() { for scalar in word.range { places[scalar] = Int32(place) } }
        (self.words, self.originals, wordPlaces) = (words, originals, places)
    }

    func entity(_ kind: EntityKind, _ range: Range<Int>, _ value: EntityValue = .text) -> Entity {
        let place = origins[range.lowerBound]..<(origins[range.upperBound - 1] + 1)
        return Entity(kind, place, String(String.UnicodeScalarView(originals[place])), value)
    }

    /// The scalar at a place; 0 before the beginning and behind the end.
    @inline(__always)
    subscript(place: Int) -> UInt32 { scalars.indices.contains(place) ? scalars[place] : 0 }

    /// The word that a scalar belongs to.
    func word(at place: Int) -> Int? {
        guard scalars.indices.contains(place), wordPlaces[place] >= 0 else { return nil }
        return Int(wordPlaces[place])
    }

    /// The Latin words before a word, the nearest first, other things left out; at most so many.
    func latin(before word: Int, _ count: Int) -> [String] {
        words[..<word].reversed().lazy.filter { $0.kind == .latin }.prefix(count).map(\.text)
    }

    func isAt(_ place: Int, _ phrase: String) -> Bool {
        var place = place
        for scalar in phrase.unicodeScalars {
            if self[place] != scalar.value { return false }
            place += 1
        }
        return true
    }

    /// The longest of some phrases that stands at a place.
    func longest(at place: Int, of phrases: [String]) -> String? {
        phrases.filter { isAt(place, $0) }.max { $0.unicodeScalars.count < $1.unicodeScalars.count }
    }

    /// Whether one of the phrases ends before a place with at most so many scalars between.
    func has(_ phrases: [String], before place: Int, within distance: Int) -> Bool {
        phrases.contains { phrase in
            let length = phrase.unicodeScalars.count
            return (0...distance).contains { isAt(place - length - $0, phrase) }
        }
    }

    func afterBlanks(_ place: Int) -> Int {
        var place = place
        while self[place] == 0x20 { place += 1 }
        return place
    }

    private static func words(_ scalars: [UInt32], _ capitals: [Bool]) -> [Word] {
        var words: [Word] = []
        var place = 0
        while place < scalars.count {
            let start = place
            var kind = Word.Kind.sign
            place += 1
            if scalars[start] == 0x20 { continue }
            if scalars[start].isDigit {
                kind = .number
                while place < scalars.count, scalars[place].isDigit { place += 1 }
            } else if scalars[start].isHan {
                kind = .han
                while place < scalars.count, scalars[place].isHan { place += 1 }
            } else if scalars[start].isLatinLetter {
                kind = .latin
                while place < scalars.count, continues(scalars, place), !isNewWord(capitals, start, place) {
                    place += 1
                }
            }
            let text = kind == .latin || kind == .sign ? String(scalars: scalars[start..<place]) : ""
            words.append(Word(kind: kind, range: start..<place, text: text, isCapital: capitals[start]))
        }
        return words
    }

    /// `myFreemium`: a blank was forgotten. A first part of one letter or with a capital is a name: `iPhone`, `PayPal`.
    private static func isNewWord(_ capitals: [Bool], _ start: Int, _ place: Int) -> Bool {
        place - start >= 2 && capitals[place] && !capitals[start..<place].contains(true)
    }

    private static func continues(_ scalars: [UInt32], _ place: Int) -> Bool {
        scalars[place].isLatinLetter
            || (scalars[place] == 0x27 && place + 1 < scalars.count && scalars[place + 1].isLatinLetter)
    }
}

extension String {
    init(scalars: ArraySlice<UInt32>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars.lazy.compactMap(Unicode.Scalar.init))
        self.init(view)
    }
}

extension NormalText {
    /// Folded, nothing squeezed together.
    static func folded(_ text: String) -> [UInt32] {
        text.unicodeScalars.compactMap { CharacterFolding.shared.fold($0.value) }
    }
}
