import Base
import Storage

/// How soon people answer: every wait that has ended, and figures of them. Programs' answers end no wait.
extension ConversationDesk {
    /// Waits that have ended, newest first.
    public func answers(
        _ filter: AnswerFilter, in shop: ShopID, _ transaction: Transaction
    ) throws -> Page<CustomerWait> {
        var filter = filter
        filter.rules = rules
        return Page(
            try answerStore.list(filter, limit: filter.limit + 1, in: shop, transaction), limit: filter.limit,
            cursor: filter.cursor)
    }

    /// Figures of several days and of everybody who answered in them.
    /// - Parameter starts: when each day begins, oldest first; the last one ends when its successor would begin.
    public func figures(
        ofDays starts: [Timestamp], _ day: LocalDay, in shop: ShopID, _ transaction: Transaction
    ) throws -> (days: [AnswerFigures], agents: [String: AnswerFigures]) {
        var days = starts.map { _ in AnswerFigures() }
        var agents: [String: AnswerFigures] = [:]
        guard let first = starts.first, let last = starts.last else { return ([], [:]) }
        let end = day.startOfNextDay(after: last)
        try answerStore.forEach(from: first, until: end, in: shop, transaction) { answer in
            let place = (starts.lastIndex { $0 <= answer.askedAt }) ?? 0
            days[place].count(answer, by: rules, in: day)
            if let agent = answer.agent {
                agents[agent, default: AnswerFigures()].count(answer, by: rules, in: day)
            }
        }
        return (days, agents)
    }

    /// How many of those who wait, wait longer than they should.
    public func overdueCount(in shop: ShopID, _ transaction: Transaction) throws -> Int {
        try store.waitingCount(before: transaction.now - rules.answerWithin, in: shop, transaction)
    }

    /// Notes how a wait ended, where one did.
    func noteAnswer(
        _ before: Conversation, _ number: Int, by agent: String?, at moment: Timestamp?, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        guard let asked = before.waitingSince else { return }
        try answerStore.insert(
            CustomerWait(
                conversationID: before.id, number: number, askedAt: asked, answeredAt: moment,
                isFirst: before.answeredAt == nil, agent: agent), in: shop, transaction)
    }
}
