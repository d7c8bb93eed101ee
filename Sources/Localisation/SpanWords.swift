import Base

/// A length of time in words. Always rounded down, so that nobody is promised time that is not there.
///
/// From one day days and hours; from six hours hours; from one hour hours and minutes; then minutes; below ten minutes
/// minutes and seconds. `lib/duration.js` says the same while a page stands open.
struct SpanWords {
    private let texts: TextTable

    init(_ texts: TextTable) { self.texts = texts }

    func words(for span: Span) -> String {
        let seconds = max(0, span.seconds)
        switch seconds {
        case Self.day...: return pair(unit("day", seconds / Self.day), "hour", seconds / Self.hour % 24)
        case (6 * Self.hour)...: return unit("hour", seconds / Self.hour)
        case Self.hour...:
            return pair(unit("hour", seconds / Self.hour), "minute", seconds / Self.minute % 60)
        case (10 * Self.minute)...: return unit("minute", seconds / Self.minute)
        case Self.minute...: return closing(seconds / Self.minute, seconds % 60)
        default: return unit("second", seconds)
        }
    }

    private static let minute: Int64 = 60
    private static let hour = 60 * minute
    private static let day = 24 * hour

    private func pair(_ first: String, _ name: String, _ rest: Int64) -> String {
        rest == 0 ? first : texts["span.pair", ["first": first, "second": unit(name, rest)]]
    }

    private func closing(_ minutes: Int64, _ seconds: Int64) -> String {
        seconds == 0
            ? unit("minute", minutes)
            : texts["span.closing", ["minutes": String(minutes), "seconds": String(seconds)]]
    }

    private func unit(_ name: String, _ count: Int64) -> String {
        texts["span.\(name)\(count == 1 ? ".one" : "")", ["count": String(count)]]
    }
}
