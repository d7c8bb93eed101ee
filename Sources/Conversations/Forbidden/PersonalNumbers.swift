import Base

/// How somebody is reached, and numbers that prove who they are or take their money, as they stand in a text: mobile
/// numbers, e-mail addresses, identity cards, bank cards. Short numbers of companies and landlines are none of them.
enum PersonalNumbers {
    /// Digits alone, or an address in small letters.
    static func all(in text: String) -> [String] {
        var found: [String] = []
        _ = Contacts.replaced(in: text) { address in
            found.append(address.lowercased())
            return address
        } number: { number in
            let digits = digits(of: number)
            let national = digits.hasPrefix("86") && digits.count == 13 ? String(digits.dropFirst(2)) : digits
            let isAbroad = number.hasPrefix("+") && !digits.hasPrefix("86")
            switch CardNumber(number) {
            case .identity where digits.count == 17: found.append(digits + "X")
            case .identity, .bank: found.append(digits)
            case nil: if isAbroad || isMobile(national) { found.append(national) }
            }
            return number
        }
        return found
    }

    /// What may be told: numbers and addresses that stand in these texts.
    struct Given {
        private let digits: [String]
        private let texts: [String]

        init(_ texts: [String]) {
            digits = texts.map { PersonalNumbers.digits(of: $0) }
            self.texts = texts.map { $0.lowercased() }
        }

        func holds(_ number: String) -> Bool {
            (number.contains("@") ? texts : digits).contains { $0.contains(number) }
        }
    }

    // MARK: Parts

    private static func isMobile(_ digits: String) -> Bool {
        digits.count == 11 && digits.first == "1"
            && digits.dropFirst().first.map { "3456789".contains($0) } == true
    }

    private static func digits(of text: String) -> String {
        String(text.compactMap { $0.wholeNumberValue }.flatMap { String($0) })
    }
}
