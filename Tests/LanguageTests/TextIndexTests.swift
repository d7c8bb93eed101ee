import Language
import Testing

struct TextIndexTests {
    private static let index = TextIndex([
        "How do I return an item?", "How long does delivery take?", "Can I change my address after ordering?",
        "怎么申请退货", "发货后多久能到", "下单后可以修改地址吗", "发票怎么开",
    ])

    @Test(arguments: [
        ("return items", 0), ("delivery how long", 1), ("change the adress", 2), ("退貨怎麼申請", 3), ("多久到货", 4),
        ("改地址", 5), ("开发票", 6),
    ])
    func `the nearest text comes first, however it is worded`(question: String, place: Int) {
        let found = Self.index.nearest(to: question, count: 3)
        #expect(found.first?.place == place)
        #expect(found.allSatisfy { (0...1.001).contains($0.score) })
        #expect(found.map(\.score) == found.map(\.score).sorted(by: >))
    }

    @Test func `what shares nothing is not found, and an empty index finds nothing`() {
        #expect(Self.index.nearest(to: "ξψ", count: 5) == [])
        #expect(Self.index.nearest(to: "", count: 5) == [])
        #expect(TextIndex([]).nearest(to: "return", count: 5) == [])
    }

    @Test func `the best few are the same whether few or all are asked for`() {
        let texts = (0..<500).map { "article \($0 % 37) about parcel \($0 % 11) and order \($0)" }
        let index = TextIndex(texts)
        for number in [3, 77, 410] {
            let all = index.nearest(to: texts[number], count: 500)
            #expect(index.nearest(to: texts[number], count: 7) == Array(all.prefix(7)))
            #expect(all.first?.place == number)
        }
    }

    @Test func `candidates are put in order, all of them`() {
        let ranked = Self.index.ranked([6, 3, 0], to: "我要退货")
        #expect(ranked.map(\.place) == [3, 0, 6] || ranked.map(\.place) == [3, 6, 0])
    }
}
