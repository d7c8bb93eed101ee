import Base
import Conversations
import Localisation
import Markup
import Staff
import Storage
import Web

/// What was learnt in a week: lessons that people wrote down, and inspected conversations to learn from.
struct LessonPage: Component {
    let from: Timestamp
    let lessons: [Lesson]
    let training: [Inspection]
    let names: [String: String]
    let now: Timestamp
    let call: DeskCall

    private static let week = Span.days(7)
    private static let trainingLooked = 100

    init(_ call: DeskCall, _ transaction: Transaction) throws {
        let (desk, shop) = (call.services.conversations, call.shop.id)
        now = transaction.now
        let ago = try Query(call.request).int("ago", in: 0...520) ?? 0
        let until = now - Span(milliseconds: Self.week.milliseconds * Int64(ago))
        let from = until - Self.week
        (self.from, self.call) = (from, call)
        lessons = try desk.lessons(from: from, until: until + .seconds(1), in: shop, transaction)
        training = try desk.inspections(.done, limit: Self.trainingLooked, in: shop, transaction).items.filter
        {
            guard let result = $0.result, result.isLesson else { return false }
            return result.at >= from && result.at <= until
        }
        let staff = try StaffNames(call, transaction)
        names = try Dictionary(
            Set(lessons.map(\.author.id)).map { ($0, try staff.name(ofAssignee: $0)) },
            uniquingKeysWith: { first, _ in first })
        self.ago = ago
    }

    private let ago: Int
    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/lessons" }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div>\
        <p class="small"><a href="\(call.path)/conversations">\(texts["desk.way.conversations"])</a></p>\
        <h1>\(texts["desk.lessons.title"])</h1>\
        <p>\(texts["desk.lessons.text", ["day": call.formatting.day(from, now: now)]])</p></div></header>\
        <nav class="filters-set"><a href="\(path)?ago=\(ago + 1)">\(texts["desk.lessons.before"])</a>\
        \(if: ago > 0, "<a href=\"\(path)?ago=\(ago - 1)\">\(texts["desk.lessons.after"])</a>")</nav>\
        <div class="stack">\(if: lessons.isEmpty && training.isEmpty, EmptyState(texts["desk.lessons.empty"], texts["desk.lessons.emptyText"]).body)\
        \(each: lessons, lesson)\(each: training, inspected)</div></div>
        """
    }

    private func lesson(_ lesson: Lesson) -> HTML {
        let facts: [(String, HTML)] = [
            (texts["desk.lessons.cause"], told(lesson.text.cause)),
            (texts["desk.lessons.helped"], told(lesson.text.helped)),
        ]
        let article = lesson.text.article.map { [(texts["desk.lessons.article"], told($0))] } ?? []
        return """
            <section class="card"><p class="small soft"><a href="\(call.place("conversations", lesson.conversationID))">\
            \(call.formatting.moment(lesson.at, now: now))</a> \(names[lesson.author.id] ?? "")</p>\
            <dl class="facts">\(DeskFacts(facts + article))</dl></section>
            """
    }

    private func inspected(_ inspection: Inspection) -> HTML {
        let place = "\(call.place("conversations", inspection.conversationID))/inspection"
        let reasons = inspection.reasons.map { texts["desk.quality.reason.\($0.rawValue)"] }
        return """
            <section class="card"><p class="small soft"><a href="\(place)">\(texts["desk.quality.isLesson"])</a> \
            \(reasons.joined(separator: " · "))</p>\(inspection.result?.words.map { "<p>\(told($0))</p>" as HTML })</section>
            """
    }

    /// What people wrote about a customer's matter, as the reader may see it.
    private func told(_ text: String) -> HTML { HTML(escaping: call.personal.words(of: nil)(text)) }
}
