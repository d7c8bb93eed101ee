import Base
import Foundation

/// What of a customer stands in words that people wrote.
public struct Mention: Sendable, Hashable {
    public enum Kind: Sendable { case name, givenName, email, number, street }

    public let kind: Kind
    /// As it stands there.
    public let text: String
}

extension Customer {
    /// Reasons that people write are kept with what they explain, in the log too, where nothing personal stands.
    /// - Throws: `reasonNamesPerson` where the words give away whom they are about, or how anybody is reached.
    public func requireUnnamed(in words: String) throws {
        guard !isNamed(in: words), !Contacts.stand(in: words) else { throw CustomerRefusal.reasonNamesPerson }
    }

    /// Whether words hold what is known of the customer: a whole name, the e-mail address, the number, the street. A
    /// given name alone may be any word.
    public func isNamed(in words: String) -> Bool {
        mentions(in: words).contains { $0.kind != .givenName }
    }

    /// Everything in words that is known of the customer, the longest of a kind first.
    /// - Parameter further: where else they have things sent to.
    public func mentions(in words: String, at further: Address? = nil) -> [Mention] {
        let addresses = [address, further].compactMap { $0 }
        return Self.stand(wholeNames, in: words, as: .name)
            + Self.stand([email ?? ""], in: words, as: .email)
            + Self.stand(
                addresses.flatMap { [$0.line1, $0.line2] }.filter { $0.count > 3 }, in: words, as: .street)
            + numbers(in: words)
            + Self.stand([givenName].filter(Self.isTelling), in: words, as: .givenName)
    }

    private var wholeNames: [String] {
        [familyName + givenName, "\(givenName) \(familyName)", "\(familyName) \(givenName)"]
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { $0.count > 1 }
    }

    /// Two characters in Chinese, three letters elsewhere.
    private static func isTelling(_ name: String) -> Bool {
        name.count > (name.allSatisfy(\.isASCII) ? 2 : 1)
    }

    private static func stand(_ texts: [String], in words: String, as kind: Mention.Kind) -> [Mention] {
        let letters = Letters(of: words)
        return Set(texts.filter { !$0.isEmpty && letters.mayHold($0) }).sorted {
            ($1.count, $0) < ($0.count, $1)
        }.flatMap { text in
            places(of: text, in: words).map { Mention(kind: kind, text: String(words[$0])) }
        }
    }

    /// Texts in Latin letters stand as words of their own, so that a name of two letters is not found inside of others.
    private static func places(of text: String, in words: String) -> [Range<String.Index>] {
        var (found, rest) = ([Range<String.Index>](), words[...])
        while let place = rest.range(
            of: text, options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive])
        {
            let around = [words[..<place.lowerBound].last, words[place.upperBound...].first]
            let isInside =
                text.allSatisfy(\.isASCII) && around.contains { $0?.isLetter == true && $0?.isASCII == true }
            if !isInside { found.append(place) }
            rest = words[place.upperBound...]
        }
        return found
    }

    /// Their number, however its digits are parted.
    private func numbers(in words: String) -> [Mention] {
        let number = Self.digits(phone ?? "")
        guard number.count >= 7 else { return [] }
        return Contacts.numbers(in: words, partedBy: " -－.()（）", most: 2)
            .filter { Self.digits($0).contains(number) }.map { Mention(kind: .number, text: $0) }
    }

    private static func digits(_ text: String) -> String {
        String(text.compactMap { $0.wholeNumberValue }.flatMap { String($0) })
    }
}

/// What words are written with, so that only those are searched in which a text may stand.
private struct Letters {
    private let all: Set<UInt32>
    /// Marks above and below letters do not count when texts are compared, so nothing can be told without comparing.
    private let hasMarks: Bool

    init(of words: String) {
        let scalars = words.unicodeScalars.map(Self.folded)
        (all, hasMarks) = (Set(scalars), scalars.contains(where: Self.mayBearMark))
    }

    func mayHold(_ text: String) -> Bool {
        hasMarks
            || text.unicodeScalars.allSatisfy {
                let scalar = Self.folded($0)
                return all.contains(scalar) || Self.mayBearMark(scalar)
            }
    }

    /// Without case and width.
    private static func folded(_ scalar: Unicode.Scalar) -> UInt32 {
        let narrow = (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
        return (0x41...0x5A).contains(narrow) ? narrow + 32 : narrow
    }

    /// Letters other than the plain ones and Chinese signs.
    private static func mayBearMark(_ scalar: UInt32) -> Bool {
        scalar >= 0x80 && !(0x3000...0x9FFF).contains(scalar) && !(0xFF00...0xFFEF).contains(scalar)
    }
}
