import Base
import Conversations
import Web

/// Hours as people write them, one line each: `* 1-5 9:00-12:00 13:00-18:00`, `* 2026-12-25` for a day without, and
/// `refunds 5 general` for who helps after so many minutes; `*` stands for everybody.
enum HoursForm {
    static let longest = 12_000

    /// Days in a row that are alike share a line.
    static func weekLines(_ hours: OpeningHours) -> String {
        lines(
            hours.plans.flatMap { plan in
                var rows: [(team: String?, from: Int, until: Int, openings: [OpeningHours.Opening])] = []
                for (day, openings) in plan.week.sorted(by: { $0.key < $1.key }) {
                    if let last = rows.last, last.until == day - 1, last.openings == openings {
                        rows[rows.count - 1].until = day
                    } else {
                        rows.append((plan.team, day, day, openings))
                    }
                }
                return rows.map {
                    ($0.team, $0.from == $0.until ? String($0.from) : "\($0.from)-\($0.until)", $0.openings)
                }
            })
    }

    static func dayLines(_ hours: OpeningHours) -> String {
        lines(
            hours.plans.flatMap { plan in
                plan.days.map { (plan.team, $0.key.description, $0.value) }.sorted { $0.1 < $1.1 }
            })
    }

    static func overflowLines(_ hours: OpeningHours) -> String {
        hours.overflows.map {
            "\($0.team) \($0.after.milliseconds / 60_000) \($0.to ?? "*")"
        }.joined(separator: "\n")
    }

    /// - Throws: `InputRefusal` `hoursMalformed` with the line that is none.
    static func hours(_ form: DeskFormReader) throws -> OpeningHours {
        var weeks: [String: [Int: [OpeningHours.Opening]]] = [:]
        var days: [String: [CivilDate: [OpeningHours.Opening]]] = [:]
        var teams: [String] = []
        for (line, parts) in try parts(form, "week") {
            guard parts.count >= 2, isTeam(parts[0]), let span = weekdays(parts[1]),
                let openings = openings(parts.dropFirst(2))
            else { throw malformed("week", line) }
            for day in span { weeks[parts[0], default: [:]][day] = openings }
            if !teams.contains(parts[0]) { teams.append(parts[0]) }
        }
        for (line, parts) in try parts(form, "days") {
            guard parts.count >= 2, isTeam(parts[0]), let date = CivilDate(parts[1]),
                let openings = openings(parts.dropFirst(2)),
                days[parts[0], default: [:]].count < OpeningHours.mostDays
            else { throw malformed("days", line) }
            days[parts[0], default: [:]][date] = openings
            if !teams.contains(parts[0]) { teams.append(parts[0]) }
        }
        guard teams.count <= OpeningHours.mostPlans else { throw malformed("week", teams.last ?? "") }
        let contact = try form.int("contact", in: OpeningHours.overflowMinutes)
        return OpeningHours(
            plans: teams.map {
                OpeningHours.Plan(team: $0 == "*" ? nil : $0, week: weeks[$0] ?? [:], days: days[$0] ?? [:])
            }, overflows: try overflows(form), contactAfter: contact.map { .minutes($0) })
    }

    // MARK: Parts

    private static func overflows(_ form: DeskFormReader) throws -> [OpeningHours.Overflow] {
        let lines = try parts(form, "overflow")
        guard lines.count <= OpeningHours.mostPlans else {
            throw malformed("overflow", lines[lines.count - 1].0)
        }
        return try lines.map { line, parts in
            guard parts.count == 3, parts[0] != "*", isTeam(parts[0]), isTeam(parts[2]),
                let minutes = Int(parts[1]), OpeningHours.overflowMinutes.contains(minutes)
            else { throw malformed("overflow", line) }
            return OpeningHours.Overflow(
                team: parts[0], after: .minutes(minutes), to: parts[2] == "*" ? nil : parts[2])
        }
    }

    private static func lines(
        _ rows: [(team: String?, day: String, openings: [OpeningHours.Opening])]
    ) -> String {
        rows.map { row in
            ([row.team ?? "*", row.day] + row.openings.map(\.text)).joined(separator: " ")
        }.joined(separator: "\n")
    }

    private static func parts(_ form: DeskFormReader, _ part: String) throws -> [(String, [String])] {
        (try form.text(part, upTo: longest) ?? "").split(whereSeparator: \.isNewline).map { line in
            (String(line), line.split(whereSeparator: \.isWhitespace).map(String.init))
        }.filter { !$0.1.isEmpty }
    }

    private static func isTeam(_ text: String) -> Bool {
        text == "*" || Identifier<Seat>.isPossible(text)
    }

    /// `3` or `1-5`, Monday being 1.
    private static func weekdays(_ text: String) -> ClosedRange<Int>? {
        let ends = text.split(whereSeparator: { "-–~".contains($0) }).compactMap { Int($0) }
        guard let first = ends.first, let last = ends.last, ends.count <= 2, first <= last,
            (1...7).contains(first), (1...7).contains(last)
        else { return nil }
        return first...last
    }

    private static func openings(_ texts: ArraySlice<String>) -> [OpeningHours.Opening]? {
        let openings = texts.map(OpeningHours.Opening.init)
        guard openings.count <= OpeningHours.mostSpans else { return nil }
        return openings.contains { $0 == nil } ? nil : openings.compactMap(\.self)
    }

    private static func malformed(_ part: String, _ line: String) -> InputRefusal {
        InputRefusal("hoursMalformed", at: "/\(part)", ["line": line], kind: .unprocessable)
    }
}
