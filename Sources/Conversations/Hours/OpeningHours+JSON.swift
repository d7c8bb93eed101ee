import Base

extension OpeningHours {
    public var json: JSONValue {
        .object([
            "plans": .array(plans.map(\.json)),
            "overflow": .array(
                overflows.map {
                    .object([
                        "team": .string($0.team), "afterMinutes": JSONValue($0.after.wholeMinutes),
                        "to": $0.to.map { .string($0) },
                    ])
                }), "contactAfterMinutes": contactAfter.map { JSONValue($0.wholeMinutes) },
        ])
    }

    /// As it was kept, which was checked before.
    init(stored json: JSONValue) {
        self.init(
            plans: (json["plans"]?.items ?? []).map(Plan.init(stored:)),
            overflows: (json["overflow"]?.items ?? []).map {
                Overflow(
                    team: $0["team"]?.string ?? "", after: .minutes(Int($0["afterMinutes"]?.int ?? 1)),
                    to: $0["to"]?.string)
            }, contactAfter: json["contactAfterMinutes"]?.int.map { .minutes(Int($0)) })
    }
}

extension OpeningHours.Plan {
    var json: JSONValue {
        .object([
            "team": team.map { .string($0) },
            "week": .array(
                week.sorted { $0.key < $1.key }.map {
                    ["day": JSONValue($0.key), "open": JSONValue($0.value.map(\.text))]
                }),
            "days": .array(
                days.sorted { $0.key.description < $1.key.description }.map {
                    ["date": .string($0.key.description), "open": JSONValue($0.value.map(\.text))]
                }),
        ])
    }

    init(stored json: JSONValue) {
        func openings(_ json: JSONValue) -> [OpeningHours.Opening] {
            (json["open"]?.items ?? []).compactMap(\.string).compactMap(OpeningHours.Opening.init)
        }
        self.init(
            team: json["team"]?.string,
            week: Dictionary(
                (json["week"]?.items ?? []).map { (Int($0["day"]?.int ?? 0), openings($0)) },
                uniquingKeysWith: { first, _ in first }),
            days: Dictionary(
                (json["days"]?.items ?? []).compactMap { item in
                    CivilDate(item["date"]?.string ?? "").map { ($0, openings(item)) }
                }, uniquingKeysWith: { first, _ in first }))
    }
}

extension OpeningHours.Opening {
    /// `09:00-12:30`
    public var text: String { "\(Self.clock(from))-\(Self.clock(until))" }

    /// - Returns: nil for what is no span of a day: `9-12:30` is one, `22:00-06:00` is none.
    public init?(_ text: String) {
        let ends = text.split(whereSeparator: { "-–~".contains($0) }).map { Self.minute(String($0)) }
        guard ends.count == 2, let from = ends[0], let until = ends[1] else { return nil }
        self.init(from: from, until: until)
    }

    private static func clock(_ minute: Int) -> String {
        let (hour, rest) = minute.quotientAndRemainder(dividingBy: 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(rest < 10 ? "0" : "")\(rest)"
    }

    private static func minute(_ text: String) -> Int? {
        let parts = text.split(omittingEmptySubsequences: false, whereSeparator: { ":：".contains($0) })
        guard (1...2).contains(parts.count), let hour = Int(parts[0]), (0...24).contains(hour) else {
            return nil
        }
        guard parts.count == 2 else { return hour * 60 }
        guard parts[1].count == 2, let minute = Int(parts[1]), (0...59).contains(minute) else { return nil }
        return hour * 60 + minute
    }
}

extension Span {
    fileprivate var wholeMinutes: Int { Int(milliseconds / 60_000) }
}
