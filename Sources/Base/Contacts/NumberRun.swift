/// Digits that stand together, in groups as people part them, and which of them are numbers to call or cards.
struct NumberRun {
    struct Group {
        var range: Range<Int>
        var digits: [Int]
        /// A space or a bracket stands before it, not only a hyphen or a point.
        let isLoose: Bool
    }

    var groups: [Group]
    var hasPlus = false
    /// A Latin letter stands right before it.
    var hasLetters = false
    /// Nothing but single spaces and hyphens stand in it.
    var isPlain = true
    /// An X follows, as at the end of an identity card.
    var hasX = false

    /// More digits than the longest card are never one number.
    private static let mostDigits = 19

    /// The whole run where it is a number, otherwise the numbers in it.
    var numbers: [Range<Int>] {
        let all = groups.indices
        if isPlain, let whole = range(all, isWhole: true) { return [whole] }
        var (found, first) = ([Range<Int>](), 0)
        while first < groups.count {
            if first == 0 || groups[first].isLoose, let (range, last) = longest(from: first) {
                found.append(range)
                first = last
            }
            first += 1
        }
        return found
    }

    private func longest(from first: Int) -> (Range<Int>, last: Int)? {
        var (best, digits): ((Range<Int>, Int)?, Int) = (nil, 0)
        for last in first..<groups.count {
            digits += groups[last].digits.count
            guard digits <= Self.mostDigits else { break }
            guard last == groups.count - 1 || groups[last + 1].isLoose else { continue }
            if let range = range(first..<last + 1, isWhole: false) { best = (range, last) }
        }
        return best
    }

    /// Where the number ends that these groups make; nil when they make none.
    /// - Parameter isWhole: however they are parted.
    private func range(_ part: Range<Int>, isWhole: Bool) -> Range<Int>? {
        let some = groups[part]
        guard let start = some.first?.range.lowerBound, let end = some.last?.range.upperBound else {
            return nil
        }
        let (isFirst, isLast) = (part.lowerBound == 0, part.upperBound == groups.count)
        let (digits, lengths) = (some.flatMap(\.digits), some.map(\.digits.count))
        if isLast, hasX, !hasLetters || !isFirst, CardNumber(digits + [10]) != nil { return start..<end + 1 }
        if isFirst, hasPlus, (Self.leastDigits...15).contains(digits.count) { return start - 1..<end }
        if !hasLetters || !isFirst, isWhole || lengths.dropLast().allSatisfy({ $0 >= 3 }),
            CardNumber(digits) != nil
        {
            return start..<end
        }
        let called = Self.isCalled(digits, lengths, hasLetters: hasLetters && isFirst, isWhole: isWhole)
        return called ? start..<end : nil
    }

    static let leastDigits = 7

    /// Chinese mobile and landline numbers. Orders and parcels have longer or other numbers, or letters before them, which
    /// stay.
    private static func isCalled(
        _ digits: [Int], _ lengths: [Int], hasLetters: Bool, isWhole: Bool
    ) -> Bool {
        var (national, parts) = (digits[...], lengths[...])
        for prefix in [[0, 0, 8, 6], [8, 6]] where digits.starts(with: prefix) && digits.count > 11 {
            national = digits.dropFirst(prefix.count)
            if parts.first == prefix.count {
                parts = parts.dropFirst()
            } else {
                parts[parts.startIndex] -= prefix.count
            }
            break
        }
        let parting = Array(parts)
        if isMobile(national) { return isWhole || mobileParts.contains(parting) }
        guard !hasLetters, national.first == 0, (10...12).contains(national.count) else { return false }
        return isWhole || parting.count == 1
            || (3...4).contains(parting[0]) && parting.dropFirst().allSatisfy { $0 >= 3 }
    }

    static func isMobile(_ digits: some Collection<Int>) -> Bool {
        guard digits.count == 11, digits.first == 1, let second = digits.dropFirst().first else {
            return false
        }
        return second >= 3
    }

    /// How people part a mobile number.
    private static let mobileParts: Set<[Int]> = [
        [11], [3, 8], [3, 4, 4], [7, 4], [4, 4, 3], [4, 3, 4], [5, 6], [6, 5], [3, 3, 5],
    ]
}
