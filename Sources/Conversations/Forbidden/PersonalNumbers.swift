import Base
import Language

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
            if isAbroad || isMobile(national) { found.append(national) }
            return number
        }
        guard Contacts.mayHoldNumber(text) else { return found }
        return found + runs(in: text).filter { isIdentityCard($0) || isBankCard($0) }
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

    /// Runs of digits, single spaces and hyphens between them left out, not behind letters; an identity card may end
    /// with X.
    private static func runs(in text: String) -> [String] {
        let scalars = NormalText(text).scalars
        var (runs, run, isBehindLetter) = ([String](), "", false)
        for (place, scalar) in scalars.enumerated() {
            if (0x30...0x39).contains(scalar), let digit = Unicode.Scalar(scalar) {
                if run.isEmpty { isBehindLetter = place > 0 && scalars[place - 1].isSmallLetter }
                run.unicodeScalars.append(digit)
            } else if scalar == 0x20 || scalar == 0x2D, !run.isEmpty, place + 1 < scalars.count,
                (0x30...0x39).contains(scalars[place + 1])
            {
                continue
            } else {
                if scalar == 0x78, run.count == 17 { run += "X" }
                if !isBehindLetter, run.count >= 16 { runs.append(run) }
                run = ""
            }
        }
        if !isBehindLetter, run.count >= 16 { runs.append(run) }
        return runs
    }

    /// Eighteen places, the last checking the others (GB 11643).
    private static func isIdentityCard(_ run: String) -> Bool {
        guard run.count == 18 else { return false }
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(run, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
        return run.last == Array("10X98765432")[sum % 11]
    }

    /// UnionPay, Visa and Mastercard, by their beginnings and the check digit of Luhn.
    private static func isBankCard(_ run: String) -> Bool {
        guard
            run.hasPrefix("62") && (16...19).contains(run.count)
                || run.count == 16 && (run.hasPrefix("4") || run.hasPrefix("5"))
        else { return false }
        let sum = run.reversed().enumerated().reduce(0) { sum, place in
            let digit = place.element.wholeNumberValue ?? 0
            let twice = digit * 2 > 9 ? digit * 2 - 9 : digit * 2
            return sum + (place.offset % 2 == 1 ? twice : digit)
        }
        return sum % 10 == 0
    }

    private static func digits(of text: String) -> String {
        String(text.compactMap { $0.wholeNumberValue }.flatMap { String($0) })
    }
}
