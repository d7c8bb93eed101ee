import Language

/// What somebody says to a question that has its answers in it: yes, no, or which one of a list.
///
/// A yes has to be said and nothing besides it: whatever holds another word is none. A no is heard wherever it stands.
public enum ShortAnswer: Sendable, Hashable {
    case yes, no
    /// Counted from one.
    case number(Int)
    case last

    /// Nil for anything longer.
    public init?(_ text: String) {
        let said = SaidWords(text)
        if let place = said.place {
            self = place
        } else if said.isShort && said.holds(Self.stops) || said.isMade(of: Self.noes, among: Self.courtesies)
        {
            self = .no
        } else if !text.contains(where: { $0 == "?" || $0 == "？" }),
            said.isMade(of: Self.yeses, among: Self.courtesies)
        {
            self = .yes
        } else {
            return nil
        }
    }

    /// Whether it begins with a no, whatever follows: "no, the blue one".
    public static func beginsWithNo(_ text: String) -> Bool { SaidWords(text).begins(with: noes + stops) }

    private static let yeses = [
        "是", "是的", "对", "对的", "好", "好的", "好吧", "好啊", "可以", "可以的", "行", "行吧", "行的", "确认", "确定", "同意",
        "没问题", "没错", "嗯", "嗯嗯", "恩", "ok", "okay", "yes", "y", "yep", "yeah", "yup", "sure", "confirm",
        "confirmed",
        "correct", "right", "agreed", "go ahead", "do it", "please do", "that is right", "that's right",
        "sounds good",
        "要得", "就这样", "就这么办", "办吧",
    ]
    private static let noes = [
        "不", "不是", "不是的", "不对", "不行", "不可以", "不同意", "不确认", "不好", "否", "别", "no", "n", "nope", "nah", "wrong",
        "incorrect", "not that", "not this", "don't", "do not", "dont", "唔好", "唔系",
    ]
    private static let stops = [
        "不用了", "算了", "先不", "别办", "不办", "先等等", "等一下", "等等", "放弃", "不需要了", "不弄了",
        "stop", "never mind", "nevermind", "forget it", "leave it", "wait", "hold on", "not now", "don't do",
        "do not do", "no thanks", "no thank you", "唔使", "免了",
    ]
    private static let courtesies = [
        "请", "麻烦", "麻烦你", "麻烦您", "谢谢", "谢谢你", "谢谢您", "多谢", "吧", "的", "啊", "呀", "哦", "帮我", "就",
        "那", "那就", "please", "thanks", "thank you", "then", "it", "that", "is", "ok", "well", "just",
    ]
}

/// A short message as words: folded, without signs.
struct SaidWords {
    /// Runs between signs, so that no word is read over one; all of them in `joined` with blanks.
    private let joined: String

    init(_ text: String) {
        let folded = NormalText(text).text
        var plain = ""
        for scalar in folded.unicodeScalars {
            let isWord = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            plain.unicodeScalars.append(isWord || scalar == "'" || scalar == "’" ? scalar : " ")
        }
        joined = plain.replacing("’", with: "'").split(separator: " ").joined(separator: " ")
    }

    /// A few words, in which a stop is what is meant.
    var isShort: Bool { joined.count <= 24 }

    /// A figure and nothing else.
    var isFigure: Bool { !joined.isEmpty && joined.allSatisfy { $0.isASCII && $0.isNumber } }

    func holds(_ words: [String]) -> Bool {
        words.contains { Self.isHan($0) ? joined.contains($0) : " \(joined) ".contains(" \($0) ") }
    }

    func begins(with words: [String]) -> Bool {
        words.contains { Self.isHan($0) ? joined.hasPrefix($0) : "\(joined) ".hasPrefix("\($0) ") }
    }

    /// Whether it says one of these, and nothing but them and the others.
    func isMade(of words: [String], among others: [String]) -> Bool {
        guard !joined.isEmpty, joined.count <= Self.longest else { return false }
        var rest = joined[...]
        var isSaid = false
        let all = (words.map { ($0, true) } + others.map { ($0, false) })
            .sorted { ($0.0.count, $0.1 ? 1 : 0) > ($1.0.count, $1.1 ? 1 : 0) }
        while !rest.isEmpty {
            if rest.first == " " {
                rest = rest.dropFirst()
                continue
            }
            guard let found = all.first(where: { Self.stands($0.0, at: rest) }) else { return false }
            isSaid = isSaid || found.1
            rest = rest.dropFirst(found.0.count)
        }
        return isSaid
    }

    private static let longest = 40

    /// Letters have to end where a word ends.
    private static func stands(_ word: String, at rest: Substring) -> Bool {
        guard rest.hasPrefix(word) else { return false }
        if isHan(word) { return true }
        let next = rest.dropFirst(word.count).first
        return next == nil || next == " " || next.map { isHan(String($0)) } == true
    }

    static func isHan(_ text: String) -> Bool {
        text.unicodeScalars.contains { (0x3400...0x9FFF).contains($0.value) }
    }

    /// "2", "第二个", "选 2", "the second one", "number two", "last one".
    var place: ShortAnswer? {
        var rest = joined
        for word in Self.before where rest.hasPrefix(word) { rest = String(rest.dropFirst(word.count)) }
        rest = rest.trimmed
        for word in Self.after where rest.hasSuffix(word) && rest.count > word.count {
            rest = String(rest.dropLast(word.count)).trimmed
        }
        if Self.lasts.contains(rest) { return .last }
        if let number = Self.figures[rest] ?? Int(rest), (1...99).contains(number) { return .number(number) }
        return nil
    }

    private static let before = [
        "我要", "我选", "就选", "选择", "选", "要", "就", "是", "i mean ", "i want ", "i'd like ", "i choose ", "choose ",
        "the ",
        "number ", "option ", "第",
    ]
    private static let after = [
        " please", "谢谢", "吧", "啊", "的", "那个", "这个", "订单", "商品", "个", "件", "单", "项", "条", "笔", "款", "号",
        " one", " order", " item",
        " option",
    ]
    private static let lasts: Set<String> = ["最后一", "最后", "last", "last one"]
    private static let figures: [String: Int] = [
        "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "first": 1,
        "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "one": 1, "two": 2, "three": 3,
        "four": 4, "five": 5,
        "six": 6, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5,
    ]
}

extension String {
    fileprivate var trimmed: String {
        String(self.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
