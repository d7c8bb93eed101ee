import Base
import Conversations
import Hummingbird
import Jobs
import Staff
import Storage
import Web

/// How soon people answer customers.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | answers?from=&until=&agent=&team=&channel=&first=&late= | conversationsAssign | queryInvalid |
/// | GET | answers/rows, by the same filters | conversationsAssign | queryInvalid |
/// | GET | answers/figures?days=&until= | conversationsAssign | queryInvalid |
struct AnswerRoutes {
    let services: Services

    /// A list looks at so long a span at most.
    private static let longest = Span.days(92)
    private static let mostDays = 31

    func add(to router: Router<WebContext>) {
        let services = services
        router.shop(
            .get, "answers", services, may: .conversationsAssign,
            query: Self.filters + ["cursor", "limit"]
        ) { call in
            let filter = try Self.filter(call.query, now: services.clock.now())
            let page = try await call.read {
                try services.conversations.answers(filter, in: call.shop.id, $0)
            }
            return .list(page) { $0.json }
        }
        router.shop(
            .get, "answers/rows", services, may: .conversationsAssign, query: Self.filters
        ) { call in
            AnswerRows(services: services, shop: call.shop.id).response(
                try Self.filter(call.query, now: services.clock.now()))
        }
        router.shop(
            .get, "answers/figures", services, may: .conversationsAssign, query: ["days", "until"]
        ) { call in
            let count = try call.query.int("days", in: 1...Self.mostDays) ?? 7
            let (until, day) = (try call.query.time("until"), call.shop.day)
            let (starts, report) = try await call.read { transaction in
                let starts = PromiseDay.starts(count, day, now: until ?? transaction.now)
                return (
                    starts,
                    try services.conversations.figures(ofDays: starts, day, in: call.shop.id, transaction)
                )
            }
            return .json([
                "days": .array(
                    starts.indices.map { place in
                        [
                            "date": .string(day.date(of: starts[place])),
                            "figures": report.days[place].json, "buyers": report.buyers[place].json,
                        ]
                    }), "agents": Self.groups(report.agents, "member"),
                "teams": Self.groups(report.teams, "team"),
                "channels": Self.groups(report.channels, "channel"),
            ])
        }
    }

    private static func groups(_ figures: [String: AnswerFigures], _ name: String) -> JSONValue {
        .array(
            figures.sorted { $0.key < $1.key }.map { key, figures in
                .object([JSONValue.Member(name, .string(key)), JSONValue.Member("figures", figures.json)])
            })
    }

    private static let filters = ["from", "until", "agent", "team", "channel", "first", "late"]

    private static func filter(_ query: Query, now: Timestamp) throws -> AnswerFilter {
        let until = try query.time("until") ?? now + .seconds(1)
        let from = try query.time("from") ?? until - .days(1)
        guard from < until, until - from <= longest else {
            throw WebRefusal.queryInvalid(name: "from", expected: "RFC 3339 time")
        }
        var filter = AnswerFilter(from: from, until: until)
        (filter.agent, filter.team, filter.channel) = (
            try query.text("agent"), try query.text("team"), try query.text("channel")
        )
        filter.isFirst = try query.bool("first")
        filter.isLate = try query.bool("late") ?? false
        filter.limit = try query.limit()
        filter.after = try query.answerCursor()
        return filter
    }
}

extension Query {
    /// Where a list of answers goes on: a moment in milliseconds, a conversation, a number.
    func answerCursor() throws -> Cursor? {
        let cursor = try cursor(of: 3)
        if let cursor, Int64(cursor.keys[0]) == nil || Int64(cursor.keys[2]) == nil {
            throw WebRefusal.queryInvalid(name: "cursor", expected: "cursor")
        }
        return cursor
    }
}
