import Base
import Conversations
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | does |
/// |---|---|---|---|
/// | GET | /desk/:shop/answer-targets | conversationsAssign | how soon customers are to be answered |
/// | POST | /desk/:shop/answer-targets | conversationsAssign | sets it; targetRuleMalformed, messageForbidden |
/// | POST | /desk/:shop/answer-targets/figures | conversationsAssign | sets the other figures |
struct TargetPageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.conversations
        router.desk(.get, "answer-targets", services, may: .conversationsAssign) { try await Self.page($0) }
        router.desk(.post, "answer-targets", services, may: .conversationsAssign) { call in
            try await call.submit("targets") { form, transaction in
                try desk.change(
                    targets: Self.targets(form), by: call.principal.actor, in: call.shop.id, transaction)
                return "\(call.path)/answer-targets?saved=yes"
            } refused: { refused in
                try await Self.page(call, refused)
            }
        }
        router.desk(.post, "answer-targets/figures", services, may: .conversationsAssign) { call in
            try await call.submit("figures") { form, transaction in
                try desk.change(
                    figures: Self.figures(form), by: call.principal.actor, in: call.shop.id, transaction)
                return "\(call.path)/answer-targets?saved=yes"
            } refused: { refused in
                try await Self.page(call, refused)
            }
        }
    }

    private static func figures(_ form: DeskFormReader) throws -> ServiceFigures {
        var values: [ServiceFigure: Int] = [:]
        for figure in ServiceFigure.allCases {
            values[figure] = try form.int(figure.rawValue, in: figure.bounds)
        }
        return ServiceFigures(values)
    }

    private static func targets(_ form: DeskFormReader) throws -> AnswerTargets {
        let standard = AnswerTargets.standard
        func limit(_ part: String) throws -> Span? {
            try form.int(part, in: AnswerTargets.seconds).map { .seconds($0) }
        }
        func steps(_ part: String) throws -> AnswerTargets.Steps {
            AnswerTargets.Steps(
                reassigns: form.isTicked("\(part)Reassign"), holding: try form.note("\(part)Holding"))
        }
        return AnswerTargets(
            rules: try TargetForm.rules(form.text("rules", upTo: TargetForm.longest) ?? ""),
            usual: AnswerTargets.Limits(
                first: try limit("first") ?? standard.usual.first,
                next: try limit("next") ?? standard.usual.next),
            warnPercent: try form.int("warn", in: AnswerTargets.warnPercents) ?? standard.warnPercent,
            onFirst: try steps("onFirst"), onNext: try steps("onNext"))
    }

    private static func page(_ call: DeskCall, _ refused: RefusedForm? = nil) async throws -> Response {
        let isSaved = try Query(call.request).text("saved", upTo: 10) != nil
        return try await call.page(
            call.texts["desk.targets.title"], .conversations, refused?.status ?? .ok
        ) { transaction in
            TargetPage(
                targets: try call.services.conversations.targets(in: call.shop.id, transaction),
                figures: try call.services.conversations.figures(in: call.shop.id, transaction),
                isSaved: isSaved, refused: refused, call: call
            ).body
        }
    }
}
