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

    /// The first moment of a local date.
    public func start(of date: CivilDate) -> Timestamp {
        // No zone is more than a day and a half from Greenwich's.
        var moment = Timestamp(milliseconds: (date.daysSince1970 * 24 - 36) * 3_600_000)
        while reading(at: moment).date.daysSince1970 < date.daysSince1970 {
            moment = startOfNextDay(after: moment)
        }
        return moment
    }

    /// The first moment of the local day that holds `moment`.
    public func start(of moment: Timestamp) -> Timestamp {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return Timestamp(calendar.startOfDay(for: moment.date))
    }

    /// What calendar and clock of the zone show at a moment.
    public func reading(at moment: Timestamp) -> LocalReading {
        let local = moment + .seconds(zone.secondsFromGMT(for: moment.date))
        let (days, ofDay) = local.milliseconds.flooredDivision(by: 86_400_000)
        return LocalReading(date: CivilDate(daysSince1970: days), minuteOfDay: ofDay / 60_000)
    }

    /// The local date and the time to the minute, as pages show them: `2026-11-03 17:30`.
    public func minute(of moment: Timestamp) -> String {
        let reading = reading(at: moment)
        return "\(reading.date) \(reading.time)"
    }

    /// The local date: `2026-11-03`.
    public func date(of moment: Timestamp) -> String { reading(at: moment).date.description }
}

/// A local date and a time of that day.
public struct LocalReading: Sendable, Hashable {
    public let date: CivilDate
    public let minuteOfDay: Int64

    /// `17:30`
    public var time: String {
        String(unsafeUninitializedCapacity: 5) { buffer in
            var text = DigitWriter(buffer)
            text.write(minuteOfDay / 60, digits: 2)
            text.write(minuteOfDay % 60, digits: 2, after: ":")
            return text.count
        }
    }
}

extension Timestamp {
    public init(_ date: Date) {
        self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }

    public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
