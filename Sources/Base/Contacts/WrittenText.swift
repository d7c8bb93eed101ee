/// What somebody wrote, sign by sign.
struct WrittenText {
    let scalars: [Unicode.Scalar]

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    subscript(range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range])
        return String(text)
    }

    // MARK: Addresses

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

    // MARK: Numbers

    /// Digits, a `+` before them where there is one, with at most so many signs between two of them.
    func numbers(partedBy signs: Set<Unicode.Scalar>, most: Int) -> [Range<Int>] {
        var (found, place) = ([Range<Int>](), 0)
        while let start = scalars[place...].firstIndex(where: \.isDigit) {
            var (end, digits) = (start + 1, 1)
            while let next = digit(after: end, signs, most) { (end, digits) = (next + 1, digits + 1) }
            if digits >= NumberRun.leastDigits {
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

    /// Numbers to call and of cards, in the order in which they stand.
    var contactNumbers: [Range<Int>] {
        let found = (runs.flatMap(\.numbers) + spelled).sorted { $0.lowerBound < $1.lowerBound }
        var end = 0
        return found.filter { range in
            defer { end = max(end, range.upperBound) }
            return range.lowerBound >= end
        }
    }

    private static let signs = Set(" -－\u{A0}\u{3000}\u{2010}\u{2011}–—·._()（）".unicodeScalars)
    private static let plainSigns = Set(" -－".unicodeScalars)
    private static let looseSigns = Set(" \u{A0}\u{3000}()（）".unicodeScalars)

    private var runs: [NumberRun] {
        var (runs, place) = ([NumberRun](), 0)
        while let start = scalars[place...].firstIndex(where: \.isDigit) {
            var run = NumberRun(groups: [group(from: start, isLoose: true)])
            run.hasPlus = start > 0 && scalars[start - 1].isPlus
            run.hasLetters = start > 0 && scalars[start - 1].isASCIILetter
            var end = run.groups[0].range.upperBound
            while let next = digit(after: end, Self.signs, 2) {
                let between = scalars[end..<next]
                run.isPlain =
                    run.isPlain && between.count == 1 && between.allSatisfy(Self.plainSigns.contains)
                let more = group(from: next, isLoose: between.contains(where: Self.looseSigns.contains))
                run.groups.append(more)
                end = more.range.upperBound
            }
            run.hasX =
                end < scalars.count && scalars[end].isCheckingX
                && (end + 1 == scalars.count || !scalars[end + 1].isASCIILetter && !scalars[end + 1].isDigit)
            runs.append(run)
            place = end
        }
        return runs
    }

    private func group(from start: Int, isLoose: Bool) -> NumberRun.Group {
        let end = scalars[start...].firstIndex { !$0.isDigit } ?? scalars.count
        return NumberRun.Group(
            range: start..<end, digits: scalars[start..<end].compactMap(\.digit), isLoose: isLoose)
    }

    /// Mobile numbers that are spelled in Chinese digits, all or some: `一三八零零一三八零零零`. Shorter ones may mean
    /// anything.
    private var spelled: [Range<Int>] {
        var (found, place) = ([Range<Int>](), 0)
        while let start = scalars[place...].firstIndex(where: { $0.spokenDigit != nil }) {
            let end = scalars[start...].firstIndex { $0.spokenDigit == nil } ?? scalars.count
            let digits = scalars[start..<end].compactMap(\.spokenDigit)
            let national =
                digits.count == 13 && digits.starts(with: [8, 6]) ? digits.dropFirst(2) : digits[...]
            if NumberRun.isMobile(national), !scalars[start..<end].allSatisfy(\.isDigit) {
                found.append(start..<end)
            }
            place = end
        }
        return found
    }
}

extension Unicode.Scalar {
    var isDigit: Bool {
        if isASCII { return ("0"..."9").contains(self) }
        // Chinese signs are none, and most of what is written.
        return !(0x3000...0x9FFF).contains(value) && properties.generalCategory == .decimalNumber
    }

    var digit: Int? { isDigit ? properties.numericValue.map { Int($0) } : nil }

    /// A digit, also as a Chinese sign.
    var spokenDigit: Int? {
        if isASCII { return ("0"..."9").contains(self) ? Int(value) - 0x30 : nil }
        return switch self {
        case "零", "〇", "○": 0
        case "一", "壹", "幺": 1
        case "二", "贰", "貳", "两": 2
        case "三", "叁", "參": 3
        case "四", "肆": 4
        case "五", "伍": 5
        case "六", "陆", "陸": 6
        case "七", "柒": 7
        case "八", "捌": 8
        case "九", "玖": 9
        default: digit
        }
    }

    var isPlus: Bool { self == "+" || self == "＋" }

    /// Ten, as the last place of an identity card.
    var isCheckingX: Bool { ["X", "x", "Ｘ", "ｘ"].contains(self) }

    var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }

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
