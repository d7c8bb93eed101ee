import Base
import Conversations
import Hummingbird
import Jobs
import Staff
import Storage
import Web

/// When the shop's people answer, and who helps whom.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | opening-hours | conversationsRead | |
/// | PUT | opening-hours | conversationsAssign | hoursMalformed |
struct HoursRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(.get, "opening-hours", services, may: .conversationsRead) { call in
            let now = call.services.clock.now()
            let hours = try await call.read { try desk.hours(in: call.shop.id, $0) }
            return .json(Self.json(hours, now, call.shop.day))
        }
        router.shop(.put, "opening-hours", services, may: .conversationsAssign) { call in
            let hours = try await call.body(Self.hours)
            try await call.services.database.write(in: call.shop.id) {
                try desk.change(hours: hours, by: call.principal.actor, in: call.shop.id, $0)
            }
            return .json(Self.json(hours, call.services.clock.now(), call.shop.day))
        }
    }

    /// The hours, and how things stand now for those who ask for nobody in particular.
    private static func json(_ hours: OpeningHours, _ now: Timestamp, _ day: LocalDay) -> JSONValue {
        let isOpen = hours.isOpen(nil, at: now, day)
        let opens = isOpen ? nil : hours.nextOpening(nil, after: now, day)
        return .object(
            hours.json.members
                + JSONValue.object(["isOpen": .bool(isOpen), "opensAt": opens.map { JSONValue($0) }]).members)
    }

    // MARK: Reading hours

    private static func hours(_ reader: inout JSONReader) throws -> OpeningHours {
        let plans = try (reader.optionalObjects("plans", upTo: OpeningHours.mostPlans) ?? []).map(plan)
        let overflows = try (reader.optionalObjects("overflow", upTo: OpeningHours.mostPlans) ?? []).map {
            var item = $0
            guard let team = try ConversationRoutes.skill(&item, "team") else {
                throw InputRefusal("fieldMissing", at: item.pointer("team"), ["name": "team"])
            }
            let overflow = OpeningHours.Overflow(
                team: team,
                after: .minutes(try item.int("afterMinutes", in: OpeningHours.overflowMinutes)),
                to: try ConversationRoutes.skill(&item, "to"))
            try item.finish()
            return overflow
        }
        let contact = try reader.optionalInt("contactAfterMinutes", in: OpeningHours.overflowMinutes)
        return OpeningHours(
            plans: plans, overflows: overflows, contactAfter: contact.map { .minutes($0) })
    }

    private static func plan(_ reader: JSONReader) throws -> OpeningHours.Plan {
        var reader = reader
        let team = try ConversationRoutes.skill(&reader, "team")
        var week: [Int: [OpeningHours.Opening]] = [:]
        for var item in try reader.optionalObjects("week", upTo: 7) ?? [] {
            week[try item.int("day", in: 1...7)] = try openings(&item)
            try item.finish()
        }
        var days: [CivilDate: [OpeningHours.Opening]] = [:]
        for var item in try reader.optionalObjects("days", upTo: OpeningHours.mostDays) ?? [] {
            let text = try item.string("date", upTo: 10)
            guard let date = CivilDate(text) else { throw malformed(item.pointer("date"), text) }
            days[date] = try openings(&item)
            try item.finish()
        }
        try reader.finish()
        return OpeningHours.Plan(team: team, week: week, days: days)
    }

    private static func openings(_ reader: inout JSONReader) throws -> [OpeningHours.Opening] {
        try reader.strings("open", upTo: OpeningHours.mostSpans, each: 16).map { text in
            guard let opening = OpeningHours.Opening(text) else {
                throw malformed(reader.pointer("open"), text)
            }
            return opening
        }
    }

    private static func malformed(_ pointer: String, _ text: String) -> InputRefusal {
        InputRefusal("hoursMalformed", at: pointer, ["line": text], kind: .unprocessable)
    }
}
