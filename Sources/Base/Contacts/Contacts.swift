import Foundation

/// What somebody is reached by, found in what people write: e-mail addresses and numbers to call; with the latter numbers
/// of identity cards and of bank cards.
public enum Contacts {
    /// Whether words hold any.
    public static func stand(in words: String) -> Bool {
        replaced(in: words, email: { _ in "" }, number: { _ in "" }) != words
    }

    /// Words with other texts in the place of addresses and numbers.
    public static func replaced(
        in words: String, email: (String) -> String, number: (String) -> String
    ) -> String {
        let mayHoldAddress = words.utf8.contains(UInt8(ascii: "@"))
        guard mayHoldAddress || mayHoldNumber(words) else { return words }
        let told = mayHoldAddress ? replacing(WrittenText(words).addresses, in: words, email) : words
        return replacing(WrittenText(told).contactNumbers, in: told, number)
    }

    /// Whether words hold as many digits as a number to call has, or as many Chinese ones together as a mobile number has:
    /// most do not, and need no closer look.
    public static func mayHoldNumber(_ words: String) -> Bool {
        var (digits, together) = (0, 0)
        for scalar in words.unicodeScalars {
            guard scalar.spokenDigit != nil else {
                together = 0
                continue
            }
            together += 1
            if scalar.isDigit { digits += 1 }
            if digits == NumberRun.leastDigits || together == spokenDigits { return true }
        }
        return false
    }

    /// Numbers of seven digits and more, however their digits are parted.
    /// - Parameters:
    ///   - signs: what may stand between two digits.
    ///   - most: how many of them.
    public static func numbers(in words: String, partedBy signs: String, most: Int) -> [String] {
        guard mayHoldNumber(words) else { return [] }
        let text = WrittenText(words)
        return text.numbers(partedBy: Set(signs.unicodeScalars), most: most).map { text[$0] }
    }

    private static let spokenDigits = 11

    private static func replacing(
        _ ranges: [Range<Int>], in words: String, _ other: (String) -> String
    ) -> String {
        guard !ranges.isEmpty else { return words }
        let text = WrittenText(words)
        var (replaced, place) = ("", 0)
        for range in ranges {
            replaced += text[place..<range.lowerBound] + other(text[range])
            place = range.upperBound
        }
        return replaced + text[place..<text.scalars.count]
    }
}
