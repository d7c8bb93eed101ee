import Foundation

/// A shop's time zone, for rules that speak of days: "the day after sign-for" begins at the shop's midnight.
public struct LocalDay: Sendable {
    private let zone: TimeZone

    /// - Returns: nil when the IANA database does not know the name.
    public init?(zone name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
    }

    /// The first moment of the local day after the one that holds `moment`.
    public func startOfNextDay(after moment: Timestamp) -> Timestamp {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let start = calendar.startOfDay(for: moment.date)
        let next = calendar.date(byAdding: .day, value: 1, to: start) ?? start.addingTimeInterval(86_400)
        return Timestamp(calendar.startOfDay(for: next))
    }

    /// The local date and the time to the minute, as pages show them: `2026-11-03 17:30`.
    public func minute(of moment: Timestamp) -> String {
        let shifted = moment + .seconds(zone.secondsFromGMT(for: moment.date))
        return String(shifted.description.prefix(16)).replacing("T", with: " ")
    }

    /// The local date: `2026-11-03`.
    public func date(of moment: Timestamp) -> String { String(minute(of: moment).prefix(10)) }
}

extension Timestamp {
    public init(_ date: Date) {
        self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }

    public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
