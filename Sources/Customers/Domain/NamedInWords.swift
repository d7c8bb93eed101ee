import Foundation

/// Reasons that people write are kept with what they explain, in the log too, where nothing personal stands.
extension Customer {
    /// - Throws: `reasonNamesPerson` where the words give away whom they are about.
    public func requireUnnamed(in words: String) throws {
        guard !isNamed(in: words) else { throw CustomerRefusal.reasonNamesPerson }
    }

    /// Whether words hold what is known of the customer: a whole name, the e-mail address, the number, the street.
    public func isNamed(in words: String) -> Bool {
        let names = [familyName + givenName, "\(givenName) \(familyName)"].map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        if names.contains(where: { $0.count > 1 && Self.stands($0, in: words) }) { return true }
        if let email, !email.isEmpty, words.localizedStandardContains(email) { return true }
        if let line = address?.line1, line.count > 3, words.localizedStandardContains(line) { return true }
        let number = Self.digits(phone ?? "")
        return number.count >= 7 && Self.digits(words).contains(number)
    }

    /// Names in Latin letters stand as words of their own, so that a name of two letters is not found inside of others.
    private static func stands(_ name: String, in words: String) -> Bool {
        guard let place = words.localizedStandardRange(of: name) else { return false }
        guard name.allSatisfy(\.isASCII) else { return true }
        let before = words[..<place.lowerBound].last
        let after = words[place.upperBound...].first
        return ![before, after].contains { $0?.isLetter == true && $0?.isASCII == true }
    }

    private static func digits(_ text: String) -> String {
        String(text.compactMap { $0.wholeNumberValue }.flatMap { String($0) })
    }
}
