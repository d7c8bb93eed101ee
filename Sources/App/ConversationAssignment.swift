import Base
import Conversations
import Staff
import Storage

/// Giving a conversation to somebody, for pages and API alike. One that is free may be taken and one's own handed on or
/// put back; whatever else needs `conversationsAssign`.
struct ConversationAssignment: Sendable {
    let services: Services

    /// - Parameter member: the id of a member of staff; nil: nobody.
    /// - Throws: `conversationUnknown`, `conversationClosed`; `assigneeUnknown`, `conversationOfColleague`.
    func assign(
        _ id: Identifier<Conversation>, to member: String?, skill: String? = nil, remark: String? = nil,
        by principal: Principal, in shop: ShopID, _ transaction: Transaction
    ) throws -> Conversation {
        let desk = services.conversations
        let own = principal.actor.id
        let holder = try desk.conversation(id, for: .shop(principal.actor), in: shop, transaction).assignee
        let isOwnToGive = holder == own || (holder == nil && member == own)
        guard isOwnToGive || principal.role.may(.conversationsAssign) else {
            throw AssignmentRefusal.conversationOfColleague
        }
        if let member, member != own || principal.actor.kind != .staff {
            try Assignees(staff: services.staff).check(
                member, may: .conversationsHandle, at: "/assignee", in: shop, transaction)
        }
        return try desk.assign(
            id, to: member, skill: skill, remark: remark, by: principal.actor, in: shop, transaction)
    }
}
