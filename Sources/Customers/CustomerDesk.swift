import Base
import Events
import Storage
import Vault

/// The door of the slice: who the customers are and how they pay.
public struct CustomerDesk: Sendable {
    private let events: EventLog
    private let people: PersonVault
    private let store: CustomerStore

    public static func migrations(_ people: PersonVault) -> [Migration] { CustomerStore.migrations(people) }

    /// What of these tables is personal.
    public static let personal = [CustomerStore.personal]

    public init(events: EventLog, people: PersonVault) {
        self.events = events
        self.people = people
        store = CustomerStore(people: people)
    }

    /// Seals what nodes of the version before have left readable.
    /// - Returns: how many customers.
    public static func sealReadable(_ people: PersonVault, _ transaction: Transaction) throws -> Int {
        try CustomerStore(people: people).sealReadable(transaction)
    }

    /// The keys of customers who are about to be saved, made for those who are new.
    public func keysToWrite(
        _ ids: [Identifier<Customer>], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Person: PersonKey] {
        try people.keysToWrite(ids.map { .customer($0.text, of: shop) }, transaction)
    }

    /// Makes or updates a customer from the order source. Balances that are known already are kept; of somebody whose
    /// data were erased nothing personal is taken.
    /// - Returns: the gift cards and store credits that are new, with their opening balances.
    public func save(
        _ customer: Customer, _ key: PersonKey, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> [PaymentMethod] {
        try store.upsert(customer, key, in: shop.id, transaction)
        return try customer.methods.enumerated().filter { place, method in
            try store.addMethod(
                method, at: place, of: customer.id, in: shop.id, currency: shop.currency, transaction)
                && method.kind.isOurs
        }.map(\.element)
    }

    /// - Throws: `customerUnknown`.
    public func customer(
        _ id: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Customer {
        guard let customer = try store.find(id, in: shop, transaction) else {
            throw CustomerRefusal.customerUnknown
        }
        return customer
    }

    /// Those of the ids that there are, by id.
    public func known(
        _ ids: [Identifier<Customer>], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Customer>: Customer] {
        try store.find(ids, in: shop, transaction)
    }

    /// How each of several customers pays: kinds by method, empty for a customer without any. Who is unknown is left
    /// out.
    public func methodKinds(
        of ids: [Identifier<Customer>], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Customer>: [Identifier<PaymentMethod>: MethodKind]] {
        try store.methodKinds(of: ids, in: shop, transaction)
    }

    /// What a customer is looked for by, ignoring case and surrounding space.
    public enum Criteria: Sendable {
        case email(String)
        case phone(String)
        case name(given: String, family: String, postalCode: String)
        /// A whole name or how it begins, family or given name first.
        case beginning(String)
    }

    /// Characters of a name that are enough to look for it.
    public static let shortestName = 2

    /// One page of those who answer to it, by id.
    public func find(
        _ criteria: Criteria, after: Cursor? = nil, limit: Int = Limits.defaultPageItems, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Page<Customer> {
        let from = after.map { Identifier<Customer>($0.keys[0]) }
        let found = try store.find(criteria, after: from, limit: limit + 1, in: shop, transaction)
        return Page(found, limit: limit) { Cursor([$0.id.text]) }
    }

    /// - Throws: `customerUnknown`.
    public func changeAddress(
        of id: Identifier<Customer>, to address: Address, in shop: ShopID, by actor: Actor,
        _ transaction: Transaction
    ) throws -> Customer {
        let customer = try customer(id, in: shop, transaction)
        try store.setAddress(address, of: customer, in: shop, transaction)
        try events.append(
            "customer.addressChanged", on: .init("customer", id.text), of: shop, by: actor, in: transaction)
        return try self.customer(id, in: shop, transaction)
    }

    /// Takes away by what somebody whose data are erased could be found, and what their cards look like. Balances stay.
    public func forget(
        _ id: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try store.forget(id, in: shop, transaction)
    }

    /// The customer's store credit; made when there is none yet.
    public func storeCredit(
        of id: Identifier<Customer>, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> PaymentMethod {
        let customer = try customer(id, in: shop.id, transaction)
        if let credit = customer.methods.first(where: { $0.kind == .storeCredit }) { return credit }
        let credit = PaymentMethod(
            id: "store-credit", kind: .storeCredit, brand: nil, lastFour: nil, balance: .zero(shop.currency))
        _ = try store.addMethod(
            credit, at: customer.methods.count, of: id, in: shop.id, currency: shop.currency, transaction)
        return credit
    }

    /// Adds to (or, below zero, takes from) a gift card or store credit.
    /// - Throws: `balanceTooLow` when the card does not cover it.
    public func move(
        _ amount: Money, onto method: Identifier<PaymentMethod>, of customer: Identifier<Customer>,
        in shop: ShopID,
        field: String = "/methodId", _ transaction: Transaction
    ) throws {
        guard try store.move(amount, onto: method, of: customer, in: shop, transaction) else {
            let card = try self.customer(customer, in: shop, transaction).method(method)
            throw CustomerRefusal.balanceTooLow(
                owed: -amount, balance: card?.balance ?? .zero(amount.currency), field: field)
        }
    }
}
