/// Finds heights, weights, sizes and quantities: `身高一米六五`, `110斤`, `5'6"`, `XXL`, `42码`, `size 8`, `两件`.
struct MeasureFinder {
    func find(_ reading: Reading) -> [Entity] {
        var found: [Entity] = []
        var place = 0
        while place < reading.scalars.count {
            if let (range, kind, value) = measure(reading, place) ?? letterSize(reading, place) {
                found.append(reading.entity(kind, range, value))
                place = range.upperBound
            } else {
                place += 1
            }
        }
        return found
    }

    private typealias Hit = (range: Range<Int>, kind: EntityKind, value: EntityValue)

    private func measure(_ reading: Reading, _ place: Int) -> Hit? {
        let before = reading[place - 1]
        if before.isDigit || before == 0x2E || before.isLatinLetter { return nil }
        if reading.isAt(place, "size "), let figure = reading.figure(at: place + 5) {
            return (place..<figure.end, .size, .text)
        }
        guard let figure = reading.figure(at: place) else { return nil }
        let unit = reading.afterBlanks(figure.end)
        return height(reading, place, figure, unit) ?? weight(reading, place, figure, unit)
            ?? sizeOrCount(reading, place, figure, unit)
    }

    private func height(_ reading: Reading, _ place: Int, _ figure: Figure, _ unit: Int) -> Hit? {
        if let name = reading.longest(at: unit, of: ["cm", "厘米", "公分", "centimeters"]),
            (130...220).contains(figure.thousandths / 1000)
        {
            return (
                place..<unit + name.unicodeScalars.count, .height, .millimetres(Int(figure.thousandths / 100))
            )
        }
        if let name = reading.longest(at: unit, of: ["米", "m"]), (1...2).contains(figure.thousandths / 1000) {
            var (end, millimetres) = (unit + name.unicodeScalars.count, figure.thousandths)
            if let rest = reading.figure(at: end), let part = rest.whole, part < 100 {
                millimetres += Int64(part) * (part < 10 && rest.end - end == 1 ? 100 : 10)
                end = rest.end
            } else if name == "m", reading[end].isLatinLetter || millimetres % 1000 == 0 {
                return nil
            }
            return (1300...2200).contains(millimetres)
                ? (place..<end, .height, .millimetres(Int(millimetres))) : nil
        }
        if let name = reading.longest(at: unit, of: ["'", "ft", "feet", "foot"]),
            (4...7).contains(figure.whole ?? 0)
        {
            let next = reading.afterBlanks(unit + name.unicodeScalars.count)
            guard let inches = reading.figure(at: next), let count = inches.whole, count < 12 else {
                return nil
            }
            let after = reading.afterBlanks(inches.end)
            let sign = reading.longest(at: after, of: ["\"", "''", "inches", "inch", "in"])
            let end = sign.map { after + $0.unicodeScalars.count } ?? inches.end
            return (
                place..<end, .height,
                .millimetres(Int((figure.thousandths * 12 / 1000 + Int64(count)) * 254 / 10))
            )
        }
        guard reading.has(["身高", "高", "净身高"], before: place, within: 1), let whole = figure.whole,
            (130...220).contains(whole)
        else { return nil }
        return (place..<figure.end, .height, .millimetres(whole * 10))
    }

    private static let weights: [(String, Int64)] = [
        ("公斤", 1000), ("千克", 1000), ("kg", 1000), ("kgs", 1000), ("斤", 500), ("lbs", 454), ("lb", 454),
        ("pounds", 454),
    ]

    private func weight(_ reading: Reading, _ place: Int, _ figure: Figure, _ unit: Int) -> Hit? {
        if let name = reading.longest(at: unit, of: Self.weights.map(\.0)),
            let grams = Self.weights.first(where: { $0.0 == name })?.1,
            !reading[unit + name.unicodeScalars.count].isLatinLetter,
            (30_000...200_000).contains(figure.thousandths * grams / 1000)
        {
            return (
                place..<unit + name.unicodeScalars.count, .weight,
                .grams(Int(figure.thousandths * grams / 1000))
            )
        }
        guard reading.has(["体重", "重"], before: place, within: 1), let whole = figure.whole,
            (35...250).contains(whole)
        else { return nil }
        // A bare figure above 90 is in 斤 as people say it, below in kilograms.
        return (place..<figure.end, .weight, .grams(whole > 90 ? whole * 500 : whole * 1000))
    }

    private static let counters = [
        "件", "双", "条", "套", "瓶", "盒", "箱", "袋", "包", "支", "只", "台", "部", "本", "罐", "份", "副", "把", "张", "个",
    ]
    private static let pieces = [
        "pieces", "pcs", "items", "pairs", "pair", "units", "boxes", "bottles", "packs", "of them", "sets",
    ]

    private func sizeOrCount(_ reading: Reading, _ place: Int, _ figure: Figure, _ unit: Int) -> Hit? {
        if let name = reading.longest(at: unit, of: ["码", "号码", "尺码"]) {
            return (place..<unit + name.unicodeScalars.count, .size, .text)
        }
        if figure.whole == 1, reading[place] == 0x61 { return nil }
        guard let count = figure.whole, (1...999).contains(count),
            let name = reading.longest(at: unit, of: Self.counters)
                ?? reading.longest(at: unit, of: Self.pieces)
        else { return nil }
        let end = unit + name.unicodeScalars.count
        if name == "个", reading.longest(at: end, of: ["月", "星期", "礼拜", "小时", "工作日", "半"]) != nil {
            return nil
        }
        return (place..<end, .quantity, .count(count))
    }

    private static let letterSizes: Set<String> = ["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "xxxxl"]

    /// `XL`, `2XL`, `M码`, `大号`; a single letter only as a capital, or with 码 or "size".
    private func letterSize(_ reading: Reading, _ place: Int) -> Hit? {
        if let name = reading.longest(
            at: place, of: ["特大号", "加大码", "加大号", "大号", "中号", "小号", "大码", "中码", "小码", "均码"])
        {
            return (place..<place + name.unicodeScalars.count, .size, .text)
        }
        guard let word = reading.word(at: place) else { return nil }
        let this = reading.words[word]
        if this.kind == .number, this.range.lowerBound == place, word + 1 < reading.words.count,
            this.range.count == 1,
            ["xl", "xs"].contains(reading.words[word + 1].text),
            reading.words[word + 1].range.lowerBound == this.range.upperBound
        {
            return (place..<reading.words[word + 1].range.upperBound, .size, .text)
        }
        guard this.range.lowerBound == place, Self.letterSizes.contains(this.text),
            reading[place - 1] != 0x27, !reading[place - 1].isDigit
        else { return nil }
        let end = this.range.upperBound
        if let mark = reading.longest(at: reading.afterBlanks(end), of: ["码", "号"]) {
            return (place..<reading.afterBlanks(end) + mark.unicodeScalars.count, .size, .text)
        }
        let isNamed = word > 0 && ["size", "a", "an", "the", "to"].contains(reading.words[word - 1].text)
        return this.text.count > 1 || this.isCapital || isNamed ? (place..<end, .size, .text) : nil
    }
}
