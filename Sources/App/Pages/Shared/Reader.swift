import Base
import Localisation

/// Who reads a page: their language, amounts and times as they see them in the shop's zone, and the moment
/// of reading.
struct Reader: Sendable {
    let texts: TextTable
    let formatting: Formatting
    let now: Timestamp
    let currency: Currency

    init(_ texts: TextTable, of shop: ShopProfile, at now: Timestamp) {
        self.texts = texts
        formatting = Formatting(texts, in: shop.day)
        self.now = now
        currency = shop.currency
    }

    var language: Language { texts.language }

    /// A sentence; a missing key shows itself.
    subscript(key: String, arguments: [String: String] = [:]) -> String { texts[key, arguments] }

    /// A sentence, or nil when there is none.
    func sentence(_ key: String, _ arguments: [String: String] = [:]) -> String? {
        texts.sentence(key, arguments)
    }

    /// The most special of several sentences that there is: `title.offered.exchange`, then `title.offered`.
    func most(_ key: String, _ more: [String?], _ arguments: [String: String] = [:]) -> String {
        most(key, more) { arguments[$0] }
    }

    /// The same where values have to be put into words first: only what the sentence says is asked for.
    func most(_ key: String, _ more: [String?], _ value: (_ name: String) -> String?) -> String {
        for special in more.compactMap({ $0 }) {
            if let sentence = texts.sentence("\(key).\(special)", value) { return sentence }
        }
        return texts.sentence(key, value) ?? texts[key]
    }

    func money(_ money: Money) -> String { formatting.money(money) }

    func moment(_ moment: Timestamp) -> String { formatting.moment(moment, now: now) }

    func day(_ moment: Timestamp) -> String { formatting.day(moment, now: now) }

    func span(_ span: Span) -> String { formatting.span(span) }

    func units(_ count: Int) -> String {
        texts[count == 1 ? "goods.units.one" : "goods.units", ["count": formatting.number(count)]]
    }

    /// Whole sentences one after another.
    func sentences(_ sentences: [String]) -> String {
        sentences.filter { !$0.isEmpty }.joined(separator: language == .english ? " " : "")
    }

    /// A word that begins with a capital when it stands alone, inside a sentence.
    func inside(_ word: String) -> String {
        language == .english ? word.prefix(1).lowercased() + word.dropFirst() : word
    }

    /// Words one after another, as a list in a sentence has them: `photos, a video or a document`.
    func either(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return texts["list.or", ["first": all(words.dropLast()), "second": last]]
    }

    /// `the cup, the pot`
    func all(_ words: some Sequence<String>) -> String {
        words.reduce("") { $0.isEmpty ? $1 : texts["list.and", ["first": $0, "second": $1]] }
    }
}
