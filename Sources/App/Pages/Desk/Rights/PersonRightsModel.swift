import Base
import Customers
import Events
import Files
import Staff
import Storage
import Vault
import Web

/// What somebody who gives a customer their data, or erases it, has to know first.
struct PersonRightsModel: Sendable {
    let customer: Customer
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

    /// - Throws: `customerUnknown`.
    init(_ id: Identifier<Customer>, _ call: DeskCall, _ transaction: Transaction) throws {
        let (services, shop) = (call.services, call.shop)
        customer = try services.customers.customer(id, in: shop.id, transaction)
        files = try services.files.all(ofCustomer: id.text, in: shop.id, transaction)
        open = try services.erasure.openMatters(of: id, in: shop, transaction)
        keptUntil = try RetentionStore().lastTrade(of: id, in: shop.id, transaction).map {
            $0 + Self.lawKeeps
        }
        erasedAt = try services.people.erasure(of: .customer(id.text, of: shop.id), transaction)
        history = try services.events.store.timeline(of: id.text, in: shop.id, transaction).filter {
            $0.subject.kind == "personalData" && [PersonExport.exported, Erasure.erased].contains($0.type)
        }.reversed()
        names = try StaffNames(call, transaction).people(in: history)
    }
}
