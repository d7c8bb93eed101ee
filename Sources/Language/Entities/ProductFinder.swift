/// Finds mentions of given products: a part of a title, as long as it can be, that says which product is meant.
///
/// In Chinese two characters or more that stand together in the title; in English words of it, the last of which is
/// usually what the thing is. What several titles have in common is nobody's mention unless nothing else tells, and then
/// it is the first title's.
struct ProductFinder {
    private let titles: [[UInt32]]
    private let words: [[String]]

    init(titles: [String]) {
        self.titles = titles.map { NormalText.folded($0) }
        words = titles.map {
            Reading($0).words.filter {
                $0.kind == .latin && $0.text.count > 2 && !Self.common.contains($0.text)
            }.map(\.text)
        }
    }

    private static let common: Set<String> = [
        "the", "and", "for", "with", "set", "new", "pro", "size", "pack", "black", "white", "blue", "red",
        "green",
    ]
    private static let commonRuns = [
        "订单", "快递", "包邮", "正品", "新款", "退货", "发货", "尺码", "颜色", "大号", "小号", "优惠", "商品", "客服",
    ]

    func find(_ reading: Reading) -> [Entity] {
        guard !titles.isEmpty else { return [] }
        var found: [Entity] = []
        var place = 0
        while place < reading.scalars.count {
            if let (end, product) = reading[place].isHan ? run(reading, place) : phrase(reading, place) {
                found.append(reading.entity(.product, place..<end, .product(product)))
                place = end
            } else {
                place += 1
            }
        }
        return found
    }

    private func run(_ reading: Reading, _ place: Int) -> (Int, Int)? {
        var best: (end: Int, product: Int)?
        for (product, title) in titles.enumerated() {
            for start in title.indices where title[start] == reading[place] {
                var length = 1
                while start + length < title.count, title[start + length] == reading[place + length],
                    title[start + length].isHan
                { length += 1 }
                if length >= 2, place + length > best?.end ?? place { best = (place + length, product) }
            }
        }
        guard let best, reading.longest(at: place, of: Self.commonRuns) == nil else { return nil }
        return best
    }

    private func phrase(_ reading: Reading, _ place: Int) -> (Int, Int)? {
        guard let first = reading.word(at: place), reading.words[first].range.lowerBound == place else {
            return nil
        }
        var best: (count: Int, product: Int)?
        for (product, title) in words.enumerated() {
            var last = first
            while last < reading.words.count, title.contains(where: { isSame($0, reading.words[last].text) })
            { last += 1 }
            if last - first > best?.count ?? 0 { best = (last - first, product) }
        }
        return best.map { (reading.words[first + $0.count - 1].range.upperBound, $0.product) }
    }

    /// The same word, in the plural, or with one slip.
    private func isSame(_ title: String, _ word: String) -> Bool {
        word.count > 2
            && (title == word || title + "s" == word || title == word + "s"
                || (title.count >= 6 && title.isNearly(word)))
    }
}
