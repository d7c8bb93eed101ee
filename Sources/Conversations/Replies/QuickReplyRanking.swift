/// Which quick replies fit what somebody types, the likeliest first: those that begin so, then those that hold it; among
/// them what one sends oneself counts three times what everybody sends.
public struct QuickReplyRanking: Sendable {
    public static let usual = QuickReplyRanking(ownWeight: 3)

    public let ownWeight: Int

    public init(ownWeight: Int) { self.ownWeight = ownWeight }

    /// - Parameter typed: nothing: all of them, by use.
    public func ranked(_ replies: [QuickReply], by typed: String) -> [QuickReply] {
        let words = typed.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
        let found = replies.compactMap { reply in fit(reply, words).map { (reply, $0) } }
        return found.sorted { left, right in
            if left.1 != right.1 { return left.1 > right.1 }
            let uses = (weight(left.0), weight(right.0))
            if uses.0 != uses.1 { return uses.0 > uses.1 }
            return (left.0.text.title, left.0.id) < (right.0.text.title, right.0.id)
        }.map(\.0)
    }

    /// How well a reply fits every word; nil where one does not stand in it.
    private func fit(_ reply: QuickReply, _ words: [String]) -> Int? {
        let (title, text) = (reply.text.title.lowercased(), reply.text.words.lowercased())
        var sum = 0
        for word in words {
            if title.hasPrefix(word) {
                sum += 3
            } else if title.contains(word) {
                sum += 2
            } else if text.contains(word) {
                sum += 1
            } else {
                return nil
            }
        }
        return sum
    }

    private func weight(_ reply: QuickReply) -> Int { reply.uses + (ownWeight - 1) * reply.ownUses }
}
