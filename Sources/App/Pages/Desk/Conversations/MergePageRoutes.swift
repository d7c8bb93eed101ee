import Base
import Conversations
import Customers
import Hummingbird
import Staff
import Storage
import Web

/// | method | path | may | does |
/// |---|---|---|---|
/// | POST | /desk/:shop/conversations/:conversation/merges | conversationsHandle | another goes on in it; as the API |
/// | POST | …/merges/:other/removal | conversationsHandle | takes it out again |
/// | POST | …/persons, /persons/:other/removal | customersChange | whose it is, is the same person as a customer; takes that back |
struct MergePageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.conversations
        form(router, "merges", MergePanel.name, .conversationsHandle) { form, id, call, transaction in
            let other = try form.requiredText("conversationId", upTo: Limits.idBytes)
            _ = try Merging(services: services).merge(
                Identifier(other), into: id, by: call.principal, in: call.shop.id, transaction)
        }
        form(router, "merges/:other/removal", MergePanel.name, .conversationsHandle) {
            _, id, call, transaction in
            _ = try desk.split(
                call.context.id("other"), from: id, by: call.principal.actor, in: call.shop.id, transaction)
        }
        form(router, "persons", MergePanel.person, .customersChange) { form, id, call, transaction in
            let other = try form.requiredText("other", upTo: Limits.idBytes)
            try Self.merge(Partner(actorID: other), id, call, transaction)
        }
        form(router, "persons/:other/removal", MergePanel.name, .customersChange) {
            _, id, call, transaction in
            let other: Identifier<Customer> = try call.context.id("other")
            guard
                let merge = try desk.merges(
                    of: Partner(actorID: other.text), in: call.shop.id, transaction
                ).first(where: { $0.partner.actorID == other.text })
            else { throw ConversationRefusal.mergeUnknown }
            _ = try desk.part(
                merge.partner, from: merge.customer, by: call.principal.actor, in: call.shop.id, transaction)
        }
    }

    /// A visitor is found to be a customer; of two customers the one whose conversation this is goes on.
    private static func merge(
        _ other: Partner, _ id: Identifier<Conversation>, _ call: DeskCall, _ transaction: Transaction
    ) throws {
        let partner = try call.services.conversations.conversation(
            id, for: .shop(call.principal.actor), in: call.shop.id, transaction
        ).partner
        let (one, main): (Partner, Identifier<Customer>)
        if let customer = partner.customerID {
            (one, main) = (other, customer)
        } else if let customer = other.customerID {
            (one, main) = (partner, customer)
        } else {
            throw InputRefusal("customerUnknown", at: "/other", kind: .unprocessable)
        }
        do {
            _ = try Merging(services: call.services).merge(
                one, with: main, at: "/other", by: call.principal.actor, in: call.shop.id, transaction)
        } catch CustomerRefusal.customerUnknown {
            throw InputRefusal("customerUnknown", at: "/other", kind: .unprocessable)
        }
    }

    private func form(
        _ router: Router<WebContext>, _ noun: RouterPath, _ name: String, _ permission: Permission,
        _ act:
            @escaping @Sendable (DeskFormReader, Identifier<Conversation>, DeskCall, Transaction) throws ->
            Void
    ) {
        router.desk(.post, "conversations/:conversation/\(noun)", services, may: permission) { call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            return try await call.submit(name) { form, transaction in
                try act(form, id, call, transaction)
                return call.place("conversations", id) + "#conversation-merges"
            } refused: { refused in
                try await ConversationPageRoutes.page(id, call, refused: refused)
            }
        }
    }
}
