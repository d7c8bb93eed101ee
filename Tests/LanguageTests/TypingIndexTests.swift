import Language
import Testing

@Suite struct TypingIndexTests {
    private static let texts: [(String, String)] = [
        ("多久发货？", "付款后 48 小时内发出"), ("怎么退货", "签收七天内可以退"), ("发票怎么开", "开具电子发票"),
        ("How do I return an item?", "Within 7 days after it arrived"), ("Delivery time", "Two to four days"),
    ]

    private static func index() -> TypingIndex<Int> {
        var index = TypingIndex<Int>()
        for (place, text) in texts.enumerated() { index.put(place, titles: [text.0], body: text.1) }
        return index
    }

    @Test(
        arguments: [
            ("发货", 0), ("發貨", 0), ("退", 1), ("七天", 1), ("电子发票", 2), ("ret", 3), ("RETURN it", 3),
            ("deliv", 4),
            ("48", 0),
        ])
    func `what is typed is found, in either script and before a word is whole`(typed: String, place: Int) {
        #expect(Self.index().nearest(to: typed, count: 3).first?.id == place)
    }

    @Test func `what stands in a title comes before what stands in a body`() {
        var index = Self.index()
        index.put(9, titles: ["运费"], body: "多久发货看地区")
        #expect(index.nearest(to: "多久发货", count: 2).map(\.id) == [0, 9])
    }

    @Test func `what nobody has is not found, and nothing finds nothing`() {
        for typed in ["", "？", "ξψω", "保修"] { #expect(Self.index().nearest(to: typed, count: 5).isEmpty) }
        #expect(TypingIndex<Int>().nearest(to: "退货", count: 5).isEmpty)
    }

    @Test func `texts come, change and go`() {
        var index = Self.index()
        index.put(0, titles: ["营业时间"], body: "九点到六点")
        index.remove(1)
        #expect(index.count == 4)
        #expect(index.nearest(to: "发货", count: 5).map(\.id) == [])
        #expect(index.nearest(to: "退货", count: 5).isEmpty)
        for round in 0..<3_000 { index.put(7, titles: ["保修 \(round)"], body: "") }
        #expect(index.nearest(to: "保修", count: 5).map(\.id) == [7])
        #expect(index.nearest(to: "营业", count: 5).map(\.id) == [0])
        #expect(index.nearest(to: "发票", count: 5, where: { $0 != 2 }).isEmpty)
    }

    @Test(
        arguments: [
            ("發貨", "多久发货？发货后", ["多久", "*发货", "？", "*发货", "后"]),
            ("ret", "How do I RETURN it", ["How do I ", "*RET", "URN it"]),
            ("货", "退货、换货", ["退", "*货", "、换", "*货"]), ("x", "没有", ["没有"]), ("退货", "", []),
        ])
    func `what was typed is marked in the text as it was written`(
        typed: String, text: String, parts: [String]
    ) {
        #expect(Highlight(typed).parts(of: text).map { ($0.isHit ? "*" : "") + $0.text } == parts)
    }

    @Test func `an excerpt shows what was typed, and what it leaves out`() {
        let text = String(repeating: "前", count: 100) + "发货" + String(repeating: "后", count: 100)
        let parts = Highlight("发货").excerpt(of: text, upTo: 40)
        #expect(parts.first?.text == "…" && parts.last?.text == "…")
        #expect(parts.first { $0.isHit }?.text == "发货")
        #expect(parts.reduce(0) { $0 + $1.text.count } == 42)
        #expect(Highlight("发货").excerpt(of: "发货", upTo: 40).map(\.text) == ["发货"])
    }

    @Test func `wordings are as alike as what they share`() {
        let question = Wording("多久发货")
        #expect(question.likeness(to: Wording("多久發貨？")) == 1)
        #expect(question.likeness(to: Wording("什么时候发货")) > 0.2)
        #expect(question.likeness(to: Wording("开发票")) < question.likeness(to: Wording("几天发货")))
        #expect(question.likeness(to: Wording("")) == 0)
    }
}
