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
        guard words.utf8.contains(UInt8(ascii: "@")) || mayHoldNumber(words) else { return words }
        let addresses = /[\p{L}\p{N}._%+\-]+@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+/
        let numbers = /([A-Za-z]*)([+＋]?\p{Nd}(?:[ \-－]?\p{Nd}){6,})/
        return words.replacing(addresses) { email(String($0.output)) }.replacing(numbers) {
            let (_, letters, digits) = $0.output
            let isReplaced = isCalled(digits, behind: letters)
            return "\(letters)\(isReplaced ? number(String(digits)) : String(digits))"
        }
    }

    /// Whether words hold as many digits as a number to call has: most do not, and need no closer look.
    public static func mayHoldNumber(_ words: String) -> Bool {
        var digits = 0
        for scalar in words.unicodeScalars where isDigit(scalar) {
            digits += 1
            if digits == 7 { return true }
        }
        return false
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return ("0"..."9").contains(scalar) }
        // Chinese signs are none, and most of what is written.
        return !(0x3000...0x9FFF).contains(scalar.value)
            && scalar.properties.generalCategory == .decimalNumber
    }

    /// Whether a number is one that is called: Chinese mobile and landline numbers, and any that begins with `+`. Orders
    /// and parcels have longer or other numbers, or letters before them, which stay.
    private static func isCalled(_ text: Substring, behind letters: Substring) -> Bool {
        let digits = String(text.compactMap { $0.wholeNumberValue.map(String.init) }.joined())
        if text.hasPrefix("+") || text.hasPrefix("＋") { return digits.count <= 15 }
        let national = digits.hasPrefix("86") && digits.count == 13 ? String(digits.dropFirst(2)) : digits
        let isMobile = national.count == 11 && national.wholeMatch(of: /1[3-9]\d+/) != nil
        return isMobile || letters.isEmpty && national.hasPrefix("0") && (10...12).contains(national.count)
    }
}
