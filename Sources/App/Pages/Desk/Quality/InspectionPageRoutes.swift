import Base
import Conversations
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | does |
/// |---|---|---|---|
/// | GET | /desk/:shop/inspections?state=&agent= | conversationsHandle | what waits for an inspector; agents: what was found of theirs |
/// | GET | /desk/:shop/conversations/:conversation/inspection | conversationsHandle | the thread and the score sheet; inspectionUnknown |
/// | POST | …/inspection, /inspection/drop | conversationsAssign | the result; scoreSheetIncomplete |
/// | POST | …/inspection/read | conversationsHandle | the agent has read it |
/// | GET | /desk/:shop/lessons?ago= | conversationsHandle | what a week taught |
/// | POST | …/:conversation/lessons | conversationsHandle | writes a lesson down |
struct InspectionPageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.conversations
        router.desk(.get, "inspections", services, may: .conversationsHandle) { call in
            try await call.page(call.texts["desk.quality.title"], .conversations) {
                try InspectionListPage(call, $0).body
            }
        }
        router.desk(.get, "lessons", services, may: .conversationsHandle) { call in
            try await call.page(call.texts["desk.lessons.title"], .conversations) {
                try LessonPage(call, $0).body
            }
        }
        router.desk(
            .get, "conversations/:conversation/inspection", services, may: .conversationsHandle
        ) { try await Self.page($0) }
        step(router, "inspection", .conversationsAssign) { form, id, call, transaction in
            var marks: [ScoreSheet.Mark: Int] = [:]
            for mark in ScoreSheet.Mark.allCases {
                marks[mark] = try form.int(mark.rawValue, in: ScoreSheet.marks)
            }
            _ = try desk.inspect(
                id, ScoreSheet(marks), words: form.note("words"), isLesson: form.isTicked("lesson"),
                by: call.principal.actor, in: call.shop.id, transaction)
        }
        step(router, "inspection/drop", .conversationsAssign) { _, id, call, transaction in
            _ = try desk.inspect(
                id, nil, words: nil, isLesson: false, by: call.principal.actor, in: call.shop.id, transaction)
        }
        step(router, "inspection/read", .conversationsHandle) { _, id, call, transaction in
            _ = try desk.readResult(of: id, by: call.principal.actor, in: call.shop.id, transaction)
        }
    }

    private func step(
        _ router: Router<WebContext>, _ noun: String, _ permission: Permission,
        _ act:
            @escaping @Sendable (DeskFormReader, Identifier<Conversation>, DeskCall, Transaction) throws ->
            Void
    ) {
        router.desk(
            .post, "conversations/:conversation/\(RouterPath(noun))", services, may: permission
        ) { call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            return try await call.submit("sheet") { form, transaction in
                try act(form, id, call, transaction)
                return "\(call.path)/inspections"
            } refused: { refused in
                try await Self.page(call, refused)
            }
        }
    }

    private static func page(_ call: DeskCall, _ refused: RefusedForm? = nil) async throws -> Response {
        let id: Identifier<Conversation> = try call.context.id("conversation")
        return try await call.page(
            call.texts["desk.quality.title"], .conversations, refused?.status ?? .ok
        ) { try InspectionPage(id, refused, call, $0).body }
    }
}
