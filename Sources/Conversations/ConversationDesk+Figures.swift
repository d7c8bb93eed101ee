import Base
import Events
import Storage

/// The figures that a shop goes by.
extension ConversationDesk {
    public func figures(in shop: ShopID, _ transaction: Transaction) throws -> ServiceFigures {
        try settings.find(.figures, in: shop, transaction).map { ServiceFigures(stored: $0) } ?? .standard
    }

    /// Takes a shop's figures in the place of those it had; they count from now on.
    public func change(
        figures: ServiceFigures, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try settings.keep(figures.kept, as: .figures, in: shop, transaction)
        try events.append(
            "shop.figuresChanged", on: .init("shop", shop.text), of: shop, by: actor, figures.kept,
            in: transaction)
    }

    /// The rule by which the shop's conversations are shared out.
    func queue(in shop: ShopID, _ transaction: Transaction) throws -> FairQueue {
        try figures(in: shop, transaction).queue
    }

    /// The rule by which the shop's conversations are read again.
    func quality(in shop: ShopID, _ transaction: Transaction) throws -> QualityRule {
        try figures(in: shop, transaction).quality
    }
}
