import Base
import Conversations
import Staff
import Storage

/// Giving a conversation to somebody, for pages and API alike. One that is free may be taken and one's own handed on or
/// put back; whatever else needs `conversationsAssign`.
struct ConversationAssignment: Sendable {
    let services: Services

    /// Puts a conversation aside until a moment, or brings it back. A member of staff who puts one aside that nobody has,
    /// has it.
    /// - Parameter remark: what to remember; it is kept as a note.
    /// - Throws: as `assign`; `nobodyHasIt`, `snoozeOutOfRange`.
    func snooze(
        _ id: Identifier<Conversation>, until moment: Timestamp?, remark: String?, by principal: Principal,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> Conversation {
        let (desk, actor) = (services.conversations, principal.actor)
        let before = try desk.conversation(id, for: .shop(actor), in: shop, transaction)
        if before.assignee != actor.id {
            if before.assignee == nil, actor.kind == .staff, moment != nil {
                _ = try assign(id, to: actor.id, by: principal, in: shop, transaction)
            } else if !principal.role.may(.conversationsAssign) {
                throw AssignmentRefusal.conversationOfColleague
            }
        }
        let aside = try desk.snooze(id, until: moment, by: actor, in: shop, transaction)
        if let remark { _ = try desk.note(remark, on: id, by: actor, in: shop, transaction) }
        return aside
    }

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
