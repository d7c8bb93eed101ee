import Base
import Events
import Storage

/// How soon people answer: every wait that has ended, figures of them, and how things stood at some moment. Programs'
/// answers end no wait.
extension ConversationDesk {
    /// The board of a moment is told from what happened in so long before it.
    public static let replayed = Span.days(7)

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

    /// Figures of several days. Of conversations that have gone the counts of days, teams and channels are in them.
    /// - Parameter starts: when each day begins, oldest first; the last one ends when its successor would begin.
    public func figures(
        ofDays starts: [Timestamp], _ day: LocalDay, in shop: ShopID, _ transaction: Transaction
    ) throws -> AnswerReport {
        var report = AnswerReport(
            days: starts.map { _ in AnswerFigures() }, buyers: starts.map { _ in AnswerTally() })
        guard let first = starts.first, let last = starts.last else { return report }
        var buyers = starts.map { _ in [String: CustomerWait]() }
        try answerStore.forEach(from: first, until: day.startOfNextDay(after: last), in: shop, transaction) {
            wait, buyer in
            let place = (starts.lastIndex { $0 <= wait.askedAt }) ?? 0
            report.days[place].count(wait, by: rules, in: day)
            for (key, group) in [
                (wait.agent, \AnswerReport.agents), (wait.team, \.teams), (wait.channel, \.channels),
            ] {
                guard let key else { continue }
                report[keyPath: group][key, default: AnswerFigures()].count(wait, by: rules, in: day)
            }
            if rules.isByDay(wait.askedAt, day),
                buyers[place][buyer].map({ wait.askedAt < $0.askedAt }) ?? true
            {
                buyers[place][buyer] = wait
            }
        }
        for (place, waits) in buyers.enumerated() {
            for wait in waits.values { report.buyers[place].count(rules.isInTime(wait, within: .minutes(3))) }
        }
        for kept in try answerDays.list(
            from: first, until: day.startOfNextDay(after: last), in: shop, transaction)
        {
            report.take(kept, at: (starts.lastIndex { $0 <= kept.day }) ?? 0)
        }
        return report
    }

    /// How many of those who wait, wait longer than they should.
    public func overdueCount(in shop: ShopID, _ transaction: Transaction) throws -> Int {
        try store.overdueCount(at: transaction.now, in: shop, transaction)
    }

    /// Who waited and who was there at a moment. Conversations and agents of whom nothing was heard for `replayed` before
    /// it are left out.
    public func board(
        at moment: Timestamp, in shop: ShopID, _ transaction: Transaction
    ) throws -> BoardReplay {
        var board = BoardReplay()
        try said.events.forEach(
            about: BoardReplay.subjects, from: moment - Self.replayed, through: moment, in: shop, transaction
        ) { board.take($0) }
        return board
    }

    /// Several conversations, in the order of their ids as given; those that are gone are left out.
    public func conversations(
        _ ids: [Identifier<Conversation>], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Conversation] {
        try ids.compactMap { try store.find($0, in: shop, transaction) }
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
                isFirst: before.answeredAt == nil, agent: agent, team: before.skill,
                channel: before.channel.name, within: before.target.map { $0.due - asked }), in: shop,
            transaction)
    }
}
