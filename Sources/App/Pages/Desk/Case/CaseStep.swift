import AfterSales
import Base
import Policies
import Staff

/// What somebody at the desk may do with a case: each a noun below its address, as in the API.
enum CaseStep: String, CaseIterable, Sendable {
    case approval, acceptance, refusal, offers
    case evidenceRequest = "evidence-request"
    case rejection
    case receipt, inspection
    case replacementShipment = "replacement-shipment"
    case refusedGoodsShipment = "refused-goods-shipment"
    case differencePayment = "difference-payment"
    case differenceUndoing = "difference-undoing"
    case repair, confirmation
    case nonArrival = "non-arrival"
    case arbitration
    case returnShipment = "return-shipment"
    case settlement, withdrawal, evidence, notes, assignment, reopening

    var permission: Permission {
        switch self {
        case .offers: .casesGrant
        case .arbitration: .arbitrate
        case .returnShipment, .nonArrival: .casesOpen
        case .withdrawal: .customerConsent
        case .evidence: .filesAdd
        case .approval, .acceptance, .refusal, .evidenceRequest, .rejection, .receipt, .inspection,
            .replacementShipment, .refusedGoodsShipment, .differencePayment, .differenceUndoing, .repair,
            .confirmation, .settlement, .notes, .assignment, .reopening:
            .casesDecide
        }
    }

    /// The key that presses its button or opens its form.
    var key: String {
        switch self {
        case .approval: "A"
        case .acceptance: "Y"
        case .refusal: "D"
        case .offers: "O"
        case .evidenceRequest: "E"
        case .rejection: "R"
        case .receipt: "C"
        case .inspection: "I"
        case .replacementShipment: "S"
        case .refusedGoodsShipment: "Z"
        case .differencePayment: "V"
        case .differenceUndoing: "D"
        case .repair: "P"
        case .confirmation: "F"
        case .nonArrival: "X"
        case .arbitration: "L"
        case .returnShipment: "T"
        case .settlement: "H"
        case .withdrawal: "W"
        case .evidence: "U"
        case .notes: "N"
        case .assignment: "M"
        case .reopening: "B"
        }
    }

    /// Whether the case's state allows it now; whether the reader may is `permission`'s answer.
    func isOpen(_ model: CaseModel) -> Bool {
        let steps = model.steps
        switch self {
        case .approval: return steps.contains("approved")
        case .acceptance, .refusal: return steps.contains("offerAccepted") && model.openCounterOffer != nil
        case .offers: return steps.contains("offered")
        case .evidenceRequest: return steps.contains("evidenceRequested")
        case .rejection: return steps.contains("rejected")
        case .receipt: return steps.contains("returnReceived")
        case .inspection: return steps.contains("inspected")
        case .replacementShipment: return steps.contains("replacementShipped") && !model.unpaid.isPositive
        case .refusedGoodsShipment: return model.view.parts.goodsBack.map { $0.sentAt == nil } ?? false
        case .differencePayment: return !model.payers.isEmpty
        case .differenceUndoing: return steps.contains("differenceTakenBack") && model.view.isDifferenceOpen
        case .repair: return steps.contains("repaired")
        case .confirmation: return steps.contains("confirmed") && model.record.delivery == .underWay
        case .nonArrival: return steps.contains("notArrived")
        case .arbitration: return steps.contains("ruled")
        case .returnShipment: return steps.contains("returnShipped")
        case .settlement: return steps.contains("settledElsewhere")
        case .withdrawal: return steps.contains("withdrawn")
        case .evidence: return steps.contains("evidenceGiven")
        case .reopening: return steps.contains("reopened")
        case .notes: return true
        case .assignment: return !model.record.state.isClosed
        }
    }
}
