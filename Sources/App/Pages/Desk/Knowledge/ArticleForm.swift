import Base
import Knowledge
import Language
import Localisation
import Markup
import Web

/// The fields of an article: questions and an answer in each language, further answers for single channels, and for whom
/// and how long it holds.
struct ArticleForm: Component {
    let form: DeskForm
    let text: ArticleText?
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        HTML(joining: Base.Language.allCases.map(language) + [channels, about])
    }

    private func language(_ language: Base.Language) -> HTML {
        let questions = text?.questions.filter { $0.language == language }.map(\.words) ?? []
        let answer = text?.answers.first { $0.language == language && $0.channel == nil }?.words
        let name = texts["articleLanguage.\(language.rawValue)"]
        return """
            <fieldset class="form"><legend>\(name)</legend>\
            \(form.field(
                "questions-\(language.rawValue)", texts["desk.knowledge.questions"], .area(rows: 3),
                value: questions.joined(separator: "\n"), limit: Self.questionCharacters,
                hint: texts["desk.knowledge.questionsHint"]))\
            \(form.field(
                "answer-\(language.rawValue)", texts["desk.knowledge.answer"], .area(rows: 5), value: answer,
                limit: Limits.noteCharacters))</fieldset>
            """
    }

    /// Every answer for one channel, and room for another.
    private var channels: HTML {
        let own = text?.answers.filter { $0.channel != nil } ?? []
        let count = min(own.count + 1, Self.mostChannels)
        let rows: [HTML] = (0..<count).map { place in
            channel(place, place < own.count ? own[place] : nil)
        }
        return """
            <details class="disclosure"\(attribute: "open", !own.isEmpty)>\
            <summary>\(texts["desk.knowledge.channels"])</summary>\
            <p class="small soft">\(texts["desk.knowledge.channelsHint"])</p>\(rows)</details>
            """
    }

    private func channel(_ place: Int, _ answer: ArticleText.Answer?) -> HTML {
        let languages = Base.Language.allCases.map { ($0.rawValue, texts["articleLanguage.\($0.rawValue)"]) }
        return """
            <fieldset class="form">\
            \(form.field("channel-\(place)", texts["desk.knowledge.channel"], value: answer?.channel, limit: ArticleText.channelCharacters))\
            \(DeskSelect(
                form.fieldName("channelLanguage-\(place)"), label: texts["desk.knowledge.language"], languages,
                chosen: form.entered("channelLanguage-\(place)") ?? answer?.language.rawValue ?? texts.language.rawValue))\
            \(form.field("channelAnswer-\(place)", texts["desk.knowledge.answer"], .area(rows: 3), value: answer?.words, limit: Limits.noteCharacters))\
            </fieldset>
            """
    }

    private var about: HTML {
        let day = call.shop.day
        let intents = Intent.allCases.filter { !$0.isCourtesy }.map {
            ($0.rawValue, texts["intent.\($0.rawValue)"])
        }
        let audiences = ArticleText.Audience.allCases.map {
            Choices.Choice($0.rawValue, texts["articleAudience.\($0.rawValue)"])
        }
        let until = text?.validUntil.map { day.date(of: $0 - .seconds(1)) }
        return """
            \(form.choices("audience", texts["desk.knowledge.audience"], audiences, chosen: (text?.audience ?? .everybody).rawValue))\
            <div class="field"><span class="strong">\(texts["desk.knowledge.intent"])</span>\
            \(DeskSelect(
                form.fieldName("intent"), label: texts["desk.knowledge.intent"], intents,
                chosen: form.entered("intent") ?? text?.intent?.rawValue, anything: texts["desk.knowledge.anyIntent"]))</div>\
            \(form.field("product", texts["desk.knowledge.product"], value: text?.product, limit: Limits.idBytes))\
            \(form.field("from", texts["desk.knowledge.from"], value: text?.validFrom.map { day.date(of: $0) }, limit: 10, hint: "2026-12-01"))\
            \(form.field("until", texts["desk.knowledge.until"], value: until, limit: 10, hint: "2026-12-31"))
            """
    }

    private static let mostChannels = 6
    private static let questionCharacters = ArticleText.mostWordings * 40

    // MARK: Reading

    /// - Throws: as `ArticleText`; `fieldTooLong`, `dayMalformed` for the field that is wrong.
    static func text(_ form: DeskFormReader, in day: LocalDay) throws -> ArticleText {
        var (questions, answers): ([ArticleText.Question], [ArticleText.Answer]) = ([], [])
        for language in Base.Language.allCases {
            let lines = try form.text("questions-\(language.rawValue)", upTo: questionCharacters) ?? ""
            for line in lines.split(separator: "\n").map({ $0.trimmingPrefix { $0.isWhitespace } })
            where !line.isEmpty {
                guard line.count <= ArticleText.wordingCharacters else {
                    throw InputRefusal(
                        "fieldTooLong", at: "/questions-\(language.rawValue)",
                        ["limit": String(ArticleText.wordingCharacters)])
                }
                questions.append(.init(language, String(line)))
            }
            if let answer = try form.text("answer-\(language.rawValue)", upTo: Limits.noteCharacters) {
                answers.append(.init(language, answer))
            }
        }
        guard questions.count <= ArticleText.mostWordings else {
            throw InputRefusal(
                "fieldTooLong", at: "/questions-zh-Hans", ["limit": String(ArticleText.mostWordings)])
        }
        for place in 0..<mostChannels {
            guard let words = try form.text("channelAnswer-\(place)", upTo: Limits.noteCharacters) else {
                continue
            }
            let channel = try form.requiredText("channel-\(place)", upTo: ArticleText.channelCharacters)
            answers.append(
                try .init(form.choice("channelLanguage-\(place)", of: Base.Language.self), on: channel, words)
            )
        }
        return try ArticleText(
            questions: questions, answers: answers,
            audience: form.choice("audience", of: ArticleText.Audience.self),
            intent: form.text("intent", upTo: 40).flatMap { Intent(rawValue: $0) },
            product: form.text("product", upTo: Limits.idBytes), validFrom: start(form, "from", day),
            validUntil: start(form, "until", day).map { day.startOfNextDay(after: $0) })
    }

    private static func start(_ form: DeskFormReader, _ part: String, _ day: LocalDay) throws -> Timestamp? {
        guard let text = try form.text(part, upTo: 10) else { return nil }
        guard let date = CivilDate(text) else {
            throw InputRefusal("dayMalformed", at: "/\(part)", ["example": "2026-12-31"])
        }
        return day.start(of: date)
    }
}

/// Where an article begins.
struct NewArticlePage: Component {
    let refused: RefusedForm?
    let call: DeskCall

    var body: HTML {
        let texts = call.texts
        let form = DeskForm("article", to: "\(call.path)/knowledge/new", call, refused: refused)
        return """
            <div class="page"><header class="page-head"><div>\
            <p class="small"><a href="\(call.path)/knowledge">\(texts["desk.knowledge.title"])</a></p>\
            <h1>\(texts["desk.knowledge.add"])</h1><p>\(texts["desk.knowledge.addText"])</p></div></header>\
            <section class="card">\(form.html(
                Button(texts["desk.knowledge.save"], .primary),
                ArticleForm(form: form, text: nil, call: call).body))</section></div>
            """
    }
}
