import Base
import Conversations
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// How conversations stand: who waits, who is there, how soon people answered in the last days, and the rows behind one
/// of the figures.
struct BoardModel: Sendable {
    /// An agent, their seat where they have one, and how soon they answered in the days shown.
    struct Agent: Sendable {
        let id: String
        let name: String
        let seat: Seat?
        let figures: AnswerFigures
    }

    static let daysShown = 7

    let waiting: Int
    let overdue: Int
    let agents: [Agent]
    /// When each day begins, oldest first; the last is today.
    let starts: [Timestamp]
    let days: [AnswerFigures]
    /// The day whose late answers are listed.
    let day: Timestamp
    /// Whose; nil: everybody's.
    let agent: String?
    let late: Page<LateAnswer>
    let now: Timestamp

    struct LateAnswer: Sendable {
        let answer: CustomerWait
        let name: String?
    }

    var today: AnswerFigures { days.last ?? AnswerFigures() }
    var present: [Seat] { agents.compactMap(\.seat).filter(\.isPresent) }
    var free: Int { present.map { max(0, $0.capacity - $0.load) }.reduce(0, +) }

    init(_ call: DeskCall, _ transaction: Transaction) throws {
        let (desk, shop) = (call.services.conversations, call.shop.id)
        let query = try Query(call.request)
        let names = try StaffNames(call, transaction)
        now = transaction.now
        waiting = try desk.waitingCount(in: shop, transaction)
        overdue = try desk.overdueCount(in: shop, transaction)
        starts = PromiseDay.starts(Self.daysShown, call.shop.day, now: now)
        let figures = try desk.figures(ofDays: starts, call.shop.day, in: shop, transaction)
        days = figures.days
        let seats = try desk.seats(in: shop, transaction)
        let known = Dictionary(seats.map { ($0.agent, $0) }, uniquingKeysWith: { first, _ in first })
        agents = try Set(known.keys).union(figures.agents.keys).map { id in
            Agent(
                id: id, name: try names.name(ofAssignee: id), seat: known[id],
                figures: figures.agents[id] ?? AnswerFigures())
        }.sorted {
            ($0.seat?.isPresent == true ? 0 : 1, $0.name) < ($1.seat?.isPresent == true ? 0 : 1, $1.name)
        }
        let wanted = try query.text("day", upTo: 10)
        let today = starts[starts.count - 1]
        day = starts.first { call.formatting.date(of: $0) == wanted } ?? today
        agent = try query.text("agent")
        var filter = AnswerFilter(from: day, until: call.shop.day.startOfNextDay(after: day))
        (filter.agent, filter.isLate, filter.after) = (agent, true, try query.answerCursor())
        late = try Self.named(desk.answers(filter, in: shop, transaction), names)
    }

    private static func named(_ page: Page<CustomerWait>, _ names: StaffNames) throws -> Page<LateAnswer> {
        Page(
            items: try page.items.map { answer in
                LateAnswer(answer: answer, name: try answer.agent.map { try names.name(ofAssignee: $0) })
            }, next: page.next)
    }
}

extension AnswerTally {
    /// `98.4%`; nil before anybody asked.
    var share: String? {
        guard all > 0 else { return nil }
        let thousandths = inTime * 1000 / all
        return thousandths % 10 == 0 ? "\(thousandths / 10)%" : "\(thousandths / 10).\(thousandths % 10)%"
    }
}
