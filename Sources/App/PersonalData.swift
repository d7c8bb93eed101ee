import AfterSales
import Base
import Conversations
import Customers
import Events
import Files
import Orders
import Storage
import Vault

/// Showing somebody's name, phone, e-mail and address unmasked: an act with a reason, kept in the log. The event says
/// who, of which record and why, and holds none of what was shown.
struct PersonalData: Sendable {
    static let shown = "personalData.shown"
    private static let subject = "personalData"

    let services: Services

    /// What somebody looks at when they ask.
    enum Record: Sendable, Hashable {
        case `case`(Identifier<Case>)
        case order(Identifier<Order>)
        case customer(Identifier<Customer>)
        case complaint(Identifier<Complaint>)
        case conversation(Identifier<Conversation>)
        /// A picture or paper; programs alone read one by itself.
        case file(Identifier<StoredFile>)

        var kind: String {
            switch self {
            case .case: "case"
            case .order: "order"
            case .customer: "customer"
            case .complaint: "complaint"
            case .conversation: "conversation"
            case .file: "file"
            }
        }

        var id: String {
            switch self {
            case .case(let id): id.text
            case .order(let id): id.text
            case .customer(let id): id.text
            case .complaint(let id): id.text
            case .conversation(let id): id.text
            case .file(let id): id.text
            }
        }
    }

    /// Puts down that the record's personal data is shown now.
    /// - Throws: what finds the record; `reasonNamesPerson` for written words that hold what
    ///   they ask to see.
    func show(
        _ record: Record, _ reason: Reason, to taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws {
        let (customer, order) = try owner(of: record, taker, in: shop, transaction)
        guard !reason.names(customer) else { throw InputRefusal("reasonNamesPerson", at: "/words") }
        try services.events.append(
            Self.shown, on: DomainEvent.Subject(Self.subject, record.id), of: shop.id, by: taker.actor,
            related: order?.text ?? "",
            .object([
                "record": .string(record.kind), "reason": .string(reason.code.rawValue),
                "words": reason.words.map(JSONValue.string),
            ]), in: transaction)
    }

    /// - Throws: `caseUnknown`, `orderUnknown`, `customerUnknown`, `complaintUnknown`, `conversationUnknown`.
    func require(
        _ record: Record, for taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        _ = try owner(of: record, taker, in: shop, transaction)
    }

    /// Who looked at a record's personal data, newest first.
    func showings(of record: Record, in shop: ShopID, _ transaction: Transaction) throws -> [DomainEvent] {
        try services.events.store.timeline(of: record.id, in: shop, transaction).filter {
            $0.type == Self.shown && $0.detail["record"]?.string == record.kind
        }.reversed()
    }

    /// Nobody for a visitor's conversation.
    private func owner(
        of record: Record, _ taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> (Customer?, Identifier<Order>?) {
        switch record {
        case .case(let id):
            let found = try services.afterSales.view(id, for: taker, in: shop, transaction).record
            return (
                try services.customers.customer(found.customerID, in: shop.id, transaction), found.orderID
            )
        case .order(let id):
            let order = try services.orders.view(id, in: shop.id, transaction).order
            return (try services.customers.customer(order.customerID, in: shop.id, transaction), id)
        case .customer(let id):
            return (try services.customers.customer(id, in: shop.id, transaction), nil)
        case .complaint(let id):
            let found = try services.complaints.complaint(id, for: taker, in: shop.id, transaction)
            return (
                try services.customers.customer(found.customerID, in: shop.id, transaction), found.orderID
            )
        case .conversation(let id):
            let found = try services.conversations.conversation(
                id, for: .shop(taker.actor), in: shop.id, transaction)
            return (
                try found.partner.customerID.map {
                    try services.customers.customer($0, in: shop.id, transaction)
                }, nil
            )
        case .file(let id):
            guard let file = try services.files.find(id, in: shop.id, transaction) else {
                throw FileRefusal.fileUnknown
            }
            return (
                try file.owner.customer.flatMap { owner in
                    let id = Identifier<Customer>(owner)
                    return try services.customers.known([id], in: shop.id, transaction)[id]
                }, nil
            )
        }
    }
}

extension PersonalData {
    /// Why somebody looks: one of a few, or their own words.
    struct Reason: Sendable, Hashable {
        enum Code: String, Sendable, CaseIterable { case contact, delivery, identity, dispute, other }

        let code: Code
        let words: String?

        /// Whether the words give away whom they are about: a name, an e-mail address, a number to call, a street.
        func names(_ customer: Customer?) -> Bool {
            guard let words, !words.isEmpty else { return false }
            if words.contains("@") || words.matches(of: /\d(?:[ -]?\d){6,}/).isEmpty == false { return true }
            return customer?.isNamed(in: words) ?? false
        }
    }
}
