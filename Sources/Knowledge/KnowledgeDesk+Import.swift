import Base
import Events
import Storage

/// What became of a file of articles.
public struct ArticleImportReport: Sendable {
    public internal(set) var added = 0
    public internal(set) var changed = 0
    public internal(set) var unchanged = 0
    public internal(set) var published = 0

    public var json: JSONValue {
        [
            "added": JSONValue(added), "changed": JSONValue(changed), "unchanged": JSONValue(unchanged),
            "published": JSONValue(published),
        ]
    }
}

extension KnowledgeDesk {
    private static let asked = 500

    /// Takes a file of articles whole or not at all: those with a name that is known are written anew, others begin. What
    /// says the same as before is left alone.
    /// - Parameter publishes: whether everything of the file is published at once.
    /// - Throws: `ArticleFaults` with the line of each article that the rules refuse; `tooManyArticles`.
    public func take(
        _ file: ArticleImport, publishes: Bool, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> ArticleImportReport {
        var (report, faults) = (ArticleImportReport(), [ArticleFaults.Fault]())
        let count = try store.count(ArticleState.allCases, in: shop, transaction)
        for start in stride(from: 0, to: file.entries.count, by: Self.asked) {
            let entries = file.entries[start..<min(start + Self.asked, file.entries.count)]
            let known = try store.find(names: entries.map(\.name), in: shop, transaction)
            let named = Dictionary(known.map { ($0.name ?? "", $0) }, uniquingKeysWith: { first, _ in first })
            for entry in entries {
                do {
                    try take(entry, named[entry.name], publishes, by: actor, in: shop, transaction, &report)
                } catch let refusal as any Refusal {
                    faults.append(.init(line: entry.line, refusal: refusal))
                }
            }
        }
        guard faults.isEmpty else { throw ArticleFaults(faults) }
        guard count + report.added <= Article.most else { throw KnowledgeRefusal.tooManyArticles }
        try events.append(
            "shop.articlesImported", on: .init("shop", shop.text), of: shop, by: actor, report.json,
            in: transaction)
        return report
    }

    private func take(
        _ entry: ArticleImport.Entry, _ known: Article?, _ publishes: Bool, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction, _ report: inout ArticleImportReport
    ) throws {
        try check(entry.text, in: shop, transaction)
        var article: Article
        if let known {
            article = known
            if known.state != .retired, known.text == entry.text {
                report.unchanged += 1
            } else {
                try revise(&article, entry.text, by: actor, in: shop, transaction)
                report.changed += 1
            }
        } else {
            article = try begin(entry.text, entry.name, by: actor, in: shop, transaction)
            report.added += 1
        }
        guard publishes, article.state.hasDraft else { return }
        try publish(&article, by: actor, in: shop, transaction)
        report.published += 1
    }
}
