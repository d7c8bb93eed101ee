import AfterSales
import Base
import Staff
import Storage

/// What the queue shows of one moment.
struct QueueModel: Sendable {
    let list: QueueList
    let counts: QueueCounts
    let promise: PromiseToday
    /// Whom cases may be given to; empty for readers who give none.
    let colleagues: [StaffMember]
    let now: Timestamp

    init(_ filter: QueueFilter, _ call: DeskCall, _ transaction: Transaction) throws {
        list = try QueueList(filter, call, transaction)
        counts = try QueueCounts(call, transaction)
        promise = try PromiseToday(call, transaction)
        colleagues = try call.colleagues(transaction)
        now = transaction.now
    }
}
