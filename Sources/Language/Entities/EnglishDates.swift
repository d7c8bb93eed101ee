import Base

extension DateFinder {
    private static let near: [([String], Int64)] = [
        (["the", "day", "before", "yesterday"], -2), (["day", "before", "yesterday"], -2),
        (["the", "day", "after", "tomorrow"], 2),
        (["day", "after", "tomorrow"], 2), (["yesterday"], -1), (["last", "night"], -1), (["today"], 0),
        (["tonight"], 0),
        (["this", "morning"], 0), (["tomorrow"], 1),
    ]
    private static let weekdays = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
    private static let shortDays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december",
    ]
    private static let units: [String: Int64] = [
        "minute": 1, "hour": 60, "day": 1440, "week": 10_080, "month": 43_200, "year": 525_600,
    ]

    func english(_ reading: Reading, _ place: Int) -> Hit? {
        guard let word = reading.word(at: place), reading.words[word].range.lowerBound == place else {
            return nil
        }
        for (phrase, days) in Self.near where has(reading, word, phrase) {
            return (end(reading, word + phrase.count - 1), .date, day(days))
        }
        return relative(reading, word) ?? named(reading, word) ?? counted(reading, word)
    }

    /// `last Friday`, `next week`, `this month`, `on Monday`.
    private func relative(_ reading: Reading, _ word: Int) -> Hit? {
        let text = reading.words[word].text
        if let index = Self.weekdays.firstIndex(of: text) {
            return (end(reading, word), .date, days(today.daysSince1970 - weekday + Int64(index), 1))
        }
        guard ["last", "next", "this", "past"].contains(text), word + 1 < reading.words.count else {
            return nil
        }
        let next = reading.words[word + 1].text
        let isBack = text == "last" || text == "past"
        if let index = Self.weekdays.firstIndex(of: next) ?? Self.shortDays.firstIndex(of: next) {
            var distance = Int64(index) - weekday
            if isBack, distance >= 0 { distance -= 7 }
            if text == "next", distance <= 0 { distance += 7 }
            return (end(reading, word + 1), .date, day(distance))
        }
        let shift: Int64 = isBack ? -1 : text == "next" ? 1 : 0
        if next == "week" {
            return (end(reading, word + 1), .date, days(today.daysSince1970 - weekday + 7 * shift, 7))
        }
        if next == "weekend" {
            return (end(reading, word + 1), .date, days(today.daysSince1970 - weekday + 7 * shift + 5, 2))
        }
        guard next == "month" else { return nil }
        let months = today.year * 12 + today.month - 1 + shift
        guard let first = CivilDate(year: months / 12, month: months % 12 + 1, day: 1),
            let after = CivilDate(year: (months + 1) / 12, month: (months + 1) % 12 + 1, day: 1)
        else { return nil }
        return (
            end(reading, word + 1), .date,
            days(first.daysSince1970, after.daysSince1970 - first.daysSince1970)
        )
    }

    /// `March 5th`, `5 March 2026`, `the 5th of March`.
    private func named(_ reading: Reading, _ word: Int) -> Hit? {
        let words = reading.words
        var place = word
        var (month, dayOfMonth): (Int64?, Int64?) = (nil, nil)
        while place < words.count, month == nil || dayOfMonth == nil {
            if words[place].kind == .number, dayOfMonth == nil, words[place].range.count <= 2 {
                dayOfMonth =
                    reading.figure(at: words[place].range.lowerBound)?.integer(
                        in: reading, from: words[place].range.lowerBound)?.value
                if place + 1 < words.count, ["st", "nd", "rd", "th"].contains(words[place + 1].text) {
                    place += 1
                }
                if place + 1 < words.count, words[place + 1].text == "of", month == nil { place += 1 }
            } else if month == nil, let index = Self.month(words[place].text) {
                month = index
            } else {
                return nil
            }
            place += 1
        }
        guard let month, let dayOfMonth, var date = nearest(month, dayOfMonth) else { return nil }
        var last = place - 1
        let year = words.dropFirst(place).first { $0.text != "," }
        if let year, year.kind == .number, year.range.count == 4,
            let number = reading.figure(at: year.range.lowerBound)?.whole,
            let exact = CivilDate(year: Int64(number), month: month, day: dayOfMonth)
        {
            date = exact
            last = reading.word(at: year.range.lowerBound) ?? last
        }
        return (end(reading, last), .date, .days(from: date, through: date))
    }

    /// `3 days`, `a week ago`, `in 2 days`, `5 business days`.
    private func counted(_ reading: Reading, _ word: Int) -> Hit? {
        let start = reading.words[word].range.lowerBound
        let isAhead = reading.words[word].text == "in" && word + 1 < reading.words.count
        let place = isAhead ? reading.words[word + 1].range.lowerBound : start
        guard let figure = reading.figure(at: place), let last = reading.word(at: figure.end - 1) else {
            return nil
        }
        var unit = last + 1
        while unit < reading.words.count,
            ["of", "business", "working", "few"].contains(reading.words[unit].text)
        { unit += 1 }
        guard unit < reading.words.count else { return nil }
        let text = reading.words[unit].text
        guard let minutes = Self.units[text] ?? Self.units[String(text.dropLast(text.hasSuffix("s") ? 1 : 0))]
        else { return nil }
        if unit + 1 < reading.words.count,
            ["ago", "earlier", "before"].contains(reading.words[unit + 1].text), minutes >= 1440
        {
            return (end(reading, unit + 1), .date, day(-figure.thousandths * minutes / 1_440_000))
        }
        if isAhead, minutes >= 1440 {
            return (end(reading, unit), .date, day(figure.thousandths * minutes / 1_440_000))
        }
        return isAhead ? nil : (end(reading, unit), .duration, duration(figure, minutes))
    }

    private static func month(_ text: String) -> Int64? {
        guard text.count >= 3,
            let index = months.firstIndex(where: {
                $0 == text || ($0.prefix(3) == text && text != "mar" && text != "may")
                    || (text == "sept" && $0 == "september")
            })
        else { return nil }
        return Int64(index + 1)
    }

    private func has(_ reading: Reading, _ word: Int, _ phrase: [String]) -> Bool {
        word + phrase.count <= reading.words.count
            && zip(reading.words[word...], phrase).allSatisfy { $0.text == $1 }
    }

    private func end(_ reading: Reading, _ word: Int) -> Int { reading.words[word].range.upperBound }
}
