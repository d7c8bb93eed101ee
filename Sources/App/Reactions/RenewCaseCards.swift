import AfterSales
import Base
import Conversations
import Storage

/// When a case takes a step, the threads in which it stands as a card show how it is now. What is the shop's alone shows on
/// no card.
struct RenewCaseCards: Sendable {
    let cards: CardChanges

    func run(_ record: Case, _ word: String, _ shop: ShopID, _ transaction: Transaction) throws {
        guard word != "opened", !AfterSalesDesk.ofTheShop.contains("case.\(word)") else { return }
        try cards.caseChanged(record.id.text, in: shop, transaction)
    }
}
