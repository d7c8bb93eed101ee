import AfterSales
import Base
import Orders
import Storage
import Web

/// Drafts of one person: reads them from addresses and forms, keeps their words, and sends each choice once.
struct ApplicationDrafts: Sendable {
    let services: Services
    let holder: Actor
    let shop: ShopProfile
    private let store: ApplicationDraftStore

    init(_ services: Services, of holder: Actor, in shop: ShopProfile) {
        self.services = services
        store = ApplicationDraftStore(people: services.people)
        self.holder = holder
        self.shop = shop
    }

    /// The draft with what is kept of it.
    func filled(_ draft: ApplicationDraft, _ transaction: Transaction) throws -> ApplicationDraft {
        guard let id = draft.id else { return draft }
        var draft = draft
        let kept = try store.find(id, of: holder, in: shop.id, transaction)
        // A number that nobody keeps any more, or somebody else's, is no number.
        if kept == nil { draft.id = nil }
        (draft.note, draft.sent) = (kept?.note, kept?.sent)
        return draft
    }

    /// The draft with its words kept. One that was sent begins anew when something else is chosen now.
    func kept(_ draft: ApplicationDraft, _ transaction: Transaction) throws -> ApplicationDraft {
        let known = try filled(draft, transaction)
        var draft = draft
        (draft.id, draft.sent) = (known.id, known.sent)
        if draft.id == nil || (draft.sent != nil && !draft.isSent) {
            draft.id = IdentifierSource(random: services.outside.random).next("D", at: transaction.now)
            draft.sent = nil
        }
        guard let id = draft.id, !draft.isSent else { return draft }
        try store.save(draft.note, as: id, of: holder, in: shop.id, transaction)
        return draft
    }

    /// The case that this draft became, or becomes now.
    /// - Throws: `kindMissing`, and what opening a case refuses.
    func send(
        _ draft: ApplicationDraft, of order: Identifier<Order>, by taker: StepTaker,
        _ transaction: Transaction
    ) throws -> Identifier<Case> {
        let draft = try filled(draft, transaction)
        if let sent = draft.sent, draft.isSent { return sent.caseID }
        guard let application = draft.application(of: order) else {
            throw InputRefusal("kindMissing", at: "/kind", kind: .unprocessable)
        }
        let opened = try services.afterSales.open(application, by: taker, in: shop, transaction).id
        if let id = draft.id {
            try store.markSent(
                .init(choice: draft.choice, caseID: opened), id, of: holder, in: shop.id, transaction)
        }
        return opened
    }
}
