/// Finds sums of money: `¥12.50`, `12块5`, `三百五十元`, `五毛`, `$1,299`, `twelve dollars`, `20 bucks`, `HK$30`.
struct AmountFinder {
    private static let signs: [(String, String?)] = [
        ("us$", "USD"), ("hk$", "HKD"), ("nt$", "TWD"), ("nt", "TWD"), ("a$", "AUD"), ("rmb", "CNY"),
        ("cny", "CNY"), ("usd", "USD"),
        ("eur", "EUR"), ("gbp", "GBP"), ("hkd", "HKD"), ("$", "USD"), ("¥", "CNY"), ("€", "EUR"),
        ("£", "GBP"),
    ]
    private static let units: [(String, String?, Int64)] = [
        ("块钱", "CNY", 100), ("块", "CNY", 100), ("元钱", "CNY", 100), ("元", "CNY", 100), ("圆", "CNY", 100),
        ("人民币", "CNY", 100), ("rmb", "CNY", 100), ("毛钱", "CNY", 10), ("毛", "CNY", 10), ("角", "CNY", 10),
        ("分钱", "CNY", 1),
        ("美元", "USD", 100), ("美金", "USD", 100), ("刀", "USD", 100), ("欧元", "EUR", 100), ("英镑", "GBP", 100),
        ("港币", "HKD", 100), ("港元", "HKD", 100), ("台币", "TWD", 100), ("新台币", "TWD", 100), ("日元", "JPY", 100),
        ("日圆", "JPY", 100),
        ("dollars", "USD", 100), ("dollar", "USD", 100), ("bucks", "USD", 100), ("usd", "USD", 100),
        ("cents", "USD", 1),
        ("euros", "EUR", 100), ("euro", "EUR", 100), ("eur", "EUR", 100), ("pounds", "GBP", 100),
        ("pound", "GBP", 100),
        ("quid", "GBP", 100), ("gbp", "GBP", 100), ("yuan", "CNY", 100), ("cny", "CNY", 100),
        ("yen", "JPY", 100), ("€", "EUR", 100),
        ("£", "GBP", 100), ("kuai", "CNY", 100),
    ]
    /// What a 块 or 毛 before one of these counts is no money.
    private static let things = Set("表布玻肥电手香蛋地板砖屏糖石肉豆巧面巾料皮钻金条领线绒衣刷笔票巾孔茸发".unicodeScalars.map(\.value))

    func find(_ reading: Reading) -> [Entity] {
        var found: [Entity] = []
        var place = 0
        while place < reading.scalars.count {
            if let (range, value) = signed(reading, place) ?? counted(reading, place) {
                found.append(reading.entity(.amount, range, value))
                place = range.upperBound
            } else {
                place += 1
            }
        }
        return found
    }

    private func signed(_ reading: Reading, _ place: Int) -> (Range<Int>, EntityValue)? {
        for (sign, currency) in Self.signs where reading.isAt(place, sign) {
            if reading[place].isLatinLetter, reading[place - 1].isLatinLetter { continue }
            let start = reading.afterBlanks(place + sign.unicodeScalars.count)
            guard reading[start].isDigit, let figure = reading.figure(at: start) else { continue }
            return (place..<figure.end, .amount(hundredths: figure.thousandths / 10, currency: currency))
        }
        return nil
    }

    private func counted(_ reading: Reading, _ place: Int) -> (Range<Int>, EntityValue)? {
        let before = reading[place - 1]
        if before.isDigit || before.isLatinLetter || (before == 0x2E && reading[place].isDigit) { return nil }
        guard let figure = reading.figure(at: place), let unit = unit(reading, figure.end) else { return nil }
        var hundredths = figure.thousandths * unit.hundredths / 1000
        var end = unit.end
        if unit.currency == "CNY", unit.hundredths >= 10, let rest = rest(reading, end, unit.hundredths) {
            hundredths += rest.hundredths
            end = rest.end
        }
        return (place..<end, .amount(hundredths: hundredths, currency: unit.currency))
    }

    private func unit(_ reading: Reading, _ end: Int) -> (end: Int, currency: String?, hundredths: Int64)? {
        let start = reading.afterBlanks(end)
        for (name, currency, hundredths) in Self.units where reading.isAt(start, name) {
            let after = start + name.unicodeScalars.count
            if reading[start].isLatinLetter, reading[after].isLatinLetter { continue }
            if name == "块" || name == "毛" || name == "元" || name == "刀", Self.things.contains(reading[after])
            {
                continue
            }
            return (after, currency, hundredths)
        }
        return nil
    }

    /// What follows the unit: `12块5`, `五块八毛`, `3元5角`.
    private func rest(_ reading: Reading, _ place: Int, _ unit: Int64) -> (end: Int, hundredths: Int64)? {
        guard let figure = reading.figure(at: place), let digit = figure.whole, (1...99).contains(digit)
        else { return nil }
        if let smaller = self.unit(reading, figure.end), smaller.hundredths < unit, smaller.currency == "CNY"
        {
            return (smaller.end, Int64(digit) * smaller.hundredths)
        }
        let next = reading[figure.end]
        let isBare =
            digit < 10 && unit == 100 && !next.isDigit
            && !"个件天双次号点分斤条张只块元月年日小个".unicodeScalars.contains { $0.value == next }
        return isBare ? (figure.end, Int64(digit) * 10) : nil
    }
}
