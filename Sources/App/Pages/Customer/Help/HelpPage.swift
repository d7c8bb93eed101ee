import Base
import Hummingbird
import Knowledge
import Language
import Localisation
import Markup
import Storage
import Web

/// The shop's help: a search that shows what fits while somebody types, and before that what is asked most.
struct HelpPage: Component {
    private struct Row {
        let id: String
        let question: String
        let answer: String
        let isPolicy: Bool
    }

    private let typed: String
    private let rows: [Row]
    private let reader: Reader
    private let call: CustomerCall

    private static let shown = 10
    private static let excerptCharacters = 90

    init(_ typed: String, _ call: CustomerCall, _ transaction: Transaction) throws {
        let reader = call.reader(at: transaction.now)
        let known = KnownAnswers(services: call.services, reader: reader, shop: call.shop)
        (self.typed, self.call, self.reader) = (typed, call, reader)
        if typed.isEmpty {
            let articles = try call.services.knowledge.mostUsed(
                limit: Self.shown, in: call.shop.id, transaction)
            let policy = try known.policy(transaction).items
            rows =
                articles.compactMap { Self.row($0, reader.language) }
                + policy.map {
                    Row(id: $0.id, question: $0.questions.first ?? "", answer: $0.answer, isPolicy: true)
                }
        } else {
            let search = ArticleSearch(typed, in: reader.language, on: "page", limit: Self.shown)
            rows = try known.search(search, transaction).map {
                Row(
                    id: $0.id, question: $0.question, answer: $0.answer,
                    isPolicy: $0.id.hasPrefix(PolicyArticles.prefix))
            }
        }
    }

    private static func row(_ article: Article, _ language: Base.Language) -> Row? {
        guard let text = article.live?.text, let answer = text.answer(for: language, on: "page") else {
            return nil
        }
        return Row(
            id: article.id.text, question: text.question(for: language), answer: answer.words, isPolicy: false
        )
    }

    var body: HTML {
        """
        <header class="column-head"><h1>\(reader["counter.help.title"])</h1>\
        <p>\(reader["counter.help.text"])</p></header>\
        <live-search class="stack" data-panel="\(call.base)/help/found">\
        <form class="form" role="search" action="\(call.base)/help">\
        \(Field("q", reader["counter.help.search"], .search, value: typed, limit: Limits.searchCharacters))\
        \(Button(reader["counter.help.go"]))</form>\
        <div data-found class="stack" aria-live="polite">\(list)</div></live-search>
        """
    }

    /// What the live page renews.
    var list: HTML {
        guard !rows.isEmpty else {
            return EmptyState(
                reader["counter.help.nothing"], reader["counter.help.nothingText"],
                link: Link(reader["counter.help.ask"], to: call.base + "/messages")
            ).body
        }
        let title = reader[typed.isEmpty ? "counter.help.most" : "counter.help.found"]
        let highlight = Highlight(typed)
        return "<h2>\(title)</h2>\(each: rows, { row($0, highlight) })"
    }

    private func row(_ row: Row, _ highlight: Highlight) -> HTML {
        """
        <a class="card card-link" href="\(call.base)/help/\(QueryText.encoded(row.id))">\
        <strong>\(MarkedText(parts: highlight.parts(of: row.question)))</strong>\
        <span class="small soft">\(MarkedText(
            parts: highlight.excerpt(of: row.answer.replacing("\n", with: " "), upTo: Self.excerptCharacters)))</span>\
        \(if: row.isPolicy, "<span class=\"small faint\">\(reader["counter.help.policy"])</span>")</a>
        """
    }
}

/// One answer, where it comes from, and the question whether it helped.
struct HelpArticlePage: Component {
    let question: String
    private let answer: String
    private let source: String
    /// Nil for what the policy says: whether that helps is not asked.
    private let marking: String?
    private let mark: ArticleUse.Mark?
    private let reader: Reader
    private let call: CustomerCall

    /// - Throws: `articleUnknown` for what there is not, and what customers are not told now.
    init(_ id: String, _ mark: ArticleUse.Mark?, _ call: CustomerCall, _ transaction: Transaction) throws {
        let reader = call.reader(at: transaction.now)
        (self.mark, self.call, self.reader) = (mark, call, reader)
        if id.hasPrefix(PolicyArticles.prefix) {
            let policy = try KnownAnswers(services: call.services, reader: reader, shop: call.shop)
                .policy(transaction)
            guard let item = policy[id] else { throw KnowledgeRefusal.articleUnknown }
            (question, answer, marking) = (item.questions.first ?? "", item.answer, nil)
            source = reader["counter.help.fromPolicy", ["version": String(policy.version)]]
            return
        }
        let article = try call.services.knowledge.article(Identifier(id), in: call.shop.id, transaction)
        guard article.isShown(at: transaction.now), let live = article.live,
            let answer = live.text.answer(for: reader.language, on: "page")
        else { throw KnowledgeRefusal.articleUnknown }
        (question, self.answer) = (live.text.question(for: reader.language), answer.words)
        source = reader["counter.help.asOf", ["day": reader.day(live.publishedAt)]]
        marking = "\(call.base)/help/\(article.id.inPath)/marks"
    }

    var body: HTML {
        """
        <p class="small"><a href="\(call.base)/help">\(reader["counter.help.back"])</a></p>\
        <article class="card"><h1>\(question)</h1><p class="pre">\(answer)</p>\
        <p class="small faint">\(source)</p></article>\
        \(mark.map { _ in Notice(reader["counter.help.thanks"], nil, .good) })\
        \(if: mark == nil, marking.map(marks) ?? .empty)\
        \(if: mark != .helped, asking)
        """
    }

    private func marks(_ place: String) -> HTML {
        """
        <form class="actions" method="post" action="\(place)">\(call.seals.next().hiddenFields)\
        <span class="soft">\(reader["counter.help.helped"])</span>\
        <button class="button" name="mark" value="helped">\(reader["counter.help.yes"])</button>\
        <button class="button" name="mark" value="misled">\(reader["counter.help.no"])</button></form>
        """
    }

    private var asking: HTML {
        "<p><a href=\"\(call.base)/messages\">\(reader["counter.help.ask"])</a></p>"
    }
}
