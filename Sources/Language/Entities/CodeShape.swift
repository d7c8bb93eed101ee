/// What the letters and digits of a code say about it by themselves.
struct CodeShape {
    private let code: ArraySlice<UInt32>
    private let plain: [UInt32]
    let digits: Int

    init(_ code: ArraySlice<UInt32>) {
        self.code = code
        plain = code.filter { $0 != 0x2D && $0 != 0x20 && $0 != 0x2B }
        digits = plain.count(where: \.isDigit)
    }

    /// Carriers that begin their numbers with letters: SF and 12 to 15 digits, YT (Yuanto) 13 to 15, JD or JDX, JT 13,
    /// ZTO 12, postal items by UPU S10 (two letters, nine digits, two letters), UPS 1Z and 16.
    var isTracking: Bool {
        guard code.allSatisfy({ $0 != 0x2D && $0 != 0x20 }) else { return false }
        let letters = plain.prefix { !$0.isDigit }
        let rest = plain.dropFirst(letters.count)
        if starts("1z"), plain.count == 18 { return true }
        if letters.count == 2, plain.count == 13, rest.prefix(9).allSatisfy(\.isDigit),
            rest.suffix(2).allSatisfy(\.isLatinLetter)
        {
            return true
        }
        guard rest.allSatisfy(\.isDigit) else { return starts("jd") && plain.count >= 13 }
        if starts("sf") || starts("yt") || starts("jt") || starts("zto") || starts("jd") || starts("dpk") {
            return (11...16).contains(rest.count)
        }
        return false
    }

    /// Mobile numbers of the mainland (1, 3 to 9, nine digits) and Taiwan (09 and eight), fixed lines with their area code,
    /// 400 and 800 numbers, North American ones in groups, and whatever begins with + and a country's code.
    func isPhone(mayBeBare: Bool) -> Bool {
        guard plain.allSatisfy(\.isDigit) else { return false }
        let groups = code.split { $0 == 0x2D || $0 == 0x20 }.map(\.count)
        if code.first == 0x2B { return (8...15).contains(digits) }
        let national = starts("86") && digits == 13 ? Array(plain.dropFirst(2)) : plain
        if national.count == 11, national[0] == 0x31, national[1] >= 0x33 { return true }
        if starts("09"), digits == 10 { return true }
        if groups == [3, 3, 4] || groups == [1, 3, 3, 4] { return true }
        if groups.count >= 2, groups[0] == 3 || groups[0] == 4, starts("0") || starts("400") || starts("800")
        {
            return (10...12).contains(digits)
        }
        return mayBeBare && groups.count <= 4 && (7...12).contains(digits)
    }

    /// Five digits, five and four, or six.
    var isPostcode: Bool {
        let groups = code.split(separator: 0x2D).map(\.count)
        return code.allSatisfy { $0.isDigit || $0 == 0x2D }
            && (groups == [5] || groups == [6] || groups == [5, 4])
    }

    /// Numbers as the large platforms give them: 12 digits or more; Pinduoduo's date and fifteen; Amazon's 3-7-7.
    var isPlatformOrder: Bool {
        let groups = code.split(separator: 0x2D).map(\.count)
        guard plain.allSatisfy({ $0.isDigit || $0.isLatinLetter }), digits * 4 >= plain.count * 3 else {
            return false
        }
        if groups.count > 1 { return (11...24).contains(digits) && groups.allSatisfy { $0 >= 3 } }
        return (9...24).contains(digits) || (plain.first?.isLatinLetter == true && digits >= 6)
    }

    private func starts(_ prefix: String) -> Bool {
        plain.starts(with: prefix.unicodeScalars.lazy.map(\.value))
    }
}
