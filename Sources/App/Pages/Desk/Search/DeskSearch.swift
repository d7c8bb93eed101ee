import AfterSales
import Base
import Customers
import Foundation
import Orders
import Payments
import Staff
import Storage

/// What somebody was looking for: a customer by id, e-mail, phone or name; an order, a case, a complaint or a refund by
/// its number, a case also by the end of it; an order or a case by a parcel's.
struct DeskSearch: Sendable {
    let asked: SearchWords
    /// One page of them.
    let customers: Page<Customer>
    let isFirst: Bool
    let orders: [OrderRow]
    let cases: [CaseRow]
    /// Further cases stand in the list of all of them.
    let hasMoreCases: Bool
    let complaints: [ComplaintRow]
    let refunds: [Movement]
    let now: Timestamp

    init(
        _ asked: SearchWords, after: Cursor? = nil, _ call: DeskCall, _ transaction: Transaction
    ) throws {
        self.asked = asked
        now = transaction.now
        isFirst = after == nil
        let finder = Finder(call: call, transaction: transaction, after: after)
        if let name = asked.name {
            customers = try finder.customers(name)
        } else {
            customers = try finder.customers(asked.words)
        }
        orders = try finder.orders(asked.words, of: customers)
        let found = try finder.cases(asked.words)
        (cases, hasMoreCases) = (found.items, found.next != nil)
        complaints = try finder.complaints(asked.words)
        refunds = try finder.refunds(asked.words)
    }

    var isEmpty: Bool {
        customers.items.isEmpty && orders.isEmpty && cases.isEmpty && complaints.isEmpty && refunds.isEmpty
    }
}

/// A name with the postal code that tells namesakes apart.
struct SearchedName: Sendable, Hashable {
    let given: String
    let family: String
    let postalCode: String

    init(given: String, family: String, postalCode: String) {
        (self.given, self.family, self.postalCode) = (given, family, postalCode)
    }

    /// From fields of their own; nil unless name and postal code are there.
    init?(_ part: (String) throws -> String?) throws {
        func text(_ name: String) throws -> String {
            try (part(name) ?? "").trimmingCharacters(in: .whitespaces)
        }
        self.init(given: try text("given"), family: try text("family"), postalCode: try text("postalCode"))
        guard !postalCode.isEmpty, !(given + family).isEmpty else { return nil }
    }

    /// Every way to read `张三 200031` or `Mei Lin 10115`.
    static func readings(of words: String) -> [SearchedName] {
        let parts = words.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let code = parts.last, parts.count > 1, code.contains(where: \.isNumber) else { return [] }
        let names = parts.dropLast()
        if names.count > 1 {
            let (first, rest) = (names[0], names.dropFirst().joined(separator: " "))
            return [
                SearchedName(given: first, family: rest, postalCode: code),
                SearchedName(given: rest, family: first, postalCode: code),
            ]
        }
        let name = names[0]
        // Family names have one character, a few have two.
        let split = (1...2).filter { $0 < name.count }.map {
            SearchedName(
                given: String(name.dropFirst($0)), family: String(name.prefix($0)), postalCode: code)
        }
        return split + [SearchedName(given: name, family: "", postalCode: code)]
    }
}

private struct Finder {
    let call: DeskCall
    let transaction: Transaction
    let after: Cursor?

    private static let nobody = Page<Customer>(items: [], next: nil)

    private var shop: ShopID { call.shop.id }

    func customers(_ name: SearchedName) throws -> Page<Customer> {
        try find(.name(given: name.given, family: name.family, postalCode: name.postalCode))
    }

    /// By the first reading of the words that anybody answers to.
    func customers(_ words: String?) throws -> Page<Customer> {
        guard let words, !words.isEmpty else { return Self.nobody }
        if words.contains("@") { return try find(.email(words)) }
        if let known = try knownCustomer(words) { return Page(items: [known], next: nil) }
        let byPhone = try find(.phone(words))
        guard byPhone.items.isEmpty else { return byPhone }
        for reading in SearchedName.readings(of: words) {
            let found = try customers(reading)
            if !found.items.isEmpty { return found }
        }
        return try find(.beginning(words))
    }

    private func find(_ criteria: CustomerDesk.Criteria) throws -> Page<Customer> {
        try call.services.customers.find(criteria, after: after, in: shop, transaction)
    }

    private func knownCustomer(_ words: String) throws -> Customer? {
        do {
            return try call.services.customers.customer(Identifier(words), in: shop, transaction)
        } catch CustomerRefusal.customerUnknown {
            return nil
        }
    }

    /// The order of that number, those with that parcel, and of a single customer the newest: all of them are on the
    /// customer's page.
    func orders(_ words: String?, of customers: Page<Customer>) throws -> [OrderRow] {
        let desk = call.services.orders
        let named = try words.flatMap { try desk.knownOrder(Identifier($0), in: shop, transaction) }
        let parcel = words?.filter { !$0.isWhitespace }
        let sent = try parcel.map { try desk.orders(withParcel: $0, in: shop, transaction) } ?? []
        let theirs =
            customers.items.count == 1
            ? try desk.list(
                of: customers.items[0].id, after: nil, limit: Limits.defaultPageItems, in: shop, transaction
            ).items.map(\.order) : []
        var seen: Set<Identifier<Order>> = []
        return try ([named].compactMap { $0 } + sent + theirs).filter { seen.insert($0.id).inserted }.map {
            try OrderRow($0, call, transaction)
        }
    }

    func cases(_ words: String?) throws -> Page<CaseRow> {
        guard let words else { return Page(items: [], next: nil) }
        var filter = CaseFilter()
        filter.search = words
        let found = try call.services.afterSales.queue(filter, in: shop, transaction)
        return Page(items: try CaseRows(call, transaction).rows(found.items), next: found.next)
    }

    func complaints(_ words: String?) throws -> [ComplaintRow] {
        guard let words, call.may(.complaintsRead) else { return [] }
        do {
            let complaint = try call.services.complaints.complaint(
                Identifier(words), for: call.taker(), in: shop, transaction)
            return [try ComplaintRow(complaint, StaffNames(call, transaction), call, transaction)]
        } catch AfterSalesRefusal.complaintUnknown {
            return []
        }
    }

    func refunds(_ words: String?) throws -> [Movement] {
        guard let words, call.may(.refundsRead) else { return [] }
        do {
            return [try call.services.payments.movement(Identifier(words), in: shop, transaction)]
        } catch PaymentRefusal.movementUnknown {
            return []
        }
    }
}
