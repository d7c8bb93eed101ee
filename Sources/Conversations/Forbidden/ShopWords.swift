import Base
import Foundation

/// What a shop adds to the rule: words that nobody sends, and what may be said although the rule knows its words.
public struct ShopWords: Sendable, Hashable {
    /// Of each sort.
    public static let most = 200
    public static let mostCharacters = 60

    public struct Word: Sendable, Hashable {
        public let word: String
        /// What is said in its place.
        public let instead: String?

        public init(_ word: String, instead: String? = nil) { (self.word, self.instead) = (word, instead) }
    }

    public let forbidden: [Word]
    public let allowed: [String]

    public static let none = ShopWords(kept: [], [])

    /// - Throws: `shopWordInvalid` unless each has 1 to 60 characters, one of them a letter, a digit or a character;
    ///   `tooManyShopWords`.
    public init(forbidden: [Word], allowed: [String]) throws(ConversationRefusal) {
        guard max(forbidden.count, allowed.count) <= Self.most else { throw .tooManyShopWords }
        for text in forbidden.map(\.word) + forbidden.compactMap(\.instead) + allowed {
            let isWord = text.contains { $0.isLetter || $0.isNumber }
            guard isWord, text.count <= Self.mostCharacters else { throw .shopWordInvalid }
        }
        self.init(kept: forbidden, allowed)
    }

    private init(kept forbidden: [Word], _ allowed: [String]) {
        (self.forbidden, self.allowed) = (forbidden, allowed)
    }

    /// As people write them, one a line: `运费险 = 退货包运费服务`.
    /// - Throws: as `init(forbidden:allowed:)`.
    public init(forbiddenLines: String, allowedLines: String) throws(ConversationRefusal) {
        let forbidden = Self.lines(forbiddenLines).map { line in
            let parts = line.split(maxSplits: 1, whereSeparator: { "=＝".contains($0) }).map(Self.trimmed)
            return Word(parts.first ?? "", instead: parts.count > 1 ? parts[1] : nil)
        }
        try self.init(forbidden: forbidden, allowed: Self.lines(allowedLines))
    }

    public var forbiddenLines: String {
        forbidden.map { word in word.instead.map { "\(word.word) = \($0)" } ?? word.word }.joined(
            separator: "\n")
    }

    private static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map(trimmed).filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        text.trimmingCharacters(in: .whitespaces)
    }

    public var json: JSONValue {
        [
            "forbidden": .array(
                forbidden.map { word in
                    .object(["word": .string(word.word), "instead": word.instead.map { .string($0) }])
                }), "allowed": JSONValue(allowed),
        ]
    }

    init(stored json: JSONValue) {
        let forbidden = json["forbidden"]?.items ?? []
        self.init(
            kept: forbidden.compactMap { word in
                word["word"]?.string.map { Word($0, instead: word["instead"]?.string) }
            }, (json["allowed"]?.items ?? []).compactMap(\.string))
    }
}
