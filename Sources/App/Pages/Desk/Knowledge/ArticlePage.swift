import Base
import Knowledge
import Language
import Localisation
import Markup
import Staff
import Storage
import Web

/// One article: what people read, what is being written beside, what may be done with it, who used it.
struct ArticlePage: Component {
    private struct UseRow {
        let place: ArticleUse.Place
        let who: String
        let use: ArticleUse
    }

    private let article: Article
    private let versions: [(version: Article.Version, by: String)]
    private let uses: [UseRow]
    private let writer: String
    private let refused: RefusedForm?
    private let call: DeskCall

    /// - Throws: `articleUnknown`.
    init(
        _ id: Identifier<Article>, _ refused: RefusedForm?, _ call: DeskCall, _ transaction: Transaction
    ) throws {
        let (desk, shop) = (call.services.knowledge, call.shop.id)
        let names = try StaffNames(call, transaction)
        article = try desk.article(id, in: shop, transaction)
        versions = try desk.versions(of: article, in: shop, transaction).map {
            ($0, try names.name(of: $0.publishedBy))
        }
        uses = try desk.uses(of: id, in: shop, transaction).map {
            UseRow(
                place: $0.place, who: $0.member.isEmpty ? "" : try names.name(ofAssignee: $0.member), use: $0)
        }
        writer = try names.name(of: article.writtenBy)
        (self.refused, self.call) = (refused, call)
    }

    private var texts: TextTable { call.texts }
    private var place: String { call.place("knowledge/articles", article.id) }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div>\
        <p class="small"><a href="\(call.path)/knowledge">\(texts["desk.knowledge.title"])</a></p>\
        <h1>\(article.text?.question(for: texts.language))</h1>\
        <p>\(StatusChip(texts["articleState.\(article.state.rawValue)"], article.state.tone)) \
        \(texts["desk.knowledge.written", ["who": writer, "moment": call.words.moment(article.writtenAt)]])</p></div></header>\
        \(article.remark.map { Notice(texts["desk.knowledge.remark"], $0, .warn) })\(steps)\
        \(if: article.state.isLive, article.live.map(live) ?? .empty)\(editor)\(figures)\(history)</div>
        """
    }

    // MARK: What may be done

    private var steps: HTML {
        var forms: [HTML] = []
        if call.may(.knowledgeWrite), article.state.hasDraft, !article.state.isInReview {
            forms.append(press("submission", "submit"))
        }
        if call.may(.knowledgePublish) {
            if article.state.hasDraft { forms.append(press("publication", "publish", .primary)) }
            if article.state.isInReview { forms.append(sendingBack) }
            if article.state != .retired { forms.append(press("retirement", "retire", isSure: true)) }
        }
        return forms.isEmpty
            ? .empty : "<section class=\"card\"><div class=\"actions\">\(forms)</div></section>"
    }

    private func press(
        _ name: String, _ word: String, _ weight: Button.Weight = .usual, isSure: Bool = false
    ) -> HTML {
        let form = DeskForm(
            name, to: "\(place)/\(name)", call, refused: refused, version: article.revision)
        let title = texts["desk.knowledge.\(word)"]
        return form.pressed(
            Button(title, weight), confirmation: isSure ? texts["desk.knowledge.retireSure"] : nil
        ).body
    }

    private var sendingBack: HTML {
        let form = DeskForm("back", to: "\(place)/revision-request", call, refused: refused)
        return """
            <details class="disclosure"\(attribute: "open", form.isRefused)><summary>\(texts["desk.knowledge.sendBack"])</summary>\
            \(form.html(
                Button(texts["desk.knowledge.sendBack"]),
                form.field("remark", texts["desk.knowledge.remark"], .area(rows: 2), isRequired: true, limit: Article.remarkCharacters).body
            ))</details>
            """
    }

    // MARK: What it says

    private func live(_ version: Article.Version) -> HTML {
        """
        <section class="card"><div class="card-head"><h2>\(texts["desk.knowledge.live"])</h2>\
        <span class="small soft">\(texts["desk.knowledge.version", ["number": String(version.number)]])</span></div>\
        \(said(version.text))</section>
        """
    }

    private func said(_ text: ArticleText) -> HTML {
        let answers: [HTML] = text.answers.map { answer in
            let channel = answer.channel.map { " · \($0)" } ?? ""
            let asked = answer.channel == nil ? text.questions.filter { $0.language == answer.language } : []
            return """
                <div><p class="small faint">\(texts["articleLanguage.\(answer.language.rawValue)"])\(channel)</p>\
                <p class="strong">\(asked.map(\.words).joined(separator: " / "))</p><p class="pre">\(answer.words)</p></div>
                """
        }
        return "<div class=\"stack\">\(answers)</div>"
    }

    private var editor: HTML {
        guard call.may(.knowledgeWrite) else { return .empty }
        let form = DeskForm(
            "article", to: "\(place)/draft", call, refused: refused, version: article.revision)
        let title = texts[article.state.hasDraft ? "desk.knowledge.draft" : "desk.knowledge.change"]
        return """
            <details class="disclosure card"\(attribute: "open", form.isRefused || article.state.hasDraft)>\
            <summary>\(title)</summary>\(form.html(
                Button(texts["desk.knowledge.save"]),
                ArticleForm(form: form, text: article.text, call: call).body))</details>
            """
    }

    // MARK: Who used it, and what it said before

    private var figures: HTML {
        guard !uses.isEmpty else { return .empty }
        return """
            <section class="card"><h2>\(texts["desk.knowledge.figures"])</h2>\
            <table class="terms"><thead><tr>\(each: ["where", "who", "used", "helped", "misled"], column)</tr></thead>\
            <tbody>\(each: uses, row)</tbody></table></section>
            """
    }

    private func column(_ name: String) -> HTML {
        "<th scope=\"col\">\(texts["desk.knowledge.figures.\(name)"])</th>"
    }

    private func row(_ row: UseRow) -> HTML {
        """
        <tr><th scope="row">\(texts["articlePlace.\(row.place.rawValue)"])</th><td>\(row.who)</td>\
        <td>\(String(row.use.uses))</td><td>\(String(row.use.helped))</td><td>\(String(row.use.misled))</td></tr>
        """
    }

    private var history: HTML {
        guard versions.count > 1 || article.state == .retired else { return .empty }
        return """
            <section class="card"><h2>\(texts["desk.knowledge.versions"])</h2>\(each: versions, version)</section>
            """
    }

    private func version(_ item: (version: Article.Version, by: String)) -> HTML {
        let says = texts[
            "desk.knowledge.versionBy",
            [
                "number": String(item.version.number), "who": item.by,
                "moment": call.words.moment(item.version.publishedAt),
            ]]
        return "<details class=\"disclosure\"><summary>\(says)</summary>\(said(item.version.text))</details>"
    }
}
