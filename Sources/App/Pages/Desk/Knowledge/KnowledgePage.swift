import Base
import Hummingbird
import Knowledge
import Language
import Localisation
import Markup
import Staff
import Storage
import Web

/// What the shop knows: what is published with a search over it, what is being written, what waits to be looked at.
struct KnowledgePage: Component {
    enum Tab: String, CaseIterable, Sendable {
        case published, drafts, review, misleading, retired

        var states: [ArticleState] {
            switch self {
            case .published, .misleading: ArticleState.allCases.filter(\.isLive)
            case .drafts: [.draft, .revised]
            case .review: [.inReview, .revisionInReview]
            case .retired: [.retired]
            }
        }
    }

    private struct Row {
        let place: String
        let question: String
        let answer: String
        let chips: [StatusChip]
        let note: String
    }

    private let tab: Tab
    private let typed: String
    private let rows: [Row]
    private let next: Cursor?
    private let inReview: Int
    private let taken: Int?
    private let call: DeskCall

    private static let found = 20
    private static let excerptCharacters = 110

    init(
        _ tab: Tab, _ typed: String, after cursor: Cursor?, _ call: DeskCall, _ transaction: Transaction
    ) throws {
        let (desk, shop) = (call.services.knowledge, call.shop.id)
        (self.tab, self.typed, self.call) = (tab, typed, call)
        inReview = try desk.count(Tab.review.states, in: shop, transaction)
        taken = try Query(call.request).int("taken", in: 0...ArticleImport.most)
        if tab == .published, !typed.isEmpty {
            (rows, next) = (try Self.search(typed, call, transaction), nil)
            return
        }
        var articles: [Article]
        if tab == .misleading {
            (articles, next) = (
                try desk.misleading(limit: Limits.pageItems, in: shop, transaction), nil
            )
        } else {
            var filter = ArticleFilter()
            (filter.states, filter.after) = (tab.states, cursor)
            let page = try desk.list(filter, in: shop, transaction)
            (articles, next) = (page.items, page.next)
        }
        let uses = try desk.useCounts(of: articles.map(\.id), in: shop, transaction)
        rows = articles.compactMap { article in
            let text = tab == .drafts || tab == .review ? article.text : article.live?.text ?? article.text
            return text.map { Self.row(article, $0, uses: uses[article.id] ?? 0, call, at: transaction.now) }
        }
    }

    private static func search(
        _ typed: String, _ call: DeskCall, _ transaction: Transaction
    ) throws -> [Row] {
        let known = KnownAnswers(services: call.services, reader: call.reader, shop: call.shop)
        let search = ArticleSearch(typed, in: call.texts.language, isStaff: true, limit: found)
        return try known.search(search, transaction).map { answer in
            switch answer.source {
            case .article(let found):
                Row(
                    place: call.place("knowledge/articles", found.article.id), question: found.question,
                    answer: found.answer.words, chips: chips(found.article, call, at: transaction.now),
                    note: "")
            case .policy(let item, let version):
                Row(
                    place: "\(call.path)/knowledge/policy/\(QueryText.encoded(item.id))",
                    question: answer.question, answer: item.answer, chips: [],
                    note: call.texts["desk.knowledge.fromPolicy", ["version": String(version)]])
            }
        }
    }

    private static func row(
        _ article: Article, _ text: ArticleText, uses: Int, _ call: DeskCall, at now: Timestamp
    ) -> Row {
        let language = call.texts.language
        return Row(
            place: call.place("knowledge/articles", article.id), question: text.question(for: language),
            answer: text.answer(for: language)?.words ?? "", chips: chips(article, call, at: now),
            note: uses == 0 ? "" : call.texts["desk.knowledge.uses", ["count": String(uses)]])
    }

    private static func chips(_ article: Article, _ call: DeskCall, at now: Timestamp) -> [StatusChip] {
        let texts = call.texts
        var chips = [StatusChip(texts["articleState.\(article.state.rawValue)"], article.state.tone)]
        guard let text = article.text else { return chips }
        if text.audience == .staff { chips.append(StatusChip(texts["articleAudience.staff"])) }
        if article.state.isLive, !text.isValid(at: now) {
            chips.append(StatusChip(texts["desk.knowledge.notValid"], .warn))
        }
        return chips
    }

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/knowledge" }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><h1>\(texts["desk.knowledge.title"])</h1>\
        <p>\(texts["desk.knowledge.text"])</p></div><div class="page-tools">\
        \(if: call.may(.knowledgePublish), ButtonLink(Link(texts["desk.knowledge.import"], to: "\(path)/imports"), .quiet).body)\
        \(if: call.may(.knowledgeWrite), ButtonLink(Link(texts["desk.knowledge.add"], to: "\(path)/new"), .primary).body)\
        </div></header>\(taken.map(told))\(tabs)\(content)</div>
        """
    }

    private func told(_ count: Int) -> Notice {
        Notice(texts["desk.knowledge.taken", ["count": String(count)]], nil, .good)
    }

    private var tabs: Tabs {
        Tabs(
            texts["desk.knowledge.title"],
            Tab.allCases.map { tab in
                Link(
                    texts["desk.knowledge.tab.\(tab.rawValue)"],
                    to: tab == .published ? path : "\(path)?tab=\(tab.rawValue)",
                    isCurrent: tab == self.tab, count: tab == .review && inReview > 0 ? inReview : nil)
            })
    }

    private var content: HTML {
        guard tab == .published else { return list }
        return """
            <live-search class="stack" data-panel="\(path)/found">\
            <form class="page-tools" role="search" action="\(path)">\
            \(DeskSearchField(texts["desk.knowledge.search"], value: typed))\(Button(texts["desk.found.go"]))</form>\
            <div data-found class="stack">\(list)</div></live-search>
            """
    }

    /// What the live page renews.
    var list: HTML {
        guard !rows.isEmpty else {
            let what = typed.isEmpty ? "empty.\(tab.rawValue)" : "nothing"
            return """
                <div class="table-frame">\(EmptyState(
                    texts["desk.knowledge.\(what)"], texts["desk.knowledge.emptyText"]))</div>
                """
        }
        let highlight = Highlight(typed)
        let further = next.map { QueryText.address(path, ["tab": tab.rawValue, "cursor": $0.text]) }
        return """
            <ol class="stack">\(each: rows, { item($0, highlight) })</ol>\(Pager(first: nil, next: further, texts))
            """
    }

    private func item(_ row: Row, _ highlight: Highlight) -> HTML {
        """
        <li class="card"><div class="card-head"><h2><a href="\(row.place)">\
        \(MarkedText(parts: highlight.parts(of: row.question)))</a></h2><span>\(row.chips)</span></div>\
        <p class="soft">\(MarkedText(
            parts: highlight.excerpt(of: row.answer.replacing("\n", with: " "), upTo: Self.excerptCharacters)))</p>\
        \(if: !row.note.isEmpty, "<p class=\"small faint\">\(row.note)</p>")</li>
        """
    }
}

extension ArticleState {
    var tone: Tone? {
        switch self {
        case .draft, .retired: nil
        case .inReview, .revisionInReview: .warn
        case .published, .revised: .good
        }
    }
}

/// What the policy says of one thing: it is read here and changed in the policy.
struct PolicyArticlePage: Component {
    let item: PolicyArticles.Item
    let version: Int
    let call: DeskCall

    var body: HTML {
        let texts = call.texts
        return """
            <div class="page"><header class="page-head"><div>\
            <p class="small"><a href="\(call.path)/knowledge">\(texts["desk.knowledge.title"])</a></p>\
            <h1>\(item.questions.first)</h1></div></header><section class="card"><p class="pre">\(item.answer)</p>\
            <p class="small faint">\(texts["desk.knowledge.fromPolicy", ["version": String(version)]]) \
            <a href="\(call.path)/policy">\(texts["desk.way.policy"])</a></p></section>\
            <section class="card"><h2>\(texts["desk.knowledge.asked"])</h2>\
            <ul>\(each: item.questions, { "<li>\($0)</li>" })</ul></section></div>
            """
    }
}
