import Base

/// The single values that packs are written with.
extension PackNode {
    func scalar() -> String? {
        guard let text = word else { return fault(.wrongType, ["expected": "text"]) }
        return text
    }

    /// A name such as `returnRefund` or `seven-day`: Latin letters, digits and hyphens, a letter first.
    func code() -> String? {
        guard let text = scalar() else { return nil }
        let isCode =
            text.utf8.count <= Self.codeBytes && text.first?.isLetter == true
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        guard isCode else {
            return fault(.malformedCode, ["value": shown(text), "most": String(Self.codeBytes)])
        }
        return text
    }

    func choice<Choice: RawRepresentable<String>>(of choices: [Choice]) -> Choice? {
        guard let text = scalar() else { return nil }
        guard let choice = choices.first(where: { $0.rawValue == text }) else {
            return fault(.unknownChoice, ["value": shown(text), "choices": Self.names(choices)])
        }
        return choice
    }

    /// A list of distinct choices, in any order.
    func choices<Choice: RawRepresentable<String> & Hashable>(of choices: [Choice]) -> Set<Choice>? {
        var seen: Set<Choice> = []
        let list = list { item -> Choice? in
            guard let choice = item.choice(of: choices) else { return nil }
            guard seen.insert(choice).inserted else {
                return item.fault(.duplicateItem, ["value": choice.rawValue])
            }
            return choice
        }
        return list.map { Set($0) }
    }

    /// As `choices`, but at least one.
    func someChoices<Choice: RawRepresentable<String> & Hashable>(of choices: [Choice]) -> Set<Choice>? {
        guard let set = self.choices(of: choices) else { return nil }
        return set.isEmpty ? fault(.emptyList) : set
    }

    func flag() -> Bool? { choice(of: Flag.allCases).map { $0 == .yes } }

    func span() -> Span? {
        guard let text = scalar() else { return nil }
        guard let span = Span(text) else { return fault(.malformedSpan, ["value": shown(text)]) }
        return span
    }

    /// A span of at least a minute, for what would otherwise end as soon as it begins, or of at least what is asked.
    func lastingSpan(_ least: Span = .minutes(1)) -> Span? {
        guard let span = span() else { return nil }
        guard span >= least else {
            return fault(.spanTooShort, ["value": shown(word ?? ""), "least": least.description])
        }
        return span
    }

    /// `10.00`, `10.5` or `10` of the main unit, as minor units. Zeros beyond the currency's decimals say nothing.
    func amount(in currency: Currency, as stage: PackReader.Stage) -> Int64? {
        guard let text = scalar() else { return nil }
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? parts[1] : "0"
        guard let first = parts.first, Self.digits(first, upTo: 12) != nil,
            Self.digits(decimals, upTo: max(2, currency.minorDigits)) != nil
        else { return fault(.malformedAmount, ["value": shown(text)]) }
        let isTooFine = decimals.dropFirst(currency.minorDigits).contains { $0 != "0" }
        guard !isTooFine || stage == .stored else {
            return fault(
                .amountTooFine,
                ["value": shown(text), "currency": currency.code, "decimals": String(currency.minorDigits)])
        }
        let kept = decimals.prefix(currency.minorDigits)
        let zeros = String(repeating: "0", count: currency.minorDigits - kept.count)
        guard let amount = Int64(first + kept + zeros), amount <= Limits.largestAmount else {
            return fault(.malformedAmount, ["value": shown(text)])
        }
        return amount
    }

    /// `5%` or `12.5%`, as basis points.
    func share(upTo most: Int) -> Int? {
        guard let text = scalar() else { return nil }
        guard text.last == "%", let points = Self.hundredths(text.dropLast()), points <= most else {
            return fault(.malformedShare, ["value": shown(text), "most": "\(most / 100)%"])
        }
        return Int(points)
    }

    /// A whole number from 1; nil: up to the largest that packs may say at all.
    func count(upTo most: Int? = nil) -> Int? {
        guard let text = scalar() else { return nil }
        let most = most ?? 9999
        guard let count = Self.digits(text, upTo: 4), (1...Int64(most)).contains(count) else {
            return fault(.malformedCount, ["value": shown(text), "most": String(most)])
        }
        return Int(count)
    }

    /// How many lines a text may have.
    enum TextShape { case line, lines }

    func text(upTo most: Int, as shape: TextShape, _ stage: PackReader.Stage) -> String? {
        guard let text = scalar() else { return nil }
        guard text.contains(where: { !$0.isWhitespace }) else { return fault(.emptyText) }
        guard text.count <= most else { return fault(.textTooLong, ["most": String(most)]) }
        guard stage == .stored || !text.unicodeScalars.contains(where: { shape.isUnfit($0) }) else {
            return fault(shape == .line ? .textNotOneLine : .controlCharacter)
        }
        return text
    }

    /// One text in every language.
    func localized(upTo most: Int, as shape: TextShape, _ stage: PackReader.Stage) -> LocalizedText? {
        mapping { keys in
            let texts = Language.allCases.map { language in
                if member(language.rawValue) == nil { lack(.missingText, ["language": language.rawValue]) }
                return keys.optional(language.rawValue) { $0.text(upTo: most, as: shape, stage) }
            }
            guard let simplified = texts[0], let traditional = texts[1], let english = texts[2] else {
                return nil
            }
            return LocalizedText(simplified: simplified, traditional: traditional, english: english)
        }
    }

    static func names(_ choices: [some RawRepresentable<String>]) -> String {
        choices.map(\.rawValue).joined(separator: ", ")
    }

    private enum Flag: String, CaseIterable {
        case yes = "true"
        case no = "false"
    }

    private static let codeBytes = 64

    private func shown(_ text: String) -> String { String(text.prefix(60)) }

    private static func hundredths(_ text: some StringProtocol) -> Int64? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let whole = digits(first, upTo: 12) else { return nil }
        guard parts.count == 2 else { return whole * 100 }
        guard let fraction = digits(parts[1], upTo: 2) else { return nil }
        return whole * 100 + (parts[1].count == 1 ? fraction * 10 : fraction)
    }

    private static func digits(_ text: some StringProtocol, upTo most: Int) -> Int64? {
        guard (1...most).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return Int64(text)
    }
}

extension PackNode.TextShape {
    /// What nobody can read or what would break the line that it stands in.
    fileprivate func isUnfit(_ character: Unicode.Scalar) -> Bool {
        switch character.properties.generalCategory {
        case .lineSeparator, .paragraphSeparator: true
        case .control: self == .line || character != "\n"
        default: false
        }
    }
}
