/// Numbers that prove who somebody is or take their money, known by the digit that checks the others.
public enum CardNumber: Sendable, Hashable {
    case identity, bank

    /// - Parameter text: digits of any script, whatever stands between them; an identity card may end with X.
    public init?(_ text: String) {
        var digits = text.unicodeScalars.compactMap(\.digit)
        if let last = text.unicodeScalars.last, last.isCheckingX { digits.append(10) }
        self.init(digits)
    }

    /// - Parameter digits: 0 to 9, and 10 for an X at the end.
    init?(_ digits: [Int]) {
        if Self.isIdentity(digits) {
            self = .identity
        } else if Self.isBank(digits) {
            self = .bank
        } else {
            return nil
        }
    }

    /// Eighteen places with a day of birth in them, the last checking the others (GB 11643).
    private static func isIdentity(_ digits: [Int]) -> Bool {
        guard digits.count == 18, digits[0] > 0, (18...21).contains(digits[6] * 10 + digits[7]),
            (1...12).contains(digits[10] * 10 + digits[11]), (1...31).contains(digits[12] * 10 + digits[13])
        else { return false }
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
        return digits[17] == [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2][sum % 11]
    }

    /// UnionPay, Visa and Mastercard, by their beginnings and the check digit of Luhn. Orders and parcels have numbers as
    /// long, of which one in ten passes the check alone.
    private static func isBank(_ digits: [Int]) -> Bool {
        guard !digits.contains(10),
            digits.starts(with: [6, 2]) && (16...19).contains(digits.count)
                || digits.count == 16 && (digits[0] == 4 || digits[0] == 5)
        else { return false }
        let sum = digits.reversed().enumerated().reduce(0) { sum, place in
            let twice = place.element * 2 > 9 ? place.element * 2 - 9 : place.element * 2
            return sum + (place.offset % 2 == 1 ? twice : place.element)
        }
        return sum % 10 == 0
    }
}
