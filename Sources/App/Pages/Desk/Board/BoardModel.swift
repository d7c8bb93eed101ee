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
    let report: AnswerReport
    let rows: BoardRows
    let now: Timestamp

    var today: AnswerFigures { report.days.last ?? AnswerFigures() }
    var present: [Seat] { agents.compactMap(\.seat).filter(\.isPresent) }
    var free: Int { present.map { max(0, $0.capacity - $0.load) }.reduce(0, +) }

    init(_ call: DeskCall, _ transaction: Transaction) throws {
        let (desk, shop) = (call.services.conversations, call.shop.id)
        let names = try StaffNames(call, transaction)
        now = transaction.now
        waiting = try desk.waitingCount(in: shop, transaction)
        overdue = try desk.overdueCount(in: shop, transaction)
        starts = PromiseDay.starts(Self.daysShown, call.shop.day, now: now)
        report = try desk.figures(ofDays: starts, call.shop.day, in: shop, transaction)
        let seats = try desk.seats(in: shop, transaction)
        let known = Dictionary(seats.map { ($0.agent, $0) }, uniquingKeysWith: { first, _ in first })
        let figures = report.agents
        agents = try Set(known.keys).union(figures.keys).map { id in
            Agent(
                id: id, name: try names.name(ofAssignee: id), seat: known[id],
                figures: figures[id] ?? AnswerFigures())
        }.sorted {
            ($0.seat?.isPresent == true ? 0 : 1, $0.name) < ($1.seat?.isPresent == true ? 0 : 1, $1.name)
        }
        rows = try BoardRows(starts, call, names, transaction)
    }
}

/// The waits behind one of the board's numbers.
struct BoardRows: Sendable {
    struct Row: Sendable {
        let wait: CustomerWait
        let agent: String?
    }

    /// Which number: of a day or of all that are shown, what is counted, late ones alone, of whom and what.
    struct Choice: Sendable {
        var day: Timestamp?
        var count = AnswerCount.first
        var isLate = true
        var agent: String?
        var team: String?
        var channel: String?

        init() {}

        init(_ query: Query, _ starts: [Timestamp], _ date: (Timestamp) -> String) throws {
            let wanted = try query.text("day", upTo: 10)
            day = wanted == "all" ? nil : starts.first { date($0) == wanted } ?? starts.last
            count = try query.choice("of", of: AnswerCount.self) ?? .first
            isLate = try query.bool("late") ?? true
            (agent, team, channel) = (
                try query.text("agent"), try query.text("team"), try query.text("channel")
            )
        }

        func address(_ place: String, cursor: String? = nil, _ date: (Timestamp) -> String) -> String {
            QueryText.address(
                place,
                [
                    "day": day.map(date) ?? "all", "of": count.rawValue, "late": isLate ? "true" : "false",
                    "agent": agent, "team": team, "channel": channel, "cursor": cursor,
                ])
        }

        /// The waits that the number counts; what is counted by day alone, hours by hours.
        func filter(_ starts: [Timestamp], _ day: LocalDay, _ hours: Range<Int>) -> AnswerFilter {
            let from = self.day ?? starts[0]
            let until = day.startOfNextDay(after: self.day ?? starts[starts.count - 1])
            var filter = AnswerFilter(from: from, until: until)
            (filter.agent, filter.team, filter.channel) = (agent, team, channel)
            (filter.count, filter.isLate) = (count, isLate)
            if count.isByDay {
                let days = self.day.map { [$0] } ?? starts
                filter.spans = days.map {
                    day.moment(hours.lowerBound, $0)..<day.moment(hours.upperBound, $0)
                }
            }
            return filter
        }
    }

    let choice: Choice
    let page: Page<Row>

    init(_ starts: [Timestamp], _ call: DeskCall, _ names: StaffNames, _ transaction: Transaction) throws {
        let query = try Query(call.request)
        choice = try Choice(query, starts, call.formatting.date)
        var filter = choice.filter(starts, call.shop.day, ConversationRules.usual.dayHours)
        filter.after = try query.answerCursor()
        let found = try call.services.conversations.answers(filter, in: call.shop.id, transaction)
        page = Page(
            items: try found.items.map { wait in
                Row(wait: wait, agent: try wait.agent.map { try names.name(ofAssignee: $0) })
            }, next: found.next)
    }
}

extension LocalDay {
    /// When a day's clock shows a full hour.
    fileprivate func moment(_ hour: Int, _ start: Timestamp) -> Timestamp {
        let guess = start + .hours(hour)
        guard hour < 24 else { return startOfNextDay(after: start) }
        return guess + .minutes(hour * 60 - Int(reading(at: guess).minuteOfDay))
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
