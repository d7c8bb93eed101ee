import Base

/// Finds days and how long something takes or took: `前天`, `上周五`, `3月5号`, `三天前`, `last Friday`, `2 weeks ago`, `48小时`.
///
/// Weeks begin on Monday. A weekday alone is the one of this week; "last Friday" is the latest one before today,
/// "next Friday" the first one after it; 上周五 and 下周五 are those of the week before and after. A date without a
/// year is the one nearest to today.
struct DateFinder {
    let today: CivilDate

    func find(_ reading: Reading) -> [Entity] {
        var found: [Entity] = []
        var place = 0
        while place < reading.scalars.count {
            if let (end, kind, value) = chinese(reading, place) ?? written(reading, place)
                ?? english(reading, place)
            {
                found.append(reading.entity(kind, place..<end, value))
                place = end
            } else {
                place += 1
            }
        }
        return found
    }

    typealias Hit = (end: Int, kind: EntityKind, value: EntityValue)

    private static let near: [(String, Int64)] = [
        ("大前天", -3), ("前天", -2), ("昨天", -1), ("昨日", -1), ("昨晚", -1), ("昨儿", -1), ("今天", 0), ("今日", 0),
        ("今儿", 0), ("今晚", 0),
        ("今早", 0), ("明天", 1), ("明日", 1), ("明早", 1), ("明晚", 1), ("明儿", 1), ("大后天", 3), ("后天", 2), ("当天", 0),
    ]

    private func chinese(_ reading: Reading, _ place: Int) -> Hit? {
        if let word = reading.longest(at: place, of: Self.near.map(\.0)),
            let days = Self.near.first(where: { $0.0 == word })?.1
        {
            return (place + word.unicodeScalars.count, .date, day(days))
        }
        return week(reading, place) ?? month(reading, place) ?? span(reading, place)
    }

    private func week(_ reading: Reading, _ place: Int) -> Hit? {
        let shifts: [(String, Int64)] = [
            ("上上", -14), ("上", -7), ("这", 0), ("本", 0), ("下下", 14), ("下", 7), ("", 0),
        ]
        for (word, shift) in shifts where reading.isAt(place, word) {
            var end = place + word.unicodeScalars.count
            if reading.isAt(end, "个"), !word.isEmpty { end += 1 }
            guard let name = reading.longest(at: end, of: ["周", "星期", "礼拜"]) else { continue }
            end += name.unicodeScalars.count
            let monday = today.daysSince1970 - weekday + shift
            if let index = Array("一二三四五六日".unicodeScalars).firstIndex(where: { $0.value == reading[end] }) {
                return (end + 1, .date, days(monday + Int64(index), 1))
            }
            if reading.isAt(end, "天") { return (end + 1, .date, days(monday + 6, 1)) }
            if reading.isAt(end, "末") { return (end + 1, .date, days(monday + 5, 2)) }
            if !word.isEmpty { return (end, .date, days(monday, 7)) }
        }
        return nil
    }

    private func month(_ reading: Reading, _ place: Int) -> Hit? {
        let shifts: [(String, Int64)] = [
            ("上上个月", -2), ("上个月", -1), ("上月", -1), ("这个月", 0), ("本月", 0), ("当月", 0), ("下个月", 1), ("下月", 1),
        ]
        guard let word = reading.longest(at: place, of: shifts.map(\.0)),
            let shift = shifts.first(where: { $0.0 == word })?.1
        else { return nil }
        let end = place + word.unicodeScalars.count
        let months = today.year * 12 + today.month - 1 + shift
        let (year, month) = (months / 12, months % 12 + 1)
        if let figure = reading.figure(at: end), let number = figure.whole,
            reading.isAt(figure.end, "号") || reading.isAt(figure.end, "日"),
            let date = CivilDate(year: year, month: month, day: Int64(number))
        {
            return (figure.end + 1, .date, .days(from: date, through: date))
        }
        guard let first = CivilDate(year: year, month: month, day: 1),
            let next = CivilDate(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
        else { return nil }
        return (end, .date, days(first.daysSince1970, next.daysSince1970 - first.daysSince1970))
    }

    /// `三天`, `两个半月`, `3天前`, `5天后`, `48小时`.
    private func span(_ reading: Reading, _ place: Int) -> Hit? {
        guard !reading[place - 1].isDigit, reading[place - 1] != 0x2E, let figure = reading.figure(at: place)
        else { return nil }
        var end = reading.afterBlanks(figure.end)
        if reading.isAt(end, "个工作日") { return (end + 4, .duration, duration(figure, 1440)) }
        if reading.isAt(end, "个") { end += 1 }
        var half = Int64(0)
        if reading.isAt(end, "半") { (half, end) = (500, end + 1) }
        let units: [(String, Int64)] = [
            ("小时", 60), ("钟头", 60), ("分钟", 1), ("天", 1440), ("工作日", 1440), ("星期", 10_080), ("礼拜", 10_080),
            ("周", 10_080),
            ("月", 43_200), ("年", 525_600),
        ]
        guard let name = reading.longest(at: end, of: units.map(\.0)),
            let minutes = units.first(where: { $0.0 == name })?.1
        else { return nil }
        if (name == "月" && end == figure.end) || (name == "年" && figure.thousandths >= 1_000_000) {
            return nil
        }
        end += name.unicodeScalars.count
        let whole = Figure(thousandths: figure.thousandths + half, end: end)
        if let word = reading.longest(at: end, of: ["前", "以前", "之前"]), minutes >= 1440 {
            return (end + word.unicodeScalars.count, .date, day(-whole.thousandths * minutes / 1_440_000))
        }
        if let word = reading.longest(at: end, of: ["后", "以后", "之后"]), minutes >= 1440 {
            return (end + word.unicodeScalars.count, .date, day(whole.thousandths * minutes / 1_440_000))
        }
        return (end, .duration, duration(whole, minutes))
    }
}

extension DateFinder {
    /// Monday is 0.
    var weekday: Int64 { (today.daysSince1970 + 3) % 7 }

    func day(_ distance: Int64) -> EntityValue { days(today.daysSince1970 + distance, 1) }

    func days(_ first: Int64, _ count: Int64) -> EntityValue {
        .days(
            from: CivilDate(daysSince1970: max(first, 0)),
            through: CivilDate(daysSince1970: max(first + count - 1, 0)))
    }

    func duration(_ figure: Figure, _ minutes: Int64) -> EntityValue {
        .duration(
            Span(milliseconds: figure.thousandths.multipliedReportingOverflow(by: minutes * 60).partialValue))
    }

    /// The day of this month and day that is nearest to today.
    func nearest(_ month: Int64, _ day: Int64) -> CivilDate? {
        [-1, 0, 1].compactMap { CivilDate(year: today.year + $0, month: month, day: day) }
            .min { abs($0.daysSince1970 - today.daysSince1970) < abs($1.daysSince1970 - today.daysSince1970) }
    }

    /// Dates in figures: `2026-11-03`, `2026年11月3日`, `11月3号`, `11/3`, `11.3号`.
    func written(_ reading: Reading, _ place: Int) -> Hit? {
        let before = reading[place - 1]
        guard reading[place].isDigit || reading[place].isHan, !before.isDigit,
            ![0x2E, 0x2F, 0x2D, 0x23, 0x24].contains(before),
            let first = reading.figure(at: place)?.integer(in: reading, from: place)
        else { return nil }
        if first.value >= 1970, first.value < 2100,
            let mark = Self.mark(reading, first.end, ["年", "-", "/", "."])
        {
            guard let month = Self.part(reading, mark),
                let second = Self.mark(reading, month.end, ["月", "-", "/", "."]),
                let day = Self.part(reading, second),
                let date = CivilDate(year: first.value, month: month.value, day: day.value)
            else { return nil }
            return (
                Self.mark(reading, day.end, ["日", "号"]) ?? day.end, .date, .days(from: date, through: date)
            )
        }
        guard (1...12).contains(first.value), let mark = Self.mark(reading, first.end, ["月", "/", "."]),
            let day = Self.part(reading, mark), let date = nearest(first.value, day.value),
            !reading[day.end].isDigit
        else { return nil }
        let end = Self.mark(reading, day.end, ["日", "号"])
        let isPlain = reading.isAt(mark - 1, "月") || reading.isAt(mark - 1, "/")
        guard end != nil || isPlain else { return nil }
        return (end ?? day.end, .date, .days(from: date, through: date))
    }

    private static func mark(_ reading: Reading, _ place: Int, _ marks: [String]) -> Int? {
        reading.longest(at: place, of: marks).map { place + $0.unicodeScalars.count }
    }

    private static func part(_ reading: Reading, _ place: Int) -> (value: Int64, end: Int)? {
        reading.figure(at: place)?.integer(in: reading, from: place)
    }
}

extension Figure {
    /// The whole part alone where digits stand, so that `11.3` is 11 and leaves `.3`.
    func integer(in reading: Reading, from place: Int) -> (value: Int64, end: Int)? {
        guard reading[place].isDigit else { return whole.map { (Int64($0), end) } }
        var (value, place) = (Int64(0), place)
        while reading[place].isDigit, value < 100_000 {
            value = value * 10 + Int64(reading[place] - 0x30)
            place += 1
        }
        return (value, place)
    }
}
