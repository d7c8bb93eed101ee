import Language
import Testing

struct IntentReaderTests {
    private static let reader = Result { IntentReader(try IntentCorpus.shipped()) }

    /// None of these stands in the corpus.
    @Test(arguments: [
        ("我上礼拜买的那件大衣现在走到什么地方啦", Intent.trackLogistics), ("能否麻烦贵店今日之内把货发出来，赶着用", .urgeShipping),
        ("住址填成老家的了，改成现在住的地方行不", .changeAddress), ("这单我不打算要了，给撤掉吧", .cancelOrder),
        ("商品我不中意，想退货，流程咋走呀", .returnGoods), ("鞋太紧脚疼，帮我换大一码的吧", .exchangeGoods),
        ("退的那笔钱过了一个礼拜还没见到账", .refundProgress), ("我買的兩雙襪子只收到一雙", .missingOrWrongItem),
        ("杯子一打开就是碎的", .damagedOrQuality), ("請問可以開統編的發票嗎", .invoice),
        ("我前天刚买今天就便宜了三十块，差价退我", .priceProtection),
        ("这种笔芯啥时候再补货", .stock), ("身高172体重130斤拿哪个尺码", .sizeAdvice), ("蓝牙耳机怎么跟手机连上", .howToUse),
        ("转人工客服谢谢", .humanAgent), ("你们这服务也太差劲了，我要投诉", .complaint), ("hello there", .greeting),
        ("any idea where my parcel has got to", .trackLogistics),
        ("cancel my order right now please", .cancelOrder),
        ("the shoes are too tight, can I swap them for a 43", .exchangeGoods),
        ("I'd like my money back for this", .refundRequest),
        ("the vase arrived smashed", .damagedOrQuality),
        ("could you email me the invoice for my company", .invoice),
        ("does this coat run large?", .sizeAdvice),
    ])
    func `what people want is understood in words that were not learnt`(text: String, intent: Intent) throws {
        #expect(try Self.reader.get().read(text).main.intent == intent)
    }

    @Test(arguments: [
        ("帮我取消订单，另外发票怎么开", [Intent.cancelOrder, .invoice]),
        ("快递到哪了？还有这个能换大一码吗", [.trackLogistics, .exchangeGoods]),
        ("cancel my order, and can I get an invoice for the other one", [.cancelOrder, .invoice]),
    ])
    func `several wants in one message are all found`(text: String, intents: [Intent]) throws {
        let reading = try Self.reader.get().read(text)
        #expect(Set([reading.main.intent] + reading.further.map(\.intent)) == Set(intents))
    }

    @Test func `a greeting before a want does not hide it`() throws {
        #expect(try Self.reader.get().read("你好，在吗？我要退货").main.intent == .returnGoods)
        #expect(
            try Self.reader.get().read("Hi there! I want to cancel my order. Thanks").main.intent
                == .cancelOrder)
    }

    @Test func `a shop's own examples are learnt`() throws {
        let own = ["门店自提怎么弄", "到店自取可以吗", "想去店里自己拿", "自提点在哪里领"].map { ($0, Intent.trackLogistics) }
        let reader = IntentReader(try IntentCorpus.shipped(), own: own)
        #expect(reader.read("到店自提怎么弄").main.intent == .trackLogistics)
    }

    @Test func `the reader saved and read back answers the same`() throws {
        let reader = try Self.reader.get()
        let again = IntentReader(try #require(TextClassifier(bytes: reader.bytes)))
        for text in ["退款到账了吗", "where is it", "差评", ""] {
            #expect(
                again.read(text).main == reader.read(text).main
                    && again.mood(of: text) == reader.mood(of: text))
        }
    }

    @Test(arguments: [
        ("请问几点发货", Mood.calm), ("快递三天没动了好担心，怎么办", .worried), ("你们什么态度，太差劲了", .angry),
        ("太失望了，以后再也不买了", .leaving),
        ("where is my order", .calm), ("please help, it's urgent", .worried),
        ("this is outrageous, worst shop", .angry), ("never buying here again, terrible", .leaving),
        ("垃圾袋有货吗", .calm), ("USB充电线有吗", .calm),
    ])
    func `the mood is told`(text: String, mood: Mood) throws {
        #expect(try Self.reader.get().mood(of: text).mood == mood)
    }

    @Test(arguments: [
        ("再不处理我就给差评", [Threat.badReview]), ("我要打12315投诉你们", [.authorities, .complaint]),
        ("I'll sue you and tell everyone", [.authorities, .publicity]),
        ("谢谢", []),
    ])
    func `threats are named`(text: String, threats: [Threat]) throws {
        #expect(try Self.reader.get().mood(of: text).threats == Set(threats))
    }

    @Test func `messages that want the same are near each other though they share few words`() throws {
        let index = MessageIndex(["怎么还不寄出来", "发票抬头写公司", "有没有优惠券", "衣服有个洞"], try Self.reader.get())
        #expect(index.ranked([0, 1, 2, 3], to: "发货慢死了，催一下").first?.place == 0)
        #expect(index.ranked([0, 1, 2, 3], to: "公司报销要开票").first?.place == 1)
    }
}
