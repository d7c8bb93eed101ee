import AfterSales
import Base
import Localisation
import Orders
import Web

/// What the policy answers to a finished application, or what stands against it.
enum ApplyVerdict: Sendable {
    case preview(CasePreview)
    case refused(Problem)

    init(
        _ draft: ApplicationDraft, _ model: ApplyModel, _ texts: TextTable,
        asking: (CaseApplication) throws -> CasePreview
    ) {
        do {
            guard let application = draft.application(of: model.order.order.id) else {
                throw InputRefusal("kindMissing", at: "/kind", kind: .unprocessable)
            }
            self = .preview(try asking(application))
        } catch let refusal as any Refusal {
            self = .refused(Problem(refusal, texts))
        } catch {
            self = .refused(Problem(InputRefusal("kindMissing", kind: .unprocessable), texts))
        }
    }
}
