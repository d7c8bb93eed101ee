import AfterSales
import Base
import Orders
import Storage
import Web

/// What the policy answers to a finished application, or what stands against it.
enum ApplyVerdict: Sendable {
    case preview(CasePreview)
    case refused(Problem)

    init(_ draft: ApplicationDraft, _ model: ApplyModel, _ call: CustomerCall, _ transaction: Transaction) {
        do {
            guard let application = draft.application(of: model.order.order.id) else {
                throw InputRefusal("kindMissing", at: "/kind", kind: .unprocessable)
            }
            self = .preview(
                try call.services.afterSales.preview(application, by: call.taker, in: call.shop, transaction))
        } catch let refusal as any Refusal {
            self = .refused(Problem(refusal, call.texts))
        } catch {
            self = .refused(Problem(InputRefusal("kindMissing", kind: .unprocessable), call.texts))
        }
    }
}
