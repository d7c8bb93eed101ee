import Base
import Customers
import Events
import Storage
import TestSupport
import Testing

@testable import Conversations

/// What may not be sent to customers.
@Suite struct ForbiddenTests {
    private func kinds(_ text: String, _ shop: ShopWords = .none, known: [String] = []) -> [ForbiddenKind] {
        ForbiddenRule.usual.passages(in: text, shop, known: { known }).map(\.kind)
    }

    @Test(
        arguments: [
            ("给个五星好评，返现 5 元", ForbiddenKind.reviewReward), ("好 评 返 现 哦", .reviewReward),
            ("麻煩曬圖，送您小禮物", .reviewReward), ("“好评”联系客服领红包", .reviewReward),
            ("改评后给您小额打款", .reviewReward), ("不要忘记好评返现", .reviewReward),
            ("Leave a 5-star review and get a coupon", .reviewReward),
            ("我们会送你优惠券，只要你删除评价", .reviewReward),
            ("您加一下微信", .diversion), ("加我 V信 聊", .diversion), ("vx: tea_2024", .diversion),
            ("QQ 12345678 找我", .diversion), ("去淘宝下单便宜", .diversion), ("走私下转账吧", .diversion),
            ("https://t.me/tea", .diversion), ("Add me on WhatsApp", .diversion), ("扫码进我们的微信群", .diversion),
            ("特价商品概不退换", .unfairTerm), ("拆 封 不 退", .unfairTerm), ("活動最終解釋權歸本店", .unfairTerm),
            ("All sales are final.", .unfairTerm), ("Sorry, no refunds or exchanges", .unfairTerm),
            ("快递员电话 13800001111", .personalData), ("他的手机是 138-0000-1111", .personalData),
            ("发到 lan@example.com", .personalData), ("身份证 11010519491231002X", .personalData),
            ("转到卡 6222 0212 3456 7890 128", .personalData),
        ])
    func `what the law forbids is found, however it is written`(text: String, kind: ForbiddenKind) {
        #expect(kinds(text).contains(kind), "\(text): \(kinds(text))")
    }

    @Test(
        arguments: [
            "您好，退款会原路退回微信零钱", "用微信支付的，3 天内到账", "抱歉，我们不提供好评返现", "平台禁止好评返现，请您理解",
            "请勿添加陌生人的微信", "感谢您的五星好评。破损的补偿今天打款", "订单 1001 的运单号是 SF1234567890123", "您在淘宝买的请找淘宝客服",
            "客服热线 95338，座机 0571-1234567", "七天内可以无理由退货", "我们没有概不退换的规定", "加急给您发货", "送您一份安装说明",
            "订单 2026112312345678 已发货", "The refund goes back to your WeChat Pay",
            "We do not give cash for good reviews",
            "这款有 5 种颜色，加 3 元换大号",
        ])
    func `what may be said is let through`(text: String) {
        #expect(kinds(text) == [])
    }

    @Test func `numbers that the customer or the shop gave may be said`() {
        let text = "寄到 138 0000 1111 对吗，仓库是 13911112222，邮箱 Mei@example.com"
        #expect(kinds(text) == [.personalData])
        let given = ["我的电话13800001111", "mei@example.com", "张三 139-1111-2222 杭州"]
        #expect(kinds(text, known: given) == [])
        #expect(kinds("他的是 13800001112", known: given) == [.personalData])
    }

    @Test func `a shop forbids words of its own, says what to write, and lets phrases through`() throws {
        let words = try ShopWords(
            forbiddenLines: "运费险 = 退货包运费服务\n\n 亲亲 ", allowedLines: "加我们的微信公众号\n仓库 13911112222")
        #expect(words.forbiddenLines == "运费险 = 退货包运费服务\n亲亲")
        #expect(ShopWords(stored: words.json) == words)
        let found = ForbiddenRule.usual.passages(in: "親親，有運費險的", words, known: { [] })
        #expect(found.map(\.words) == ["运费险", "亲亲"] && found.map(\.instead) == ["退货包运费服务", nil])
        #expect(kinds("请加我们的微信公众号", words) == [])
        #expect(kinds("请加我们的微信公众号，再加我微信", words) == [.diversion])
        #expect(kinds("仓库电话 139 1111 2222", words) == [])
        #expect(throws: ConversationRefusal.shopWordInvalid) {
            try ShopWords(forbiddenLines: "。", allowedLines: "")
        }
        #expect(throws: ConversationRefusal.tooManyShopWords) {
            try ShopWords(forbidden: [], allowed: (0...ShopWords.most).map { "w\($0)" })
        }
    }

    // MARK: Every way to send

    private static let bribe = "五星好评返现 5 元"

    private static var refusal: ConversationRefusal {
        .messageForbidden(ForbiddenPassage(.reviewReward, "五星…返现"))
    }

    @Test func `people and programs of the shop are held back, customers are not`() async throws {
        let (world, id) = try await TestWorld.talking()
        for speaker in [TestWorld.linSpeaks, TestWorld.botSpeaks] {
            await #expect(throws: Self.refusal) { try await world.say(Self.bribe, in: id, by: speaker) }
        }
        try await world.say(Self.bribe, in: id, by: TestWorld.meiSpeaks)
        try await world.say("好的", in: id, by: TestWorld.linSpeaks)
        await #expect(throws: Self.refusal) {
            try await world.converse {
                _ = try $0.edit(3, of: id, to: Self.bribe, by: TestWorld.linSpeaks, in: $1, $2)
            }
        }
        #expect(try await world.told(id).filter { $0 == Self.bribe }.count == 1)
    }

    @Test func `a quick reply that nobody may send is not kept`() async throws {
        let world = try await TestWorld()
        let desk = world.quickReplies
        await #expect(throws: Self.refusal) {
            try await world.database.write(in: TestWorld.shop) {
                _ = try desk.add(
                    QuickReplyText(team: nil, title: "评价", words: Self.bribe, images: []),
                    by: Actor(.staff, "zhou"), in: TestWorld.shop, $0)
            }
        }
    }

    @Test func `sent all the same, it is told who did and why, and a repetition tells it once`() async throws
    {
        let (world, id) = try await TestWorld.talking()
        for _ in 0..<2 {
            try await world.converse {
                _ = try $0.post(
                    NewMessage(.text(Self.bribe), key: "k", override: "顾客引用的原话"), to: id,
                    by: TestWorld.zhouSpeaks, in: $1, $2)
            }
        }
        #expect(try await world.say(Self.bribe, in: id, by: TestWorld.zhouSpeaks, key: "k").number == 2)
        let told = try await world.timeline(of: TestWorld.shop.text).filter {
            $0.type == "shop.checkOverridden"
        }
        #expect(told.map(\.actor.id) == ["zhou"] && told.first?.detail["kinds"]?.items == ["reviewReward"])
        let notes = try await world.database.read { [conversations = world.conversations] in
            try conversations.notes(
                on: conversations.conversation(id, for: TestWorld.zhouSpeaks, in: TestWorld.shop, $0),
                in: TestWorld.shop, $0)
        }
        #expect(notes.map(\.text) == ["顾客引用的原话"])
    }

    @Test func `what the customer wrote may be said back, and words are each shop's own`() async throws {
        let (world, id) = try await TestWorld.talking()
        let number = "13700002222"
        await #expect(throws: ConversationRefusal.messageForbidden(ForbiddenPassage(.personalData))) {
            try await world.say("是 \(number) 吗", in: id, by: TestWorld.linSpeaks)
        }
        try await world.say("寄给我妈 137 0000 2222", in: id, by: TestWorld.meiSpeaks)
        try await world.say("是 \(number) 吗", in: id, by: TestWorld.linSpeaks)
        let words = try ShopWords(forbidden: [.init("亲")], allowed: [])
        try await world.database.write(in: TestWorld.otherShop) { [conversations = world.conversations] in
            try conversations.change(
                shopWords: words, by: Actor(.staff, "zhou"), in: TestWorld.otherShop, $0)
        }
        try await world.say("亲，在的", in: id, by: TestWorld.linSpeaks)
        try await world.converse { try $0.change(shopWords: words, by: Actor(.staff, "zhou"), in: $1, $2) }
        await #expect(throws: ConversationRefusal.messageForbidden(ForbiddenPassage(.shopWord, "亲"))) {
            try await world.say("亲，还在", in: id, by: TestWorld.linSpeaks)
        }
    }
}
