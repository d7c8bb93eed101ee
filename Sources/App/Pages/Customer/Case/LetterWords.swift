import AfterSales
import Base
import Policies

/// The decision in one line.
struct LetterWords {
    let model: CustomerCaseModel
    let reader: Reader

    var title: String {
        let record = model.record
        let beside = record.state == .fulfilling ? model.openOffer?.amount : nil
        let unpaid = model.view.isDifferenceOpen ? model.view.unpaid : nil
        let amount =
            beside ?? unpaid ?? model.view.refunded ?? model.openOffer?.amount ?? record.agreed
            ?? record.asked
        // New goods for old ones that could not be repaired are told as those of an exchange.
        let kind = record.state == .fulfilling && record.givesNewGoods ? CaseKind.exchange : record.kind
        let special = [variant, "\(record.state.rawValue).\(kind.rawValue)", record.state.rawValue]
        return reader.most("counter.letter.title", special, ["amount": reader.money(amount)])
    }

    /// What tells this case from others in the same state: the offer, the parcel under way, no money.
    var variant: String? {
        let (record, state) = (model.record, model.record.state.rawValue)
        switch record.state {
        case .offered:
            if model.openOffers.count > 1 { return "\(state).choice" }
            return model.openOffer.map { "\(state).\($0.kind.rawValue)" }
        case .reviewing:
            if model.openOffers.count > 1 { return "\(state).choice" }
            if model.ownOffer != nil { return "\(state).counter" }
            return record.decidedAt == nil ? nil : "\(state).again"
        case .fulfilling:
            if let offer = model.openOffer {
                return offer.amount == nil ? "\(state).offer" : "\(state).amount"
            }
            if model.view.isDifferenceOpen { return "\(state).unpaid" }
            return record.delivery == .awaited ? nil : "\(state).sent"
        case .refunding where model.view.hasRefusedRefund: return "\(state).refused"
        case .refunded, .refunding:
            return (model.view.refunded ?? record.asked).isPositive ? nil : "\(state).nothing"
        case .disputed:
            guard let offer = model.openOffer else { return nil }
            return offer.amount == nil ? "\(state).offer" : "\(state).amount"
        case .awaitingEvidence, .rejected, .awaitingReturn, .returning, .inspecting, .repairing,
            .fulfilled, .withdrawn, .expired, .refused:
            return nil
        }
    }
}
