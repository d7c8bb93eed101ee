import Base
import Conversations
import Hummingbird
import Jobs
import Staff
import Storage
import Web

/// Reading conversations again, and what is learnt.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | inspections?state=&agent= | conversationsAssign | queryInvalid |
/// | GET | conversations/:conversation/inspections | conversationsAssign | conversationUnknown |
/// | POST | conversations/:conversation/inspection | conversationsAssign | inspectionUnknown, scoreSheetIncomplete, partnerErased |
/// | POST | conversations/:conversation/lessons | conversationsHandle | conversationUnknown, partnerErased |
/// | GET | lessons?from=&until= | conversationsHandle | queryInvalid |
struct InspectionRoutes {
    let services: Services

    /// Lessons are looked at over so long a span at most.
    private static let longest = Span.days(31)

    func add(to router: Router<WebContext>) {
        addInspections(to: router)
        addLessons(to: router)
    }

    private func addInspections(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(
            .get, "inspections", services, may: .conversationsAssign,
            query: ["state", "agent", "cursor", "limit"]
        ) { call in
            let state = try call.query.choice("state", of: Inspection.State.self) ?? .open
            let (agent, limit) = (try call.query.text("agent"), try call.query.limit())
            let after = try call.query.timedCursor()
            let page = try await call.read {
                try desk.inspections(state, of: agent, after: after, limit: limit, in: call.shop.id, $0)
            }
            let people = try await call.personal(
                page.items.filter(\.hasWords).map { .conversation($0.conversationID) })
            return .list(page) { people.json($0) }
        }
        router.shop(
            .get, "conversations/:conversation/inspections", services, may: .conversationsAssign
        ) { call in
            let found = try await call.read {
                try desk.inspections(of: call.conversation($0).id, in: call.shop.id, $0)
            }
            let people = try await call.conversation(whereRead: found.contains(where: \.hasWords))
            return .list(Page(items: found, next: nil)) { people.json($0) }
        }
        router.shop(
            .post, "conversations/:conversation/inspection", services, may: .conversationsAssign
        ) { call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            return try await call.command(Self.result) { input, transaction in
                let inspection = try desk.inspect(
                    id, input.sheet, words: input.words, isLesson: input.isLesson, by: call.principal.actor,
                    in: call.shop.id, transaction)
                // What the caller has just written is nothing that they read.
                return .ok(try call.personal([], transaction).json(inspection))
            }
        }
    }

    private func addLessons(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(
            .post, "conversations/:conversation/lessons", services, may: .conversationsHandle
        ) { call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            return try await call.command({ reader in
                LessonText(
                    cause: try reader.string("cause", upTo: Limits.noteCharacters),
                    helped: try reader.string("helped", upTo: Limits.noteCharacters),
                    article: try reader.optionalString("article", upTo: Limits.noteCharacters))
            }) { text, transaction in
                let lesson = try desk.learn(
                    text, from: id, by: call.principal.actor, in: call.shop.id, transaction)
                return .created(try call.personal([], transaction).json(lesson), at: "\(call.path)/lessons")
            }
        }
        router.shop(
            .get, "lessons", services, may: .conversationsHandle, query: ["from", "until"]
        ) { call in
            let until = try call.query.time("until") ?? call.services.clock.now() + .seconds(1)
            let from = try call.query.time("from") ?? until - .days(7)
            guard from < until, until - from <= Self.longest else {
                throw WebRefusal.queryInvalid(name: "from", expected: "RFC 3339 time")
            }
            let lessons = try await call.read {
                try desk.lessons(from: from, until: until, in: call.shop.id, $0)
            }
            let people = try await call.personal(lessons.map { .conversation($0.conversationID) })
            return .list(Page(items: lessons, next: nil)) { people.json($0) }
        }
    }

    private static func result(
        _ reader: inout JSONReader
    ) throws -> (sheet: ScoreSheet?, words: String?, isLesson: Bool) {
        var sheet: ScoreSheet?
        if var marks = try reader.optionalObject("marks") {
            var all: [ScoreSheet.Mark: Int] = [:]
            for mark in ScoreSheet.Mark.allCases {
                all[mark] = try marks.optionalInt(mark.rawValue, in: ScoreSheet.marks)
            }
            try marks.finish()
            sheet = try ScoreSheet(all)
        }
        return (
            sheet, try reader.optionalString("words", upTo: Limits.noteCharacters),
            try reader.optionalBool("lesson") ?? false
        )
    }
}
