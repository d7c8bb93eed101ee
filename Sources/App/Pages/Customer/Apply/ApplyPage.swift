import AfterSales
import Base
import Hummingbird
import Localisation
import Markup
import Orders
import Storage
import Web

/// The three steps of an application; the second has two pages.
enum ApplyStep: String, Sendable {
    case goods = ""
    case reason, details, result

    func place(in call: CustomerCall) -> String {
        let order = call.context.parameters.get("order") ?? ""
        let path = "\(call.base)/orders/\(order)/apply"
        return self == .goods ? path : "\(path)/\(rawValue)"
    }

    var number: Int {
        switch self {
        case .goods: 0
        case .reason, .details: 1
        case .result: 2
        }
    }
}

/// One step's page within the frame that all share.
struct ApplyPage: Component {
    let step: ApplyStep
    let draft: ApplicationDraft
    let call: CustomerCall
    let reader: Reader
    let head: String
    let text: String
    let content: HTML

    static func response(
        _ wanted: ApplyStep, _ draft: ApplicationDraft, _ call: CustomerCall, problem: Problem? = nil
    ) async throws -> Response {
        let step = draft.reachable(wanted)
        let (page, images): (ApplyPage, ProductImages) = try await call.read { transaction in
            let model = ApplyModel(try call.openOrder(call.context.id("order"), transaction))
            return (try Self.page(step, draft, model, call, transaction), model.order.images)
        }
        return call.page(
            page.head, path: draft.address(step.place(in: call)), problem: problem, images: images, page.body)
    }

    private static func page(
        _ step: ApplyStep, _ draft: ApplicationDraft, _ model: ApplyModel, _ call: CustomerCall,
        _ transaction: Transaction
    ) throws -> ApplyPage {
        let reader = call.reader(at: transaction.now)
        let asking = {
            try call.services.afterSales.preview($0, by: call.taker, in: call.shop, transaction)
        }
        switch step {
        case .goods:
            return ApplyGoods(model: model, draft: draft, call: call, reader: reader).page
        case .reason:
            let options = try ApplyOptions(draft, model, asking: asking)
            return ApplyReason(model: model, options: options, draft: draft, call: call, reader: reader).page
        case .details:
            let options = try ApplyOptions(draft, model, asking: asking)
            return ApplyDetails(model: model, options: options, draft: draft, call: call, reader: reader).page
        case .result:
            let verdict = ApplyVerdict(draft, model, call.texts, asking: asking)
            return ApplyResult(model: model, verdict: verdict, draft: draft, call: call, reader: reader).page
        }
    }

    var body: HTML {
        """
        \(StepIndicator(steps, current: step.number, reader.texts))<header class="column-head"><h1>\
        \(Phrases(head, in: reader.language))</h1>\(if: !text.isEmpty, "<p>\(text)</p>")</header>
        \(content)
        """
    }

    private var steps: [Link] {
        [
            Link(reader["counter.apply.goods"], to: draft.address(ApplyStep.goods.place(in: call))),
            Link(reader["counter.apply.reason"], to: draft.address(ApplyStep.details.place(in: call))),
            Link(reader["counter.apply.result"], to: draft.address(ApplyStep.result.place(in: call))),
        ]
    }
}

extension ApplicationDraft {
    /// The step asked for, or the first of those before it that lacks something.
    fileprivate func reachable(_ wanted: ApplyStep) -> ApplyStep {
        if goods.isEmpty || wanted == .goods { return .goods }
        if reason == nil || wanted == .reason { return .reason }
        if kind == nil || wanted == .details { return .details }
        return .result
    }
}
