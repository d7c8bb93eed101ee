import Base
import Jobs

/// What happens to conversations by itself; each timer asks the desk again.
public struct ConversationTimers: Sendable {
    private let desk: ConversationDesk

    public init(desk: ConversationDesk) { self.desk = desk }

    public var handlers: [String: JobHandler] {
        [
            ConversationDesk.queueTimer: .inTransaction { [desk] job, transaction in
                try desk.shareOut(in: job.shop, transaction)
            },
            ConversationDesk.snoozeTimer: .inTransaction { [desk] job, transaction in
                try desk.bringBack(Identifier(job.subject), in: job.shop, transaction)
            },
            ConversationDesk.targetTimer: .inTransaction { [desk] job, transaction in
                try desk.lookAfterTargets(in: job.shop, transaction)
            },
            ConversationDesk.qualityTimer: .inTransaction { [desk] job, transaction in
                try desk.lookThrough(Identifier(job.subject), in: job.shop, transaction)
            },
            ConversationDesk.taskTimer: .inTransaction { [desk] job, transaction in
                try desk.lookAfter(
                    Identifier<InternalTask>(job.subject), in: job.shop, transaction)
            },
            ConversationDesk.indexTimer: .inTransaction { [desk] job, transaction in
                try desk.lookAfterIndex(in: job.shop, transaction)
            },
        ]
    }
}
