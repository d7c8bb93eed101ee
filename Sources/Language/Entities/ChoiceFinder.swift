/// Finds colours, and choices that the shop's products have.
struct ChoiceFinder {
    private let options: [(name: String, folded: [UInt32])]

    init(options: [String]) {
        self.options = options.map { ($0, NormalText.folded($0)) }.filter { !$0.folded.isEmpty }
            .sorted { $0.folded.count > $1.folded.count }
    }

    func find(_ reading: Reading) -> [Entity] {
        var found: [Entity] = []
        var place = 0
        while place < reading.scalars.count {
            if let (end, kind, name) = option(reading, place) ?? colour(reading, place) {
                found.append(reading.entity(kind, place..<end, .choice(name)))
                place = end
            } else {
                place += 1
            }
        }
        return found
    }

    private func option(_ reading: Reading, _ place: Int) -> (Int, EntityKind, String)? {
        for (name, folded) in options where reading.scalars[place...].starts(with: folded) {
            if isWhole(reading, place, place + folded.count) { return (place + folded.count, .option, name) }
        }
        return nil
    }

    private func colour(_ reading: Reading, _ place: Int) -> (Int, EntityKind, String)? {
        if reading[place].isHan {
            guard let word = reading.longest(at: place, of: Self.chinese) else { return nil }
            let end = place + word.unicodeScalars.count
            if reading.isAt(end, "色") { return (end + 1, .colour, word + "色") }
            if reading.isAt(end, "的") || word.count > 1 {
                return (end, .colour, word.hasSuffix("色") ? word : word + "色")
            }
            return nil
        }
        guard let word = reading.word(at: place), reading.words[word].range.lowerBound == place,
            Self.english.contains(reading.words[word].text)
        else { return nil }
        return (reading.words[word].range.upperBound, .colour, reading.words[word].text)
    }

    private func isWhole(_ reading: Reading, _ start: Int, _ end: Int) -> Bool {
        let isJoined = { (one: UInt32, other: UInt32) in
            one.isWordPart && other.isWordPart && !one.isHan && !other.isHan
        }
        return !isJoined(reading[start - 1], reading[start]) && !isJoined(reading[end - 1], reading[end])
    }

    private static let chinese = [
        "红", "橙", "黄", "绿", "青", "蓝", "紫", "黑", "白", "灰", "粉", "棕", "金", "银", "米", "咖啡", "卡其", "驼", "酒红",
        "藏青", "深蓝", "浅蓝", "天蓝", "墨绿", "军绿",
        "深灰", "浅灰", "米白", "米黄", "玫红", "粉红", "杏", "裸", "透明", "雾霾蓝", "豆沙", "奶白", "香槟金", "玫瑰金", "克莱因蓝", "莫兰迪",
    ]
    private static let english: Set<String> = [
        "red", "orange", "yellow", "green", "blue", "purple", "violet", "black", "white", "gray", "grey",
        "pink", "brown", "gold", "silver",
        "beige", "navy", "khaki", "maroon", "burgundy", "teal", "turquoise", "cyan", "magenta", "ivory",
        "cream", "olive", "coral", "lavender",
        "mint", "charcoal", "bronze",
    ]
}
