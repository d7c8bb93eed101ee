import Base
import Conversations
import Localisation
import Markup
import Staff
import Web

/// What may not be sent to customers: what the law forbids, and the shop's own words.
struct ShopWordPage: Component {
    let words: ShopWords
    let isSaved: Bool
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private static let longest = (ShopWords.mostCharacters * 2 + 4) * ShopWords.most

    var body: HTML {
        """
        <div class="page page-narrow"><header class="page-head"><div>\
        <p class="small"><a href="\(call.path)/conversations">\(texts["desk.way.conversations"])</a></p>\
        <h1>\(texts["desk.words.title"])</h1><p>\(texts["desk.words.text"])</p></div></header>\
        \(if: isSaved, Notice(texts["desk.settings.saved"], nil, .good).body)\
        <section class="card"><h2>\(texts["desk.words.law"])</h2><dl class="facts">\
        \(DeskFacts(Self.told.map { kind in
            (texts["desk.words.\(kind.rawValue)"], HTML(escaping: texts["desk.words.\(kind.rawValue).text"]))
        }))</dl><p class="small soft">\(texts["desk.words.override"])</p></section>\
        <section class="card"><h2>\(texts["desk.words.own"])</h2>\(own)</section></div>
        """
    }

    private static let told = ForbiddenKind.allCases.filter { $0 != .shopWord }

    private var own: HTML {
        guard call.may(.conversationsAssign) else {
            return """
                <dl class="facts">\(DeskFacts([
                    (texts["desk.words.forbidden"], "<span class=\"pre\">\(words.forbiddenLines)</span>"),
                    (texts["desk.words.allowed"], "<span class=\"pre\">\(words.allowed.joined(separator: "\n"))</span>"),
                ]))</dl>
                """
        }
        let form = DeskForm("words", to: "\(call.path)/words", call, refused: refused)
        return form.html(
            Button(texts["action.save"]),
            """
            \(form.field("forbidden", texts["desk.words.forbidden"], .area(rows: 6), value: words.forbiddenLines, limit: Self.longest, hint: texts["desk.words.forbiddenHint"]))\
            \(form.field("allowed", texts["desk.words.allowed"], .area(rows: 4), value: words.allowed.joined(separator: "\n"), limit: Self.longest, hint: texts["desk.words.allowedHint"]))
            """
        ).body
    }
}
