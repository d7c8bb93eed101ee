import Base
import Conversations
import Customers
import Localisation
import Staff
import Storage
import Web

/// A task as people of the shop read it.
struct TaskRow: Sendable {
    let task: InternalTask
    /// Whom the conversation is with.
    let who: String
    let asker: String
    /// Who has it: a colleague's name, or a team's.
    let owner: String
    let answerer: String?
    let isReaders: Bool
    let mayTake: Bool
    let mayAnswer: Bool
    let mayWithdraw: Bool

    /// Warns while the last quarter of its time runs.
    var clock: Countdown.Clock? {
        guard task.state == .open else { return nil }
        let span = task.due - task.askedAt
        return Countdown.Clock(
            from: task.askedAt, due: task.due,
            warn: task.due - Span(milliseconds: span.milliseconds / 4))
    }

    /// The customers of all of them are read at once.
    static func rows(
        _ tasks: [InternalTask], _ call: DeskCall, _ transaction: Transaction
    ) throws -> [TaskRow] {
        let (desk, shop, own) = (call.services.conversations, call.shop.id, call.principal.actor)
        let names = try StaffNames(call, transaction)
        let teams = own.kind == .staff ? try desk.teams(of: own.id, in: shop, transaction) : []
        let partners = try Dictionary(
            tasks.map {
                let conversation = try desk.conversation(
                    $0.conversationID, for: .shop(own), in: shop, transaction)
                return ($0.conversationID, conversation.partner)
            }, uniquingKeysWith: { first, _ in first })
        let customers = try call.services.customers.known(
            partners.values.compactMap(\.customerID), in: shop, transaction)
        return try tasks.map { task in
            let customer = partners[task.conversationID]?.customerID.flatMap { customers[$0] }
            let isOpen = task.state == .open && call.may(.conversationsHandle)
            let isFor = own.kind == .staff && task.isFor(own.id, of: teams)
            let isLead = call.may(.conversationsAssign)
            return TaskRow(
                task: task.withWords(call.personal.words(of: customer)),
                who: customer.map(call.personal.name) ?? call.texts["desk.conversation.visitor"],
                asker: try names.name(of: task.askedBy),
                owner: try task.owner.member.map { try names.name(ofAssignee: $0) } ?? task.owner.team ?? "",
                answerer: try task.answer.map { try names.name(of: $0.by) },
                isReaders: task.owner.member == own.id,
                mayTake: isOpen && isFor && task.owner.team != nil,
                mayAnswer: isOpen && (isFor || isLead),
                mayWithdraw: isOpen && (task.askedBy == own || isLead))
        }
    }
}

/// Which tasks the list shows.
enum TaskView: String, CaseIterable, Sendable {
    case mine, teams, asked, answered, all

    /// - Parameter teams: of the reader.
    func filter(for reader: Actor, of teams: [String]) -> TaskFilter {
        var filter = TaskFilter()
        switch self {
        case .mine: filter.member = reader.id
        case .teams: filter.teams = teams
        case .asked: filter.askedBy = reader.id
        case .answered: (filter.askedBy, filter.state) = (reader.id, .answered)
        case .all: break
        }
        return filter
    }
}
