import Base
import Conversations
import Customers
import Localisation
import Storage
import Web

/// A conversation as a line of a list: who, how long they wait, who has it.
struct ConversationRow: Sendable {
    let conversation: Conversation
    let who: String
    let assignee: String?

    /// Lines for several conversations; their customers are read at once.
    static func rows(
        _ conversations: [Conversation], _ call: DeskCall, _ transaction: Transaction
    ) throws -> [ConversationRow] {
        let names = try StaffNames(call, transaction)
        let customers = try call.services.customers.known(
            conversations.compactMap(\.partner.customerID), in: call.shop.id, transaction)
        return try conversations.map { conversation in
            ConversationRow(
                conversation: conversation,
                who: conversation.partner.customerID.flatMap { customers[$0] }.map(MaskedName.of)
                    ?? call.texts["desk.conversation.visitor"],
                assignee: try conversation.assignee.map { try names.name(ofAssignee: $0) })
        }
    }

    /// Runs while the customer waits: until when they are to be answered.
    var clock: Countdown.Clock? {
        conversation.waitingSince.map {
            let due = conversation.target?.due ?? $0 + ConversationRules.usual.answerWithin
            return Countdown.Clock(
                from: $0, due: due, warn: due - Span(milliseconds: (due - $0).milliseconds / 3))
        }
    }

    /// That it is put aside, or has come back.
    func aside(_ call: DeskCall, now: Timestamp) -> StatusChip? {
        if let until = conversation.snoozedUntil {
            let moment = call.formatting.moment(until, now: now)
            return StatusChip(call.texts["desk.conversation.asideUntil", ["moment": moment]])
        }
        return conversation.returnedAt.map { _ in
            StatusChip(call.texts["desk.conversation.returned"], .warn)
        }
    }

    var tone: Tone? {
        switch conversation.state {
        case .waiting: conversation.waitingSince == nil ? nil : .yours
        case .assigned, .assisted, .closed: nil
        }
    }
}

/// Which conversations the list shows.
enum ConversationView: String, CaseIterable, Sendable {
    case waiting, overdue, mine, aside, assisted, open, closed

    func filter(for reader: Actor, at now: Timestamp) -> ConversationFilter {
        var filter = ConversationFilter()
        switch self {
        case .waiting: filter.order = .waiting
        case .overdue: (filter.order, filter.overdueAt) = (.waiting, now)
        case .mine: (filter.assignee, filter.isSnoozed) = (reader.id, false)
        case .aside: (filter.assignee, filter.isSnoozed) = (reader.id, true)
        case .assisted: filter.states = [.assisted]
        case .open: filter.states = Conversation.State.open
        case .closed: filter.states = [.closed]
        }
        return filter
    }
}
