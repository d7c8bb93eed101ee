import Base
import Conversations
import Knowledge
import Language
import Localisation
import Storage

/// What the shop could answer to something that was asked, the best first: by words, and by what both want once there is
/// a model that tells.
struct RankedAnswers: Sendable {
    struct Item: Sendable {
        let known: KnownAnswer
        /// 0 to 1, whether or not it is said to answer what is wanted.
        let score: Float
        /// Whether it is said to answer what is wanted.
        let isMeant: Bool
    }

    /// So many are looked at.
    private static let candidates = 10
    /// What is said to answer what is wanted counts more.
    private static let meantScore: Float = 0.2

    let items: [Item]

    /// - Parameters:
    ///   - intent: what is wanted, where that is known.
    ///   - reader: nil while there is no model.
    init(
        to text: String, wanting intent: Intent?, _ reader: IntentReader?, on channel: ConversationChannel,
        among known: KnownAnswers, _ transaction: Transaction
    ) throws {
        let search = ArticleSearch(
            text, in: known.reader.language, on: channel.name, limit: Self.candidates)
        var found = try known.search(search, transaction)
        if let intent {
            // What the policy says of it fits, however it is asked.
            let policy = try known.policy(transaction)
            found += policy.items.filter { $0.intents.contains(intent) }.filter { item in
                !found.contains { $0.id == item.id }
            }.map { KnownAnswer(source: .policy($0, version: policy.version), likeness: 0) }
        }
        items = zip(found, Self.scores(of: found, text, reader)).map { known, score in
            Item(known: known, score: score, isMeant: known.answers(intent))
        }.sorted { Self.order($0) > Self.order($1) }
    }

    static func order(_ item: Item) -> Float { item.score + (item.isMeant ? meantScore : 0) }

    /// By words and by what both want, once it is known how that is told.
    private static func scores(
        of found: [KnownAnswer], _ text: String, _ reader: IntentReader?
    ) -> [Float] {
        guard let reader, !found.isEmpty else { return found.map(\.likeness) }
        let index = MessageIndex(found.map(\.question), reader)
        var scores = [Float](repeating: 0, count: found.count)
        for match in index.ranked(Array(found.indices), to: text) { scores[match.place] = match.score }
        return scores
    }
}

extension KnownAnswer {
    /// Whether it is said to answer what is wanted.
    fileprivate func answers(_ intent: Intent?) -> Bool {
        guard let intent else { return false }
        return switch source {
        case .article(let found): found.version.text.intent == intent
        case .policy(let item, _): item.intents.contains(intent)
        }
    }
}
