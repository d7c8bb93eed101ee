import Base
import Conversations
import Staff
import Storage

/// Asking and answering, for pages and API alike. Whose turn it is answers or hands on, whoever asked withdraws; supervisors
/// may do either.
struct TaskHandling: Sendable {
    let services: Services

    /// - Throws: as `ConversationDesk.ask`; `assigneeUnknown`.
    func ask(
        _ new: NewTask, about id: Identifier<Conversation>, by principal: Principal, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> InternalTask {
        try check(new.owner, in: shop, transaction)
        return try services.conversations.ask(new, about: id, by: principal.actor, in: shop, transaction)
    }

    /// - Throws: `taskUnknown`, `taskSettled`, `taskOfColleague`, `partnerErased`.
    func answer(
        _ id: Identifier<InternalTask>, _ words: String, by principal: Principal, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> InternalTask {
        try require(id, by: principal, in: shop, transaction) {
            try mayAnswer($0, principal, shop, transaction)
        }
        return try services.conversations.answer(id, words, by: principal.actor, in: shop, transaction)
    }

    /// - Throws: `taskUnknown`, `taskSettled`, `taskOfColleague`, `assigneeUnknown`, `teamUnknown`.
    func hand(
        _ id: Identifier<InternalTask>, to owner: InternalTask.Owner, by principal: Principal,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> InternalTask {
        try require(id, by: principal, in: shop, transaction) { task in
            try task.askedBy == principal.actor || mayAnswer(task, principal, shop, transaction)
        }
        try check(owner, in: shop, transaction)
        return try services.conversations.hand(id, to: owner, by: principal.actor, in: shop, transaction)
    }

    /// - Throws: `taskUnknown`, `taskSettled`, `taskOfColleague`.
    func withdraw(
        _ id: Identifier<InternalTask>, by principal: Principal, in shop: ShopID, _ transaction: Transaction
    ) throws -> InternalTask {
        try require(id, by: principal, in: shop, transaction) { $0.askedBy == principal.actor }
        return try services.conversations.withdraw(id, by: principal.actor, in: shop, transaction)
    }

    // MARK: Parts

    private func mayAnswer(
        _ task: InternalTask, _ principal: Principal, _ shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        guard principal.actor.kind == .staff else { return false }
        let own = principal.actor.id
        return task.isFor(own, of: try services.conversations.teams(of: own, in: shop, transaction))
    }

    private func require(
        _ id: Identifier<InternalTask>, by principal: Principal, in shop: ShopID,
        _ transaction: Transaction, _ isTheirs: (InternalTask) throws -> Bool
    ) throws {
        let task = try services.conversations.task(id, in: shop, transaction)
        guard try principal.role.may(.conversationsAssign) || isTheirs(task) else {
            throw AssignmentRefusal.taskOfColleague
        }
    }

    private func check(
        _ owner: InternalTask.Owner, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard let member = owner.member else { return }
        try Assignees(staff: services.staff).check(
            member, may: .conversationsHandle, at: "/member", in: shop, transaction)
    }
}
