import Base
import Language

/// Something that may be chosen, and what it is known by.
public struct Choice: Sendable, Hashable {
    public let id: String
    /// As it stands in a list.
    public let label: String
    /// What people call it by besides: titles, options.
    public let words: [String]
    /// The day it was bought.
    public let day: CivilDate?

    public init(_ id: String, _ label: String, words: [String] = [], day: CivilDate? = nil) {
        (self.id, self.label, self.words, self.day) = (id, label, words, day)
    }
}

/// Which of several is meant: by its number, by the day it was bought, by "the last one", or by words that tell it from
/// the others.
struct Reference {
    let choices: [Choice]

    /// Those that may be meant; nothing where none is spoken of.
    func meant(by heard: Heard) -> [Choice] {
        let folded = NormalText(heard.text).text
        let named = choices.filter { Self.isNamed($0.id, in: folded) }
        if !named.isEmpty { return named }
        let words = Words(folded)
        let byWords = best(words)
        let byDay =
            heard.days.isEmpty
            ? []
            : choices.filter { choice in
                heard.days.contains { isOn(choice.day, $0.from, $0.through) }
            }
        let both = byWords.filter { byDay.contains($0) }
        if !both.isEmpty { return both }
        if !byWords.isEmpty { return byWords }
        if !byDay.isEmpty { return byDay }
        if heard.meansNewest, let newest = choices.first(where: { $0.day != nil }) { return [newest] }
        return []
    }

    private func isOn(_ day: CivilDate?, _ from: CivilDate, _ through: CivilDate) -> Bool {
        guard let day else { return false }
        return (from.daysSince1970...max(from.daysSince1970, through.daysSince1970)).contains(
            day.daysSince1970)
    }

    /// A number stands by itself.
    private static func isNamed(_ id: String, in text: String) -> Bool {
        let id = NormalText(id).text
        guard id.count >= 4, let range = text.firstRange(of: id) else { return false }
        let before = range.lowerBound > text.startIndex ? text[text.index(before: range.lowerBound)] : " "
        let after = range.upperBound < text.endIndex ? text[range.upperBound] : " "
        return !Self.isCode(before) && !Self.isCode(after)
    }

    private static func isCode(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }

    /// Those that share the most with what was said, of what not all share.
    private func best(_ said: Words) -> [Choice] {
        let all = choices.map { Words(NormalText(([$0.label] + $0.words).joined(separator: " ")).text) }
        let scores = all.indices.map { place in
            let own = all[place].parts.filter { part in
                choices.count == 1 || !all.allSatisfy { $0.parts.contains(part) }
            }
            return said.parts.intersection(own).count
        }
        guard let most = scores.max(), most > 0 else { return [] }
        return choices.indices.filter { scores[$0] == most }.map { choices[$0] }
    }
}

/// What can be recognised in a text: pairs of Chinese characters, Latin words of three letters and more.
private struct Words {
    let parts: Set<String>

    init(_ text: String) {
        var parts: Set<String> = []
        var word = ""
        var before: Character?
        for character in text + " " {
            let isHan = SaidWords.isHan(String(character))
            if !isHan, character.isLetter || character.isNumber {
                word.append(character)
            } else {
                if word.count >= 3, word.contains(where: \.isLetter), !Self.common.contains(word) {
                    parts.insert(word)
                }
                word = ""
            }
            if isHan, let before { parts.insert("\(before)\(character)") }
            before = isHan ? character : nil
        }
        self.parts = parts.subtracting(Self.common)
    }

    private static let common: Set<String> = [
        "the", "and", "for", "with", "one", "this", "that", "want", "order", "return", "refund", "cancel",
        "please", "item",
        "not", "you", "was", "has", "have", "can", "bought", "buy", "last", "week", "placed", "piece",
        "pieces", "nov", "dec",
        "november", "december", "october", "september", "august", "july", "june", "yes", "would", "like",
        "mine", "need", "get", "money",
        "back", "send", "sent", "订单", "退货", "退款", "我要", "要退", "想退", "取消", "我想", "这个", "那个", "一个", "下单", "的订",
        "换货",
    ]
}
