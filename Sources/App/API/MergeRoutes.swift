import Base
import Conversations
import Customers
import Hummingbird
import Jobs
import Staff
import Storage
import Web

/// Conversations and records of one person that are one, and taken apart again.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | conversations/:conversation/merges | conversationsRead | conversationUnknown |
/// | POST | conversations/:conversation/merges | conversationsHandle | conversationUnknown, mergeWithItself, mergedAlready, tooManyMerged, notTheSamePerson, conversationClosed, conversationOfColleague, partnerErased |
/// | POST | conversations/:conversation/merges/:other/removal | conversationsHandle | conversationUnknown, mergeUnknown, partnerErased |
/// | GET | customers/:customer/merges | customersRead | customerUnknown |
/// | POST | customers/:customer/merges | customersChange | customerUnknown, visitorUnknown, mergeWithItself, mergedAlready, tooManyMerged, partnerErased |
/// | POST | customers/:customer/merges/:other/removal | customersChange | mergeUnknown, conversationsMerged |
struct MergeRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        addConversations(to: router)
        addPersons(to: router)
    }

    private func addConversations(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(
            .get, "conversations/:conversation/merges", services, may: .conversationsRead
        ) { call in
            let merges = try await call.read {
                try desk.merges(into: call.conversation($0).id, in: call.shop.id, $0)
            }
            return .list(Page(items: merges, next: nil)) { $0.json }
        }
        router.shop(
            .post, "conversations/:conversation/merges", services, may: .conversationsHandle
        ) { call in
            let target: Identifier<Conversation> = try call.context.id("conversation")
            return try await call.command({ try $0.id("conversationId") as Identifier<Conversation> }) {
                let merge = try Merging(services: services).merge(
                    $0, into: target, by: call.principal, in: call.shop.id, $1)
                return .created(merge.json, at: "\(call.path)/conversations/\(target)/merges")
            }
        }
        router.shop(
            .post, "conversations/:conversation/merges/:other/removal", services, may: .conversationsHandle
        ) { call in
            let target: Identifier<Conversation> = try call.context.id("conversation")
            let source: Identifier<Conversation> = try call.context.id("other")
            return try await call.command({ _ in }) { _, transaction in
                .ok(
                    try desk.split(
                        source, from: target, by: call.principal.actor, in: call.shop.id, transaction
                    ).json)
            }
        }
    }

    private func addPersons(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(.get, "customers/:customer/merges", services, may: .customersRead) { call in
            let id: Identifier<Customer> = try call.context.id("customer")
            let merges = try await call.read { transaction in
                _ = try services.customers.customer(id, in: call.shop.id, transaction)
                return try desk.merges(of: .customer(id), in: call.shop.id, transaction)
            }
            return .list(Page(items: merges, next: nil)) { $0.json }
        }
        router.shop(.post, "customers/:customer/merges", services, may: .customersChange) { call in
            let id: Identifier<Customer> = try call.context.id("customer")
            return try await call.command({ try $0.string("other", upTo: Limits.idBytes) }) {
                let merge = try Merging(services: services).merge(
                    Partner(actorID: $0), with: id, at: "/other", by: call.principal.actor, in: call.shop.id,
                    $1)
                return .created(merge.json, at: "\(call.path)/customers/\(id)/merges")
            }
        }
        router.shop(
            .post, "customers/:customer/merges/:other/removal", services, may: .customersChange
        ) { call in
            let id: Identifier<Customer> = try call.context.id("customer")
            let other: Identifier<Customer> = try call.context.id("other")
            return try await call.command({ _ in }) { _, transaction in
                .ok(
                    try desk.part(
                        Partner(actorID: other.text), from: id, by: call.principal.actor, in: call.shop.id,
                        transaction
                    ).json)
            }
        }
    }
}

/// What the API and the desk ask of the slice alike, with who may do it.
struct Merging {
    let services: Services

    /// - Throws: as the desk; `conversationUnknown` as a fault of what was sent; `conversationOfColleague` for somebody
    ///   else's that an agent may not give away.
    func merge(
        _ source: Identifier<Conversation>, into target: Identifier<Conversation>, by principal: Principal,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> ConversationMerge {
        let desk = services.conversations
        _ = try desk.conversation(target, for: .shop(principal.actor), in: shop, transaction)
        let ends: Conversation
        do {
            ends = try desk.conversation(source, for: .shop(principal.actor), in: shop, transaction)
        } catch ConversationRefusal.conversationUnknown {
            throw InputRefusal("conversationUnknown", at: "/conversationId", kind: .unprocessable)
        }
        if let holder = ends.assignee, holder != principal.actor.id,
            !principal.role.may(.conversationsAssign)
        {
            throw AssignmentRefusal.conversationOfColleague
        }
        return try desk.merge(source, into: target, by: principal.actor, in: shop, transaction)
    }

    /// - Throws: as the desk; who is not there as a fault of what was sent.
    func merge(
        _ partner: Partner, with customer: Identifier<Customer>, at field: String, by actor: Actor,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> PersonMerge {
        _ = try services.customers.customer(customer, in: shop, transaction)
        do {
            return try services.conversations.merge(
                partner, with: customer, by: actor, in: shop, transaction)
        } catch CustomerRefusal.customerUnknown {
            throw InputRefusal("customerUnknown", at: field, kind: .unprocessable)
        } catch ConversationRefusal.visitorUnknown {
            throw InputRefusal("visitorUnknown", at: field, kind: .unprocessable)
        }
    }
}
