import Base
import TestSupport
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", Int64(0)), ("1970-01-01T00:00:00.001Z", 1), ("1970-01-01T08:00:00+08:00", 0),
        ("2000-02-29T00:00:00Z", 951_782_400_000), ("2024-02-29T23:59:59.999Z", 1_709_251_199_999),
        ("2026-11-03T12:00:00+08:00", 1_793_678_400_000), ("2026-11-02T23:30:00-04:30", 1_793_678_400_000),
        ("2026-11-03t04:00:00z", 1_793_678_400_000), ("2026-11-03 04:00:00Z", 1_793_678_400_000),
        ("2026-11-03T04:00:00.1239999Z", 1_793_678_400_123), ("2026-11-03T04:00:00.1Z", 1_793_678_400_100),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ])
    func `a moment is read with any offset and up to nine decimals`(text: String, milliseconds: Int64) {
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "now", "2026-11-03", "2026-11-03T04:00Z", "2026-11-03T04:00:00", "2026-11-03T04:00:00+0800",
        "2026-02-29T00:00:00Z", "2026-02-30T00:00:00Z", "1900-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-04-31T00:00:00Z", "2026-11-00T00:00:00Z", "2026-11-03T24:00:00Z",
        "2026-11-03T04:60:00Z", "2026-11-03T04:00:60Z", "2026-11-03T04:00:00.Z",
        "2026-11-03T04:00:00.1234567890Z",
        "2026-11-03T04:00:00Zx", " 2026-11-03T04:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+00:01",
        "10000-01-01T00:00:00Z", "２０２６-11-03T04:00:00Z", "2026-11-03T04:00:00+24:00",
        "2026-11-03T04:00:00+08:60",
    ])
    func `anything else is no moment`(text: String) { #expect(Timestamp(text) == nil) }

    @Test(arguments: 1...300)
    func `a moment that was written is read back`(seed: UInt64) {
        var chance = SeededChance(seed: seed)
        let moment = Timestamp(milliseconds: Int64(chance.below(253_402_300_800_000)))
        #expect(Timestamp(moment.description) == moment, "seed \(seed)")
    }

    @Test func `every day of four hundred years follows the one before`() throws {
        var day = try #require(CivilDate(year: 1970, month: 1, day: 1))
        for number in 1...Int64(146_097) {
            let next = CivilDate(daysSince1970: number)
            let isNextDay = next.year == day.year && next.month == day.month && next.day == day.day + 1
            let isNextMonth =
                next.day == 1
                && (next.month == day.month + 1 || (next.month == 1 && next.year == day.year + 1))
            guard next.daysSince1970 == number, isNextDay || isNextMonth else {
                Issue.record("\(next) after \(day)")
                return
            }
            day = next
        }
    }

    @Test(arguments: [
        ("2026-11-03T15:59:59.999Z", "2026-11-03T16:00:00.000Z"),
        ("2026-11-03T16:00:00Z", "2026-11-04T16:00:00.000Z"),
        ("2026-12-31T00:00:00Z", "2026-12-31T16:00:00.000Z"),
    ])
    func `the next day begins at the shop's midnight`(moment: String, expected: String) throws {
        let day = try #require(LocalDay(zone: "Asia/Shanghai"))
        #expect(day.startOfNextDay(after: try #require(Timestamp(moment))).description == expected)
    }

    @Test func `a day of twenty-five hours is one day`() throws {
        let day = try #require(LocalDay(zone: "Europe/Berlin"))
        let moment = try #require(Timestamp("2026-10-24T22:00:00Z"))
        #expect(day.startOfNextDay(after: moment).description == "2026-10-25T23:00:00.000Z")
        #expect(LocalDay(zone: "Middle/Earth") == nil)
    }
}

@Suite struct SpanTests {
    @Test(arguments: [
        ("0s", Int64(0)), ("90s", 90_000), ("5m", 300_000), ("48h", 172_800_000), ("7d", 604_800_000),
        ("3660d", 316_224_000_000),
    ])
    func `a length of time is digits and a unit`(text: String, milliseconds: Int64) throws {
        let span = try #require(Span(text))
        #expect(span.milliseconds == milliseconds)
        #expect(Span(span.description) == span)
    }

    @Test(arguments: [
        "", "5", "m", "5M", "5 m", "-5m", "+5m", "-0m", "5.5h", "1w", "3661d", "100001s", "٣m", "5mm",
    ])
    func `anything else is none`(text: String) { #expect(Span(text) == nil) }
}
