import Base
import Language
import TestSupport
import Testing

struct NormalTextTests {
    @Test(arguments: [
        ("ＡＢＣ１２３　ｄｅｆ", "abc123 def"), ("訂單編號還沒發貨", "订单编号还没发货"), ("运费￥１２．５０", "运费¥12.50"),
        ("  What?!  \n WHY  ", "what?! why"), ("好好好好好的", "好好的"), ("sooooo slow!!!!!", "soo slow!!"),
        ("10000元", "10000元"), ("①号②号", "1号2号"), ("it’s “fine” – really", "it's \"fine\" - really"),
        ("❤️‍🔥棒", "❤🔥棒"), ("", ""), ("   ", ""), ("「急」！", "\"急\"!"), ("Ünïcödé ÉTÉ", "ünïcödé été"),
    ])
    func `texts that mean the same are written the same`(text: String, expected: String) {
        #expect(NormalText(text).text == expected)
    }

    @Test func `normalising twice changes nothing, and every place lies inside the text`() {
        var hostile = HostileBytes(
            samples: ["我的訂單 Ａ１２３ 还没到！！！😂😂😂", "Where is my oooorder #W123 ???", "ﬁ½Ⅳ㎏ 繁體 한국 日本"],
            pieces: ["\u{200D}", "　", "！！！", "aaaa", "發", "\u{FEFF}", "😂", "\u{FE0F}", "¼", "\u{202E}"])
        for _ in 0..<1_000 {
            let text = String(decoding: hostile.next(), as: UTF8.self)
            let once = NormalText(text)
            #expect(NormalText(once.text).text == once.text, "seed \(hostile.seed)")
            #expect(once.origins.count == once.scalars.count + 1, "seed \(hostile.seed)")
            #expect(
                zip(once.origins, once.origins.dropFirst()).allSatisfy { $0 < $1 }, "seed \(hostile.seed)")
            #expect((once.origins.last ?? 0) <= text.unicodeScalars.count, "seed \(hostile.seed)")
        }
    }

    @Test(arguments: [
        ("我的快递到哪了", WrittenLanguage.simplified), ("我的快遞到哪裡了", .traditional), ("Where is my order?", .english),
        ("iPhone 15 Pro 有货吗", .simplified), ("XL碼還有貨嗎", .traditional), ("12345 ???", .unknown),
        ("", .unknown),
        ("你好", .simplified), ("please check my order 谢谢", .mixed),
        ("我想问下 the order has not arrived yet 怎么办", .mixed),
        ("dress size M please", .english), ("これは何ですか", .simplified),
    ])
    func `a text's language is told by its characters and words`(text: String, language: WrittenLanguage) {
        #expect(WrittenLanguage(of: text) == language)
    }
}
