import AfterSales
import Base
import Conversations
import Customers
import Files
import Jobs
import Staff
import Storage

/// Deletes what a shop has kept for as long as its settings say: people's data, what visitors wrote, pictures and
/// papers of closed cases, messages, conversations, feedback, names of staff who left. Once a day, a little at a time.
struct RetentionSweep: Sendable {
    let erasure: Erasure
    let feedback: FeedbackDesk
    let staff: StaffDesk
    let factors: SecondFactorDesk
    let shops: ShopDesk
    let jobs: JobQueue

    static let sweep = "retention.sweep"
    static let ofShop = "retention.shop"
    /// People, visitors, cases and messages that one transaction deletes.
    private static let batch = 50

    private static let looker = Principal(actor: .system, role: .platform, shop: nil)

    var handlers: [String: JobHandler] {
        [
            Self.sweep: .inTransaction { _, transaction in
                try eachShop(transaction) { shop in
                    try jobs.setTimer(Self.ofShop, on: "", of: shop, due: transaction.now, in: transaction)
                }
                try setTimer(transaction.now + .days(1), transaction)
            },
            Self.ofShop: .inTransaction { job, transaction in
                guard try isMore(in: job.shop, transaction) else { return }
                try jobs.setTimer(
                    Self.ofShop, on: "", of: job.shop, due: transaction.now + .minutes(1), in: transaction)
            },
        ]
    }

    /// Sets the first timer; to be called at every start.
    func start(in transaction: Transaction) throws { try setTimer(transaction.now + .hours(1), transaction) }

    private func setTimer(_ due: Timestamp, _ transaction: Transaction) throws {
        try jobs.setTimer(Self.sweep, on: "", of: .platform, due: due, in: transaction)
    }

    private func eachShop(_ transaction: Transaction, _ body: (ShopID) throws -> Void) throws {
        var after: Cursor?
        repeat {
            let page = try shops.list(for: Self.looker, after: after, in: transaction)
            for shop in page.items { try body(shop.id) }
            after = page.next
        } while after != nil
    }

    /// - Returns: whether there may be more to delete.
    private func isMore(in shop: ShopID, _ transaction: Transaction) throws -> Bool {
        let (rule, now) = (try shops.find(shop, in: transaction).settings.retention, transaction.now)
        let people = try RetentionStore().customers(
            idleSince: now - .days(rule.customerDays), limit: Self.batch, in: shop, transaction)
        for id in people { try erasure.expire(id, in: shop, transaction) }
        let visitors = try RetentionStore().visitors(
            idleSince: now - .days(rule.visitorDays), limit: Self.batch, in: shop, transaction)
        for id in visitors { try erasure.expire(visitor: id, in: shop, transaction) }
        let files = try erasure.afterSales.forgetEvidence(
            closedBefore: now - .days(rule.evidenceDays),
            disputedBefore: now - .days(rule.disputedEvidenceDays), limit: Self.batch, in: shop, transaction)
        try erasure.files.delete(files.map { Identifier($0) }, in: shop, transaction)
        let unsent = try RetentionStore().unsent(
            before: now - .days(1), limit: Self.batch, in: shop, transaction)
        try erasure.files.delete(unsent, in: shop, transaction)
        let messages = try erasure.messages.forget(
            before: now - .days(rule.messageDays), limit: Self.batch, in: shop, transaction)
        let feedback = try feedback.expire(
            before: now - .days(rule.feedbackDays), limit: Self.batch, in: shop, transaction)
        let left = try staff.expire(
            leftBefore: now - .days(rule.staffDays), limit: Self.batch, in: shop, transaction)
        for member in left { try factors.forget(member, in: transaction) }
        let conversations = try expireConversations(rule, in: shop, transaction)
        let counts = [people.count, visitors.count, unsent.count, messages, feedback, left.count]
        return counts.contains(Self.batch) || !files.isEmpty || conversations.isMore
    }

    private func expireConversations(
        _ rule: Retention, in shop: ShopID, _ transaction: Transaction
    ) throws -> ExpiredConversations {
        let (store, now) = (RetentionStore(), transaction.now)
        let times = ConversationTimes(
            since: now - .days(rule.conversationDays), tradeSince: now - .days(rule.tradeConversationDays))
        let gone = try erasure.conversations.expire(times, in: shop, transaction) {
            try store.hasOpenMatter($0, in: shop, transaction)
        }
        try erasure.files.delete(
            try store.withoutEvidence(gone.files, in: shop, transaction), in: shop, transaction)
        return gone
    }
}
