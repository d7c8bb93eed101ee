import AfterSales
import Base
import Conversations
import Staff
import Storage

/// What of a shop's data will go by itself next, by its times for keeping.
struct RetentionOutlook: Sendable {
    /// How many there are: people, cases with pictures, messages, conversations, feedback, staff. Counted up to `most`.
    struct Count: Sendable, Hashable {
        /// Their time is over: the next daily look takes them.
        let over: Int
        /// Their time is over within `soon`, those of before with them.
        let soon: Int
    }

    static let most = 100
    static let soon = Span.days(30)

    let counts: [Retention.Setting: Count]

    init(_ rule: Retention, of services: Services, in shop: ShopID, _ transaction: Transaction) throws {
        let now = transaction.now
        let over = try Self.counts(rule, services, in: shop, at: now, transaction)
        let soon = try Self.counts(rule, services, in: shop, at: now + Self.soon, transaction)
        counts = Dictionary(
            uniqueKeysWithValues: Retention.Setting.allCases.map {
                ($0, Count(over: over[$0] ?? 0, soon: soon[$0] ?? 0))
            })
    }

    /// How many there would be at a moment, if nothing happened until then.
    private static func counts(
        _ rule: Retention, _ services: Services, in shop: ShopID, at moment: Timestamp,
        _ transaction: Transaction
    ) throws -> [Retention.Setting: Int] {
        func limit(_ setting: Retention.Setting) -> Timestamp { moment - .days(rule.days(setting)) }
        let store = RetentionStore()
        let evidence = try services.afterSales.countEvidence(
            closedBefore: limit(.evidenceDays), disputedBefore: limit(.disputedEvidenceDays), most: most,
            in: shop, transaction)
        let conversations = try services.conversations.countOver(
            ConversationTimes(since: limit(.conversationDays), tradeSince: limit(.tradeConversationDays)),
            most: most, in: shop, transaction)
        return [
            .customerDays: try store.customers(
                idleSince: limit(.customerDays), limit: most, in: shop, transaction
            ).count,
            .evidenceDays: evidence.undisputed, .disputedEvidenceDays: evidence.disputed,
            .messageDays: try services.messages.count(
                before: limit(.messageDays), most: most, in: shop, transaction),
            .visitorDays: try store.visitors(
                idleSince: limit(.visitorDays), limit: most, in: shop, transaction
            ).count,
            .conversationDays: conversations.others, .tradeConversationDays: conversations.trade,
            .feedbackDays: try services.feedback.countOver(
                before: limit(.feedbackDays), most: most, in: shop, transaction),
            .staffDays: try services.staff.countOver(
                leftBefore: limit(.staffDays), most: most, in: shop, transaction),
        ]
    }
}
