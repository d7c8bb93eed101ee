import Base
import Language
import TestSupport
import Testing

struct EntityTests {
    /// Sunday, 22 November 2026.
    private static let today = CivilDate(daysSince1970: 20_779)
    private static let reader = EntityReader(
        EntityContext(
            today: today,
            products: ["小米空气净化器4 Pro", "纯棉短袖T恤 圆领", "Mechanical Keyboard", "Bluetooth Speaker"],
            options: ["雾蓝", "雾蓝条纹", "Rose Gold", "64GB"]))

    private static func summary(_ text: String) -> String {
        reader.entities(in: text).map { "\($0.kind.rawValue)=\($0.text)" }.joined(separator: "; ")
    }

    @Test(arguments: [
        ("订单号是2874561093847561029，帮我看下", "orderNumber=2874561093847561029"),
        ("订单240311-583920174650182到哪了", "orderNumber=240311-583920174650182"),
        ("order 114-3941689-8772232 please", "orderNumber=114-3941689-8772232"),
        ("单号 SF1402398745521 一直没动", "trackingNumber=SF1402398745521"),
        ("快递单号：773254018823671", "trackingNumber=773254018823671"),
        ("my tracking number is 9400111899223817264550", "trackingNumber=9400111899223817264550"),
        ("tracking 1Z999AA10123456784", "trackingNumber=1Z999AA10123456784"),
        ("电话改成13812345678", "phone=13812345678"),
        ("手机 138 0013 8000 收件人张三", "phone=138 0013 8000; person=张三"),
        ("+86 13912345678", "phone=+86 13912345678"), ("座机0571-88886666", "phone=0571-88886666"),
        ("I am at (415) 555-0132", "phone=(415) 555-0132"), ("call me at 415-555-0132", "phone=415-555-0132"),
        ("400-820-8820打不通", "phone=400-820-8820"),
        ("發到我信箱 mei.lin@example.com.tw 謝謝", "email=mei.lin@example.com.tw"),
        ("mail me: a+b_c@shop.io.", "email=a+b_c@shop.io"),
        ("invoice #12588 is wrong", "invoiceNumber=#12588"), ("order #W2378156", "orderNumber=#W2378156"),
        ("zip code 94110-1234", "postcode=94110-1234"), ("邮编310012", "postcode=310012"),
        ("I have 2026 questions", ""), ("我买了好多次了", ""),
    ])
    func `codes are told by their shape and by the words before them`(text: String, expected: String) {
        #expect(Self.summary(text) == expected)
    }

    @Test(arguments: [
        ("¥12.50", 1250, "CNY"), ("￥１２９", 12900, "CNY"), ("12块5", 1250, "CNY"), ("五块八毛", 580, "CNY"),
        ("三百五十元", 35000, "CNY"),
        ("三百五块", 35000, "CNY"), ("一千零五块钱", 100_500, "CNY"), ("3元5角", 350, "CNY"), ("5毛", 50, "CNY"),
        ("1.2万元", 1_200_000, "CNY"), ("20rmb", 2000, "CNY"),
        ("$1,299.00", 129_900, "USD"), ("US$5", 500, "USD"), ("HK$30", 3000, "HKD"), ("NT$450", 45000, "TWD"),
        ("twelve dollars", 1200, "USD"),
        ("a hundred bucks", 10000, "USD"), ("20 quid", 2000, "GBP"), ("€9.90", 990, "EUR"),
        ("50 cents", 50, "USD"), ("15美元", 1500, "USD"),
        ("八十五块", 8500, "CNY"), ("两千五百元", 250_000, "CNY"), ("£20", 2000, "GBP"),
    ])
    func `sums are read in Chinese and English ways`(text: String, hundredths: Int64, currency: String) throws
    {
        for sentence in [text, "退我\(text)行吗", "please refund \(text) now"] {
            let found = Self.reader.entities(in: sentence).filter { $0.kind == .amount }
            #expect(found.map(\.text) == [text], "\(sentence)")
            #expect(found.first?.value == .amount(hundredths: hundredths, currency: currency), "\(sentence)")
        }
    }

    @Test(arguments: ["三块蛋糕", "一块手表", "5块钻石", "第二次", "十分满意", "一下", "那块布", "two keyboards"])
    func `what is counted is no sum`(text: String) {
        #expect(!Self.reader.entities(in: text).contains { $0.kind == .amount })
    }

    @Test(arguments: [
        ("昨天", "2026-11-21", "2026-11-21"), ("前天下的单", "2026-11-20", "2026-11-20"),
        ("大后天", "2026-11-25", "2026-11-25"),
        ("上周五买的", "2026-11-13", "2026-11-13"), ("这周三", "2026-11-18", "2026-11-18"),
        ("下个星期一", "2026-11-23", "2026-11-23"),
        ("周末", "2026-11-21", "2026-11-22"), ("上个月", "2026-10-01", "2026-10-31"),
        ("上个月15号", "2026-10-15", "2026-10-15"),
        ("11月3号下单", "2026-11-03", "2026-11-03"), ("十一月三日", "2026-11-03", "2026-11-03"),
        ("1月5日", "2027-01-05", "2027-01-05"),
        ("2026年8月1日", "2026-08-01", "2026-08-01"), ("2026-10-05", "2026-10-05", "2026-10-05"),
        ("三天前", "2026-11-19", "2026-11-19"),
        ("两个星期前", "2026-11-08", "2026-11-08"), ("5天后", "2026-11-27", "2026-11-27"),
        ("禮拜三", "2026-11-18", "2026-11-18"),
        ("yesterday", "2026-11-21", "2026-11-21"), ("the day before yesterday", "2026-11-20", "2026-11-20"),
        ("last Friday", "2026-11-20", "2026-11-20"), ("next Monday", "2026-11-23", "2026-11-23"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("3 days ago", "2026-11-19", "2026-11-19"), ("a week ago", "2026-11-15", "2026-11-15"),
        ("in two days", "2026-11-24", "2026-11-24"),
        ("November 3rd", "2026-11-03", "2026-11-03"), ("3 November", "2026-11-03", "2026-11-03"),
        ("Oct 5, 2025", "2025-10-05", "2025-10-05"),
        ("the 5th of December", "2026-12-05", "2026-12-05"), ("last month", "2026-10-01", "2026-10-31"),
        ("on 11/3", "2026-11-03", "2026-11-03"),
    ])
    func `days are told from today`(text: String, from: String, through: String) throws {
        let found = try #require(Self.reader.entities(in: text).first { $0.kind == .date })
        guard case .days(let first, let last) = found.value else {
            Issue.record("no days in \(text)")
            return
        }
        #expect("\(first)" == from && "\(last)" == through)
    }

    @Test(arguments: [
        ("等了三天了", "三天", 72), ("两个小时", "两个小时", 2), ("半个月", "半个月", 360), ("7天无理由", "7天", 168),
        ("一个半月", "一个半月", 1080), ("48小时", "48小时", 48),
        ("within 3 days", "3 days", 72), ("5 business days", "5 business days", 120),
        ("a week", "a week", 168), ("two weeks", "two weeks", 336),
    ])
    func `how long something takes is read`(text: String, span: String, hours: Int64) throws {
        let found = try #require(Self.reader.entities(in: text).first { $0.kind == .duration })
        #expect(found.text == span)
        #expect(found.value == .duration(Span(milliseconds: hours * 3_600_000)))
    }

    @Test(arguments: [
        ("身高165体重110", "height=165; weight=110"), ("我一米六五，55公斤穿多大", "height=一米六五; weight=55公斤"),
        ("1米7 130斤", "height=1米7; weight=130斤"),
        ("I'm 5'6\" and 130 lbs", "height=5'6\"; weight=130 lbs"),
        ("175cm 70kg", "height=175cm; weight=70kg"),
        ("要XL码的", "size=XL码"), ("换成2XL", "size=2XL"), ("42码偏大", "size=42码"), ("size 8 please", "size=size 8"),
        ("大号还有吗", "size=大号"), ("an M or an L", "size=M; size=L"),
        ("it's a size M", "size=M"), ("买了两件", "quantity=两件"), ("3 pieces missing", "quantity=3 pieces"),
        ("少了五双", "quantity=五双"),
    ])
    func `measures, sizes and quantities are read`(text: String, expected: String) {
        #expect(Self.summary(text) == expected)
    }

    @Test func `measures have values`() {
        let values = Self.reader.entities(in: "一米六五 110斤 买两件").map(\.value)
        #expect(values == [.millimetres(1650), .grams(55_000), .count(2)])
        #expect(
            Self.reader.entities(in: "1.72m, 5 feet 6").map(\.value) == [
                .millimetres(1720), .millimetres(1676),
            ])
    }

    @Test(arguments: [
        ("换成黑色的", "colour=黑色"), ("有沒有酒紅色", "colour=酒紅色"), ("the black one", "colour=black"),
        ("要雾蓝条纹那款", "option=雾蓝条纹"), ("霧藍還有嗎", "option=霧藍"),
        ("rose gold, 64gb", "option=rose gold; option=64gb"), ("明白了", ""), ("白天在家", ""),
    ])
    func `colours and the products' own choices are found`(text: String, expected: String) {
        #expect(Self.summary(text) == expected)
    }

    @Test(arguments: [
        ("地址改成浙江省杭州市西湖区文三路100号3幢201室，谢谢", "浙江省杭州市西湖区文三路100号3幢201室"),
        ("改到广东省深圳市南山区科技园科苑路15号", "广东省深圳市南山区科技园科苑路15号"), ("寄到上海市浦东新区张江路88弄5号602", "上海市浦东新区张江路88弄5号602"),
        ("送到陽光花園3號樓2單元501可以嗎", "陽光花園3號樓2單元501"),
        (
            "my new address is 1234 Elm St, Springfield, IL, 62701. Can you",
            "1234 Elm St, Springfield, IL, 62701"
        ),
        ("ship it to 445 Maple Drive, Suite 641 please", "445 Maple Drive, Suite 641"),
        ("101 Highway, New York, 10001", "101 Highway, New York, 10001"),
    ])
    func `addresses are found whole`(text: String, address: String) {
        #expect(
            Self.reader.entities(in: text).filter { $0.kind == .address }.map(\.text) == [address],
            "\(Self.reader.entities(in: text))")
    }

    @Test(arguments: ["我在路上", "发货了吗", "能不能改地址", "市场价多少", "I walked down the road", "5 stars"])
    func `what only sounds like an address is none`(text: String) {
        #expect(!Self.reader.entities(in: text).contains { $0.kind == .address })
    }

    @Test(arguments: [
        ("我叫李梅", "李梅"), ("收件人：王小明", "王小明"), ("收件人改成陈晓", "陈晓"), ("找张先生", "张先生"),
        ("my name is Mei Davis and", "Mei Davis"),
        ("I'm Sofia Li.", "Sofia Li"), ("invoices from Mr. Jones", "Mr. Jones"),
        ("bill from Anna Freeman", "Anna Freeman"), ("Yusuf Rossi", "Yusuf Rossi"),
    ])
    func `names are found where somebody is introduced`(text: String, name: String) {
        #expect(Self.reader.entities(in: text).filter { $0.kind == .person }.map(\.text) == [name])
    }

    @Test(arguments: [
        "我是想问下退货", "我叫你退款", "Where Is My Order", "I'm Very Angry", "it's Friday", "高兴",
        "from New York to Boston",
    ])
    func `nobody is named where nobody is introduced`(text: String) {
        #expect(!Self.reader.entities(in: text).contains { $0.kind == .person })
    }

    @Test(arguments: [
        ("净化器坏了", "净化器", 0), ("那个空气净化器不想要了", "空气净化器", 0), ("T恤短袖洗了缩水", "短袖", 1),
        ("my keyboard is broken", "keyboard", 2),
        ("the mechanical keybord", "mechanical keybord", 2), ("bluetooth speakers", "bluetooth speakers", 3),
    ])
    func `a part of a title says which product is meant`(text: String, mention: String, product: Int) throws {
        let found = try #require(
            Self.reader.entities(in: text).first { $0.kind == .product && $0.text == mention })
        #expect(found.value == .product(product))
    }

    @Test func `every span lies inside the text and holds what it says, whatever is sent`() {
        var hostile = HostileBytes(
            samples: [
                "订单号2874561093847561029 昨天买的12块5的T恤 XL码 收件人：王小明 13812345678 浙江省杭州市西湖区文三路100号",
                "I'm Sofia Li, order #W2378156, $1,299.00, last Friday, 1234 Elm St, IL 62701, a@b.co, size 8, 5'6\" 130 lbs",
            ],
            pieces: [
                "１２", "块", "年", "月", "-", "@", ".", "#", "第", "半", "万", "米", "'", "\"", "发", "號", "😀",
                "\u{200D}", "Mr.", "the day", "size ", "+86", "ﬁ",
            ])
        let slowest = slowest(of: 200) {
            let text = hostile.text()
            let scalars = Array(text.unicodeScalars)
            var last = 0
            for entity in Self.reader.entities(in: text) {
                #expect(
                    !entity.range.isEmpty && entity.range.upperBound <= scalars.count, "seed \(hostile.seed)")
                #expect(
                    String(String.UnicodeScalarView(scalars[entity.range])) == entity.text,
                    "seed \(hostile.seed)")
                #expect(
                    entity.range.lowerBound >= last || entity.kind == .userName || entity.kind == .email,
                    "seed \(hostile.seed)")
                last = entity.range.lowerBound
            }
        }
        #expect(slowest < .seconds(20), "seed \(hostile.seed)")
    }
}
