import Base
import Conversations
import Customers
import Hummingbird
import Jobs
import Staff
import Storage
import Web

/// Begins a visit to a shop's chat, or goes on with one: of the customer whom the shop's site names and vouches for, or
/// of somebody whom nobody knows. Whoever was nobody and turns out to be a customer keeps what they wrote.
struct ChatVisits {
    let services: Services

    private struct Input {
        let customer: String?
        let expires: String
        let signature: String
        /// The token that the browser has.
        let visit: String?

        init(_ reader: inout JSONReader) throws {
            customer = try reader.optionalString("customerId", upTo: Limits.idBytes)
            expires = try reader.optionalString("expires", upTo: 20) ?? ""
            signature = try reader.optionalString("signature", upTo: 64) ?? ""
            visit = try reader.optionalString("visit", upTo: 512)
        }
    }

    func response(to request: Request, _ context: WebContext) async throws -> Response {
        let id = try context.shop()
        _ = try Query(request).allowing(only: [])
        let shop = try await services.shops.shop(id).profile.id
        var reader = try await JSONBody.read(request).reader()
        let input = try Input(&reader)
        try reader.finish()
        let visit = try await visit(by: input, in: shop)
        var visitorID: String?
        if case .visitor(let id) = visit.partner { visitorID = id.text }
        return .json(
            .object([
                "visit": .string(services.visits.token(for: visit)), "expires": JSONValue(visit.expires),
                "customerId": visit.partner.customerID.map { JSONValue($0) },
                "visitorId": visitorID.map { .string($0) },
            ]))
    }

    private func visit(by input: Input, in shop: ShopID) async throws -> Visit {
        let before = input.visit.flatMap { services.visits.visit(in: $0, at: services.clock.now()) }
        var visitor: Identifier<Visitor>?
        if let before, before.shop == shop, case .visitor(let id) = before.partner { visitor = id }
        guard let customer = input.customer else {
            // A customer's visit does not go on without the site's word.
            return try await services.database.read { [visitor, services] transaction in
                // Who was erased is somebody new when they come again.
                let known = try visitor.map { Partner.visitor($0) }.flatMap {
                    try services.erasure.erasure(of: $0, in: shop, transaction) == nil ? $0 : nil
                }
                return Visit(
                    of: known ?? services.conversations.newVisitor(transaction), in: shop, at: transaction.now
                )
            }
        }
        let link = SignedLink(
            shop: shop, customer: customer, expires: input.expires, signature: input.signature)
        guard let visitor else {
            return try await services.database.read { [services] in try Self.visit(by: link, services, $0) }
        }
        return try await services.database.write(in: shop) { [services] transaction in
            let visit = try Self.visit(by: link, services, transaction)
            try services.conversations.join(visitor, to: Identifier(customer), in: shop, transaction)
            return visit
        }
    }

    /// - Throws: `signatureInvalid`, `customerUnknown`.
    private static func visit(
        by link: SignedLink, _ services: Services, _ transaction: Transaction
    ) throws -> Visit {
        do {
            let customer = Identifier<Customer>(try services.customerSignIn.vouched(for: link, transaction))
            _ = try services.customers.customer(customer, in: link.shop, transaction)
            return Visit(of: .customer(customer), in: link.shop, at: transaction.now)
        } catch is SignInRefusal {
            throw InputRefusal("signatureInvalid", at: "/signature", kind: .unprocessable)
        } catch CustomerRefusal.customerUnknown {
            throw InputRefusal("customerUnknown", at: "/customerId", kind: .unprocessable)
        }
    }
}
