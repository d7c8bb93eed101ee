import Base
import Language

/// What a text is found by: every character of it, and every two that stand side by side, without case, width and
/// script. Spaces and marks are none of them.
enum TextGrams {
    /// One character in the upper half, the one after it in the lower; 0 for none.
    typealias Gram = UInt64

    static func all(in text: NormalText) -> Set<Gram> {
        var grams: Set<Gram> = []
        var last: UInt32 = 0
        for scalar in text.scalars {
            guard isPart(scalar) else {
                last = 0
                continue
            }
            grams.insert(Gram(scalar) << 32)
            if last != 0 { grams.insert(Gram(last) << 32 | Gram(scalar)) }
            last = scalar
        }
        return grams
    }

    /// The pairs of a text, and its characters that stand alone: whatever holds the text holds all of them.
    static func needed(by scalars: [UInt32]) -> [Gram] {
        var grams: [Gram] = []
        for run in scalars.split(whereSeparator: { !isPart($0) }).map(Array.init) {
            if run.count == 1 { grams.append(Gram(run[0]) << 32) }
            for (first, second) in zip(run, run.dropFirst()) {
                grams.append(Gram(first) << 32 | Gram(second))
            }
        }
        return grams
    }

    private static func isPart(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 { return scalar.isASCIIWord }
        let marks: [ClosedRange<UInt32>] = [
            0x2000...0x206F, 0x3000...0x303F, 0xFE30...0xFE4F, 0xFF00...0xFF0F,
        ]
        return !marks.contains { $0.contains(scalar) }
    }
}

extension UInt32 {
    fileprivate var isASCIIWord: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }
}

/// What is looked for: words between spaces, each of which must stand in a message as it is written.
struct MessageQuery: Sendable {
    /// More pairs narrow nothing further: what they find is compared with the text anyway.
    private static let mostGrams = 12

    private let words: [[UInt32]]
    let grams: [TextGrams.Gram]

    /// - Throws: `searchTooShort` for words without a letter, a digit or a character.
    init(_ text: String) throws(ConversationRefusal) {
        words = NormalText(text).scalars.split(separator: 0x20).map(Array.init)
        var seen: Set<TextGrams.Gram> = []
        grams = words.flatMap(TextGrams.needed).filter { seen.insert($0).inserted }.prefix(Self.mostGrams)
            .map { $0 }
        guard !grams.isEmpty else { throw .searchTooShort }
    }

    /// Whether every word stands in a text.
    func stands(in text: String) -> Bool {
        let scalars = NormalText(text).scalars
        return words.allSatisfy { scalars.holds($0) }
    }
}

extension [UInt32] {
    fileprivate func holds(_ part: [UInt32]) -> Bool {
        guard let first = part.first, count >= part.count else { return false }
        return indices.dropLast(part.count - 1).contains { start in
            self[start] == first && self[start..<(start + part.count)].elementsEqual(part)
        }
    }
}
