/// A line of the corpus: a phrase, parts of which may be said in several ways.
///
/// `(can|could) you (please|) cancel it` stands for four phrases. Brackets do not nest.
struct PhraseGrammar: Sendable {
    private let parts: [[Substring]]

    /// - Returns: nil where brackets do not close.
    init?(_ line: String) {
        var parts: [[Substring]] = []
        var rest = line[...]
        while let open = rest.firstIndex(of: "(") {
            guard let close = rest[open...].firstIndex(of: ")") else { return nil }
            let inside = rest[rest.index(after: open)..<close]
            if inside.contains("(") { return nil }
            if open > rest.startIndex { parts.append([rest[..<open]]) }
            parts.append(inside.split(separator: "|", omittingEmptySubsequences: false))
            rest = rest[rest.index(after: close)...]
        }
        if rest.contains(")") || rest.contains("|") { return nil }
        if !rest.isEmpty { parts.append([rest]) }
        self.parts = parts
    }

    /// How many ways there are, counted up to a bound.
    func count(upTo bound: Int) -> Int { parts.reduce(1) { min($0 * $1.count, bound) } }

    /// Some of the phrases, no two the same, the first way of each part first; as many as there are where that is fewer.
    func phrases(_ wanted: Int, _ chance: inout SeededChance) -> [String] {
        var phrases: [String] = []
        var seen: Set<String> = []
        let all = count(upTo: 1 << 20)
        for attempt in 0..<min(all * 3, wanted * 4) where phrases.count < wanted {
            let phrase =
                all <= wanted
                ? phrase(number: attempt % all) : attempt == 0 ? phrase(number: 0) : random(&chance)
            if !phrase.isEmpty, seen.insert(phrase).inserted { phrases.append(phrase) }
        }
        return phrases
    }

    private func phrase(number: Int) -> String {
        var rest = number
        return Self.tidy(
            parts.map { part in
                defer { rest /= part.count }
                return part[rest % part.count]
            }.joined())
    }

    private func random(_ chance: inout SeededChance) -> String {
        Self.tidy(parts.map { $0[chance.below($0.count)] }.joined())
    }

    /// Without blanks at the ends or beside each other, as left-out parts leave them.
    private static func tidy(_ text: String) -> String {
        text.split(separator: " ").joined(separator: " ")
    }
}
