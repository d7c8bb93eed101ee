/// Finds names of people: `Mr. Jones`, `my name is Mei Davis`, `I'm Sofia Li`, `from Anna Freeman`; `我叫李梅`, `收件人：王小明`,
/// `张先生`.
struct PersonFinder {
    let places: PlaceFinder

    func find(_ reading: Reading) -> [Entity] { english(reading) + chinese(reading) }

    private static let titles: Set<String> = ["mr", "mrs", "ms", "miss", "dr", "mister"]

    private func english(_ reading: Reading) -> [Entity] {
        var found: [Entity] = []
        var word = 0
        while word < reading.words.count {
            if let range = titled(reading, word) ?? introduced(reading, word) {
                found.append(
                    reading.entity(
                        .person,
                        reading.words[range.lowerBound].range
                            .lowerBound..<reading.words[range.upperBound - 1].range.upperBound))
                word = range.upperBound
            } else {
                word += 1
            }
        }
        return found
    }

    /// A title and one or two capitalised words; after a title small letters are a name too, but one only.
    private func titled(_ reading: Reading, _ word: Int) -> Range<Int>? {
        guard Self.titles.contains(reading.words[word].text) else { return nil }
        var place = word + 1
        if place < reading.words.count, reading.words[place].text == "." { place += 1 }
        guard place < reading.words.count, reading.words[place].kind == .latin,
            reading.words[place].text.count > 1,
            reading.words[place].isCapital || place == word + 2
        else { return nil }
        let isTwo = place + 1 < reading.words.count && isName(reading, place + 1)
        return word..<place + (isTwo ? 2 : 1)
    }

    /// Words after which two capitalised words are a name.
    private static let openings = [
        ["name", "is"], ["name's"], ["i'm"], ["i", "am"], ["it's"], ["it", "is"], ["this", "is"],
        ["just", "my", "name", ","], ["from"],
        ["name", ":"], ["name"], ["recipient"], ["for"], ["to"], ["under"], ["name", "to"],
    ]
    /// After these a single capitalised word is a name too.
    private static let strong: Set<String> = ["name is", "name's", "name :", "name to"]

    /// After these two words are a name only beside something that bears a name.
    private static let weak: Set<String> = ["from", "for", "to"]

    private static func hasPaper(_ before: [String]) -> Bool {
        before.contains { word in
            ["invoice", "invoices", "bill", "bills", "receipt", "order", "gift", "payment", "addressed"]
                .contains { word.isNearly($0) }
        }
    }

    /// `my first name is Noah`: half a name, and nobody's whole one.
    private func isHalf(_ reading: Reading, _ word: Int) -> Bool {
        reading.latin(before: word, 4).contains {
            ["first", "last", "given", "family", "middle", "user"].contains($0)
        }
    }

    private func introduced(_ reading: Reading, _ word: Int) -> Range<Int>? {
        guard isName(reading, word) else { return nil }
        let opening = Self.openings.first { opening in
            opening.count <= word
                && zip(reading.words[(word - opening.count)...], opening).allSatisfy {
                    $0.text == $1 || ($1 == "from" && $0.text.isNearly($1))
                }
        }
        var end = word + 1
        while end < reading.words.count, end - word < 3, isName(reading, end), isAdjacent(reading, end) {
            end += 1
        }
        if let opening, places.country(reading, word) == nil, !places.isPlaceContext(reading, word) {
            let isStrong = Self.strong.contains(opening.joined(separator: " ")) && !isHalf(reading, word)
            let isFrom =
                opening.count > 1 || !Self.weak.contains(opening[0])
                || Self.hasPaper(reading.latin(before: word, 6))
            if isStrong || (end - word >= 2 && isFrom) { return word..<end }
        }
        // A message may be nothing but the name that was asked for, or begin with it.
        let closes = end == reading.words.count || [",", ".", "!"].contains(reading.words[end].text)
        return word == 0 && end == 2 && closes && !Self.common.contains(reading.words[0].text) ? 0..<2 : nil
    }

    private static let common: Set<String> = [
        "yes", "no", "thank", "thanks", "hello", "hi", "hey", "sure", "ok", "okay", "good", "please", "the",
        "my", "i", "no", "not",
        "what", "where", "when", "how", "why", "who", "sorry", "never", "all", "any", "great", "perfect",
        "sounds",
    ]

    private func isName(_ reading: Reading, _ word: Int) -> Bool {
        let word = reading.words[word]
        return word.kind == .latin && word.isCapital && word.text.count > 1
            && !Self.common.contains(word.text)
            && !Self.neverNames.contains(word.text)
    }

    private static let neverNames: Set<String> = [
        "i'm", "i'd", "i'll", "i've", "order", "item", "id", "paypal", "usps", "ups", "dhl", "fedex", "visa",
        "amazon", "monday", "tuesday",
        "wednesday", "thursday", "friday", "saturday", "sunday", "christmas", "suite", "apartment", "street",
        "zip", "english", "gold",
        "very", "so", "really", "not", "angry", "happy", "sorry", "done", "trying",
        "looking", "still", "also", "just", "premium", "platinum", "google", "apple", "usa", "uk", "us", "tx",
        "ny", "ca",
    ]

    private func isAdjacent(_ reading: Reading, _ word: Int) -> Bool {
        reading.words[word].range.lowerBound - reading.words[word - 1].range.upperBound == 1
    }

    private static let introductions = [
        "我叫", "我是", "姓名是", "姓名", "名字是", "名字", "名字叫", "收件人", "收货人", "联系人", "收件人是", "收货人是", "收件人改成", "收货人改成",
        "收货人改为", "收件人改为",
        "名字改成", "姓名改成", "联系人改成", "收件人叫", "收货人叫",
    ]
    private static let surnames = Set(
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封谈容"
    ).union([])
    private static let endings = ["先生", "女士", "小姐", "太太", "老师"]
    private static let notNames = Set("的了吗是在不我你他她它有没要个这那就都也还很给被把和与或但请谢想问买退货单收发快件寄商客天")

    private func chinese(_ reading: Reading) -> [Entity] {
        var found: [Entity] = []
        var place = 0
        while place < reading.scalars.count {
            defer { place += 1 }
            guard isSurname(reading, place) else { continue }
            var end = place + 1
            while end - place < 3, reading[end].isHan, !isStop(reading, end) { end += 1 }
            if let title = (place + 1...max(place + 1, end)).lazy.compactMap({ spot in
                Self.endings.first { reading.isAt(spot, $0) }.map { spot + $0.unicodeScalars.count }
            }).first {
                found.append(reading.entity(.person, place..<title))
                place = title - 1
                continue
            }
            guard end - place >= 2, !reading[end].isHan || end - place == 3 || isStop(reading, end) else {
                continue
            }
            if reading.has(Self.introductions, before: place, within: 0)
                || reading.has(
                    Self.introductions.map { $0 + ":" } + Self.introductions.map { $0 + " " }, before: place,
                    within: 1)
            {
                found.append(reading.entity(.person, place..<end))
                place = end - 1
            }
        }
        return found
    }

    private func isSurname(_ reading: Reading, _ place: Int) -> Bool {
        guard let scalar = Unicode.Scalar(reading[place]), reading[place].isHan else { return false }
        return Self.surnames.contains(Character(scalar))
    }

    private func isStop(_ reading: Reading, _ place: Int) -> Bool {
        guard let scalar = Unicode.Scalar(reading[place]) else { return true }
        return Self.notNames.contains(Character(scalar))
    }
}
