import Base
import Conversations
import Customers
import Events
import Files
import Staff
import Storage
import Vault
import Web

/// What somebody who gives a customer or visitor their data, or erases it, has to know first.
struct PersonRightsModel: Sendable {
    let person: Partner
    /// The person's other records, which are given and erased with this one.
    let others: [Partner]
    /// A visitor's newest conversation, while there is one.
    let conversation: Identifier<Conversation>?
    let files: [StoredFile]
    /// What comes before erasing.
    let open: OpenMatters
    /// Until when the law wants the customer's trade records kept; nil without any.
    let keptUntil: Timestamp?
    let erasedAt: Timestamp?
    /// Who gave the data or erased it, newest first, with what they are called.
    let history: [DomainEvent]
    let names: [String: String]

    /// Trade records are kept for three years from the end of the trade (E-Commerce Law of the PRC, art. 31).
    private static let lawKeeps = Span.days(3 * 365 + 1)

    /// - Throws: `customerUnknown`, `visitorUnknown`.
    init(_ person: Partner, _ call: DeskCall, _ transaction: Transaction) throws {
        let (services, shop) = (call.services, call.shop)
        self.person = person
        let same = try services.conversations.same(as: person, in: shop.id, transaction)
        others = same.filter { $0 != person }
        erasedAt = try services.erasure.erasure(of: person, in: shop.id, transaction)
        files = try services.files.all(ofCustomer: person.actorID, in: shop.id, transaction)
        switch person {
        case .customer(let id):
            _ = try services.customers.customer(id, in: shop.id, transaction)
            open = try services.erasure.openMatters(of: same.compactMap(\.customerID), in: shop, transaction)
            keptUntil = try RetentionStore().lastTrade(of: id, in: shop.id, transaction).map {
                $0 + Self.lawKeeps
            }
            conversation = nil
        case .visitor(let id):
            if erasedAt == nil { try services.erasure.requireKnown(id, in: shop.id, transaction) }
            open = try services.erasure.openMatters(of: same.compactMap(\.customerID), in: shop, transaction)
            keptUntil = nil
            conversation = try services.conversations.ids(of: person, in: shop.id, transaction).last
        }
        history = try services.events.store.timeline(of: person.actorID, in: shop.id, transaction).filter {
            $0.subject.kind == "personalData" && [PersonExport.exported, Erasure.erased].contains($0.type)
        }.reversed()
        names = try StaffNames(call, transaction).people(in: history)
    }
}
