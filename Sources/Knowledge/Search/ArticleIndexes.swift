import Base
import Language
import Storage
import Synchronization

/// What is published, in memory by what it is found by: a shop's articles from its first search on.
///
/// Each search first asks for what changed since the last, in the transaction that it reads in, so that every node finds what
/// its database holds and nobody has to be told anything. The shop that was searched longest ago is forgotten once all of
/// them have more articles than may be kept.
public final class ArticleIndexes: Sendable {
    private let most: Int
    private let shelf = Mutex(Shelf())

    private struct Shelf {
        var indexes: [ShopID: ShopArticles] = [:]
        /// The shops, searched longest ago first.
        var order: [ShopID] = []
    }

    /// - Parameter most: how many articles of all shops together are kept.
    public init(most: Int = 3 * Article.most) { self.most = most }

    /// A shop's, made where there is none yet.
    func articles(of shop: ShopID) -> ShopArticles {
        shelf.withLock { shelf in
            shelf.order.removeAll { $0 == shop }
            shelf.order.append(shop)
            if let known = shelf.indexes[shop] { return known }
            let new = ShopArticles()
            shelf.indexes[shop] = new
            return new
        }
    }

    /// Forgets shops until what is left may be kept; the one that was searched last always is.
    func tidy() {
        shelf.withLock { shelf in
            var sum = shelf.indexes.values.reduce(0) { $0 + $1.count }
            while sum > most, shelf.order.count > 1 {
                let shop = shelf.order.removeFirst()
                sum -= shelf.indexes.removeValue(forKey: shop)?.count ?? 0
            }
        }
    }
}

/// What one shop has published. One search at a time: none takes longer than a few milliseconds but the first.
final class ShopArticles: Sendable {
    typealias Index = TypingIndex<Identifier<Article>>

    private let state = Mutex(State())
    private let size = Atomic(0)

    private struct State {
        var index = Index()
        /// What customers are not told.
        var forStaff: Set<Identifier<Article>> = []
        /// The revision up to which the index knows everything.
        var revision = 0
    }

    var count: Int { size.load(ordering: .relaxed) }

    /// Catches up with what changed, then looks.
    func nearest(
        to typed: String, count: Int, isStaff: Bool,
        catchUp: (_ revision: Int, _ take: (Identifier<Article>, Int, ArticleText?) -> Void) throws -> Void
    ) throws -> [Index.Match] {
        try state.withLock { state in
            try catchUp(state.revision) { id, revision, text in
                state.revision = max(state.revision, revision)
                state.forStaff.remove(id)
                guard let text else { return state.index.remove(id) }
                if text.audience == .staff { state.forStaff.insert(id) }
                state.index.put(
                    id, titles: text.questions.map(\.words),
                    body: text.answers.map(\.words).joined(separator: "\n"))
            }
            size.store(state.index.count, ordering: .relaxed)
            return state.index.nearest(to: typed, count: count) { [forStaff = state.forStaff] id in
                isStaff || !forStaff.contains(id)
            }
        }
    }
}
