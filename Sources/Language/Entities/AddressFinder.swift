/// Finds postal addresses: `浙江省杭州市西湖区文三路100号3幢201室`, `1234 Elm St, Suite 5, Springfield, IL, 62701`.
struct AddressFinder {
    func find(_ reading: Reading) -> [Entity] { chinese(reading) + western(reading) }

    private static let levels = Set("省市区县镇乡村州旗".unicodeScalars.map(\.value))
    private static let streets = [
        "大道", "路", "街", "巷", "胡同", "弄", "小区", "花园", "花苑", "公寓", "大厦", "广场", "园区", "新村", "家园", "工业园", "学校",
        "大学", "中学", "医院",
    ]
    private static let ends = ["号楼", "单元", "号", "栋", "幢", "室", "楼", "座", "层", "房", "户"]
    private static let provinces = [
        "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北",
        "湖南", "广东", "海南",
        "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门", "深圳", "广州", "杭州",
        "成都", "南京", "武汉", "苏州",
        "西安", "郑州", "长沙", "青岛", "宁波", "东莞", "佛山", "厦门", "合肥", "济南", "福州", "昆明", "沈阳", "大连", "哈尔滨", "长春", "台北",
        "新北", "台中", "高雄",
    ]
    private static let leads = [
        "地址改成", "地址改为", "地址改到", "地址换成", "地址是", "地址为", "地址", "改到", "改成", "改为", "寄到", "寄往", "送到", "发到", "送去",
        "换到", "搬到", "住在", "住", "收货地址是",
        ":", "：", ",", "，",
    ]

    /// A run of characters with a district and a street or number in it; it begins at a province or large city, or behind
    /// words that lead to an address.
    func chinese(_ reading: Reading) -> [Entity] {
        var found: [Entity] = []
        var place = 0
        while place < reading.scalars.count {
            guard begins(reading, place), let end = chineseEnd(reading, place) else {
                place += 1
                continue
            }
            found.append(reading.entity(.address, place..<end))
            place = end
        }
        return found
    }

    private func begins(_ reading: Reading, _ place: Int) -> Bool {
        guard reading[place].isHan else { return false }
        return place == 0 || reading.longest(at: place, of: Self.provinces) != nil
            || reading.has(Self.leads, before: place, within: reading[place - 1].isHan ? 0 : 1)
    }

    private func chineseEnd(_ reading: Reading, _ start: Int) -> Int? {
        var (place, levels, streets, numbers) = (start, 0, 0, 0)
        var end = start
        while place < reading.scalars.count, place - start < 60 {
            let scalar = reading[place]
            if Self.levels.contains(scalar), place > start {
                (levels, place, end) = (levels + 1, place + 1, place + 1)
            } else if let name = reading.longest(at: place, of: Self.streets), place > start {
                (streets, place) = (streets + 1, place + name.unicodeScalars.count)
                end = place
            } else if let name = reading.longest(at: place, of: Self.ends),
                reading[place - 1].isDigit || reading[place - 1].isLatinLetter
                    || reading.figure(at: place - 1) != nil
            {
                (numbers, place) = (numbers + 1, place + name.unicodeScalars.count)
                end = place
            } else if scalar.isHan || scalar.isDigit || scalar.isLatinLetter || scalar == 0x2D
                || scalar == 0x23
            {
                if place - end > 12 || isVerb(reading, place) { break }
                place += 1
                if scalar.isDigit, numbers > 0, place - end <= 5 { end = place }
            } else if scalar == 0x20, levels + streets > 0,
                reading[place + 1].isHan || reading[place + 1].isDigit
            {
                place += 1
            } else {
                break
            }
        }
        let hasCity = reading.longest(at: start, of: Self.provinces) != nil
        let isWhole =
            (levels + streets >= 1 && numbers >= 1) || levels >= 2 || (hasCity && levels + streets >= 1)
            || (streets >= 1 && levels >= 1)
        return isWhole && end - start >= 5 && streets + numbers + max(levels - 1, 0) >= 1 ? end : nil
    }

    private func isVerb(_ reading: Reading, _ place: Int) -> Bool {
        reading.longest(
            at: place,
            of: [
                "改", "寄", "送", "发", "快递", "可以", "能", "吗", "谢谢", "我", "你", "请", "帮", "没", "不", "还", "退", "收到",
                "怎么", "什么", "的",
            ]) != nil
    }

    private static let kinds: Set<String> = [
        "st", "street", "ave", "avenue", "road", "rd", "drive", "dr", "lane", "ln", "blvd", "boulevard",
        "highway", "hwy", "way", "court",
        "ct", "place", "pl", "square", "parkway", "pkwy", "terrace", "crescent", "close", "row",
    ]
    private static let rooms: Set<String> = [
        "suite", "apt", "apartment", "unit", "room", "floor", "flat", "#",
    ]

    /// What a Chinese address cannot be without, one of them.
    static let signs =
        ["省", "市", "区", "县", "镇", "乡", "村", "州", "旗"] + streets

    func western(_ reading: Reading) -> [Entity] {
        var found: [Entity] = []
        var word = 0
        while word < reading.words.count {
            guard let end = westernEnd(reading, word) else {
                word += 1
                continue
            }
            found.append(
                reading.entity(
                    .address, reading.words[word].range.lowerBound..<reading.words[end - 1].range.upperBound))
            word = end
        }
        return found
    }

    /// A house number, one to three words and what kind of street it is; then room, city, state and postcode.
    private func westernEnd(_ reading: Reading, _ start: Int) -> Int? {
        let words = reading.words
        guard words[start].kind == .number, words[start].range.count <= 5,
            start == 0 || !["#", "$", "-"].contains(words[start - 1].text)
        else { return nil }
        guard
            let kind = (start + 1..<min(start + 5, words.count)).first(where: {
                Self.kinds.contains(words[$0].text)
            }),
            words[(start + 1)...kind].allSatisfy({ $0.kind == .latin || $0.kind == .number || $0.text == "." }
            ),
            words[start + 1..<kind].contains(where: \.isCapital) || words[kind].isCapital || kind > start + 1
        else { return nil }
        var end = kind + 1
        while end < words.count, end - start < 20 {
            let next = words[end].text == "," || words[end].text == "." ? end + 1 : end
            guard next < words.count else { break }
            if Self.rooms.contains(words[next].text), next + 1 < words.count {
                end = next + 2
            } else if words[next].kind == .number, (4...6).contains(words[next].range.count) {
                end = next + 1
                if end + 1 < words.count, words[end].text == "-", words[end + 1].kind == .number { end += 2 }
                break
            } else if words[next].kind == .latin, words[next].isCapital,
                next > end || words[end - 1].isCapital && end > kind + 1,
                words[end].text != "."
            {
                end = next + 1
            } else {
                break
            }
        }
        return end
    }
}
