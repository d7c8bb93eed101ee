import AfterSales
import Base

/// A proposal in words.
struct OfferText {
    let reader: Reader

    func says(_ offer: Offer) -> String { says(offer.kind, offer.amount) }

    func says(_ kind: OfferKind, _ amount: Money?) -> String {
        reader["offer.\(kind.rawValue)", ["amount": amount.map(reader.money) ?? ""]]
    }

    func state(_ offer: Offer) -> String { reader["offer.state.\(offer.state.rawValue)"] }
}
