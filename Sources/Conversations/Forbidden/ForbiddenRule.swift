import Base
import Language

/// What may not be sent to a customer, whoever writes it: what the law and marketplaces forbid, and what the shop does
/// not want.
public struct ForbiddenRule: Sendable {
    /// So many characters apart at most, two words of a sentence are about each other.
    public let apart: Int
    /// So far before a word a negation takes back what it says: `不能好评返现`.
    public let negatedWithin: Int

    public static let usual = ForbiddenRule(apart: 30, negatedWithin: 8)

    public init(apart: Int, negatedWithin: Int) { (self.apart, self.negatedWithin) = (apart, negatedWithin) }

    /// Everything in a text that may not be sent, each kind once and the shop's words each.
    /// - Parameter known: what the customer gave or the shop itself gives out, asked for only where the text holds a number
    ///   or an address of somebody.
    public func passages(
        in text: String, _ shop: ShopWords = .none, known: () throws -> [String]
    ) rethrows -> [ForbiddenPassage] {
        let sentences = ReadSentence.all(in: text)
        let allowed = shop.allowed.map { NormalText($0).scalars }
        var found = sentences.flatMap { said(in: $0, allowed) }
        if try tellsOfOthers(text, shop, known) { found.append(ForbiddenPassage(.personalData)) }
        found += shop.forbidden.filter { word in
            let scalars = NormalText(word.word).scalars
            return sentences.contains { !unexcused($0.places(of: scalars), in: $0, allowed).isEmpty }
        }.map { ForbiddenPassage(.shopWord, $0.word, instead: $0.instead) }
        var seen: Set<ForbiddenPassage> = []
        return found.filter { seen.insert($0).inserted }
    }

    // MARK: The sentences

    private func said(in sentence: [UInt32], _ allowed: [[UInt32]]) -> [ForbiddenPassage] {
        let all = ForbiddenLexicon.shared.hits(in: sentence)
        guard !all.isEmpty else { return [] }
        let meant = all.filter { hit in
            !isNegated(hit, all, sentence) && !unexcused([hit.range], in: sentence, allowed).isEmpty
        }
        return [rewardsReview(meant), diverts(meant, sentence), isUnfair(meant)].compactMap(\.self)
    }

    private func rewardsReview(_ hits: [WordList.Hit]) -> ForbiddenPassage? {
        pair(hits, .review, .reward, within: apart).map { ForbiddenPassage(.reviewReward, $0) }
    }

    private func diverts(_ hits: [WordList.Hit], _ sentence: [UInt32]) -> ForbiddenPassage? {
        if let hit = hits.first(where: { $0.part == .diversion }) {
            return ForbiddenPassage(.diversion, hit.word)
        }
        let messengers = hits.filter { $0.part == .messenger && !isAboutPaying($0, sentence) }
        if let named = messengers.first(where: { isFollowedByName($0, sentence) }) {
            return ForbiddenPassage(.diversion, named.word)
        }
        let reached = messengers + hits.filter { $0.part == .reaching }
        if let words = pair(reached, .reaching, .messenger, within: 8) {
            return ForbiddenPassage(.diversion, words)
        }
        return leads(hits).map { ForbiddenPassage(.diversion, $0) }
    }

    private func isUnfair(_ hits: [WordList.Hit]) -> ForbiddenPassage? {
        hits.first { $0.part == .unfairTerm }.map { ForbiddenPassage(.unfairTerm, $0.word) }
    }

    private func tellsOfOthers(
        _ text: String, _ shop: ShopWords, _ known: () throws -> [String]
    ) rethrows -> Bool {
        let numbers = PersonalNumbers.all(in: text)
        guard !numbers.isEmpty else { return false }
        let given = PersonalNumbers.Given(try known() + shop.allowed)
        return numbers.contains { !given.holds($0) }
    }

    // MARK: Parts

    /// `去淘宝下单`: going, a market right after it, buying soon after.
    private func leads(_ hits: [WordList.Hit]) -> String? {
        for going in hits where going.part == .going {
            let market = hits.first {
                $0.part == .market && (0...3).contains($0.range.lowerBound - going.range.upperBound)
            }
            guard let market else { continue }
            let buys = hits.contains {
                $0.part == .buying && (0...8).contains($0.range.lowerBound - market.range.upperBound)
            }
            if buys || going.word.contains("buy") || going.word.contains("order") { return market.word }
        }
        return nil
    }

    private func pair(
        _ hits: [WordList.Hit], _ first: WordList.Part, _ second: WordList.Part, within span: Int
    ) -> String? {
        for one in hits where one.part == first {
            for other in hits where other.part == second && !other.range.overlaps(one.range) {
                let gap =
                    one.range.lowerBound < other.range.lowerBound
                    ? other.range.lowerBound - one.range.upperBound
                    : one.range.lowerBound - other.range.upperBound
                if gap <= span { return "\(one.word)…\(other.word)" }
            }
        }
        return nil
    }

    private func isNegated(_ hit: WordList.Hit, _ all: [WordList.Hit], _ sentence: [UInt32]) -> Bool {
        all.contains { negation in
            guard negation.part == .negation else { return false }
            let gap = hit.range.lowerBound - negation.range.upperBound
            guard (0...negatedWithin).contains(gap) else { return false }
            let between = negation.range.upperBound..<hit.range.lowerBound
            return !sentence[between].contains(0x2C)
                && !all.contains { $0.part == .reminder && between.overlaps($0.range) }
        }
    }

    /// `微信零钱`: how money goes back.
    private func isAboutPaying(_ hit: WordList.Hit, _ sentence: [UInt32]) -> Bool {
        let rest = sentence[hit.range.upperBound...].drop { $0 == 0x20 }
        return Self.paying.contains { rest.starts(with: $0) }
    }

    private static let paying = ForbiddenLexicon.paying.map { NormalText($0).scalars }

    /// `vx: abc123`, `qq 12345678`, `微信号`, `微信同号`.
    private func isFollowedByName(_ hit: WordList.Hit, _ sentence: [UInt32]) -> Bool {
        let rest = sentence[hit.range.upperBound...].prefix(24)
        if rest.prefix(2).contains(0x53F7) { return true }
        let name = rest.drop { $0 == 0x20 || $0 == 0x3A }.prefix {
            $0.isSmallLetter || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D
        }
        return name.count >= 5 && name.contains { (0x30...0x39).contains($0) }
    }

    /// Those that do not stand inside of what the shop allows.
    private func unexcused(
        _ ranges: [Range<Int>], in sentence: [UInt32], _ allowed: [[UInt32]]
    ) -> [Range<Int>] {
        guard !allowed.isEmpty, !ranges.isEmpty else { return ranges }
        let excused = allowed.flatMap { sentence.places(of: $0) }
        return ranges.filter { range in
            !excused.contains { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound }
        }
    }
}
