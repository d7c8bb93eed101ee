import Foundation

/// What somebody is reached by, found in what people write: e-mail addresses and numbers to call.
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
        return replacing(called(in: WrittenText(told)), in: told, number)
    }

    /// Whether words hold as many digits as a number to call has: most do not, and need no closer look.
    public static func mayHoldNumber(_ words: String) -> Bool {
        var digits = 0
        for scalar in words.unicodeScalars where scalar.isDigit {
            digits += 1
            if digits == leastDigits { return true }
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

    fileprivate static let leastDigits = 7

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

    private static func called(in text: WrittenText) -> [Range<Int>] {
        text.numbers(partedBy: [" ", "-", "－"], most: 1).filter { range in
            let letter = range.lowerBound == 0 ? nil : text.scalars[range.lowerBound - 1]
            return isCalled(text.scalars[range], hasLetters: letter?.isASCIILetter == true)
        }
    }

    /// Whether a number is one that is called: Chinese mobile and landline numbers, and any that begins with `+`. Orders
    /// and parcels have longer or other numbers, or letters before them, which stay.
    private static func isCalled(_ text: ArraySlice<Unicode.Scalar>, hasLetters: Bool) -> Bool {
        let digits = text.compactMap(\.digit)
        if text.first?.isPlus == true { return digits.count <= 15 }
        let national = digits.starts(with: [8, 6]) && digits.count == 13 ? digits.dropFirst(2) : digits[...]
        guard let first = national.first, let second = national.dropFirst().first else { return false }
        let isMobile = national.count == 11 && first == 1 && second >= 3
        return isMobile || !hasLetters && first == 0 && (10...12).contains(national.count)
    }
}

/// What somebody wrote, sign by sign.
private struct WrittenText {
    let scalars: [Unicode.Scalar]

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    subscript(range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range])
        return String(text)
    }

    /// E-mail addresses: signs of a name, `@`, a place with at least one point in it.
    var addresses: [Range<Int>] {
        var found: [Range<Int>] = []
        for at in scalars.indices where scalars[at] == "@" {
            let start = run(endingAt: at, after: found.last?.upperBound ?? 0)
            if start < at, let end = place(from: at + 1) { found.append(start..<end) }
        }
        return found
    }

    private func run(endingAt end: Int, after least: Int) -> Int {
        var start = end
        while start > least, scalars[start - 1].isOfMailName { start -= 1 }
        return start
    }

    /// Where a place with a point in it ends.
    private func place(from start: Int) -> Int? {
        var (end, points) = (part(from: start), 0)
        guard end > start else { return nil }
        while end < scalars.count, scalars[end] == "." {
            let next = part(from: end + 1)
            guard next > end + 1 else { break }
            (end, points) = (next, points + 1)
        }
        return points > 0 ? end : nil
    }

    private func part(from start: Int) -> Int {
        scalars[start...].firstIndex { !$0.isOfWord && $0 != "-" } ?? scalars.count
    }

    /// Digits, a `+` before them where there is one, with at most so many signs between two of them.
    func numbers(partedBy signs: Set<Unicode.Scalar>, most: Int) -> [Range<Int>] {
        var (found, place) = ([Range<Int>](), 0)
        while let start = scalars[place...].firstIndex(where: \.isDigit) {
            var (end, digits) = (start + 1, 1)
            while let next = digit(after: end, signs, most) { (end, digits) = (next + 1, digits + 1) }
            if digits >= Contacts.leastDigits {
                let hasPlus = start > place && scalars[start - 1].isPlus
                found.append((hasPlus ? start - 1 : start)..<end)
            }
            place = end
        }
        return found
    }

    private func digit(after end: Int, _ signs: Set<Unicode.Scalar>, _ most: Int) -> Int? {
        for next in end..<min(end + most + 1, scalars.count) {
            if scalars[next].isDigit { return next }
            guard signs.contains(scalars[next]) else { return nil }
        }
        return nil
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool {
        if isASCII { return ("0"..."9").contains(self) }
        // Chinese signs are none, and most of what is written.
        return !(0x3000...0x9FFF).contains(value) && properties.generalCategory == .decimalNumber
    }

    fileprivate var digit: Int? {
        isDigit ? properties.numericValue.map { Int($0) } : nil
    }

    fileprivate var isPlus: Bool { self == "+" || self == "＋" }

    fileprivate var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }

    /// A letter or number of any script.
    fileprivate var isOfWord: Bool {
        if isASCII { return isASCIILetter || ("0"..."9").contains(self) }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            return true
        default: return false
        }
    }

    fileprivate var isOfMailName: Bool {
        isOfWord || self == "." || self == "_" || self == "%" || self == "+" || self == "-"
    }
}
