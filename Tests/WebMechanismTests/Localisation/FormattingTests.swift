import Base
import Localisation
import Testing

@Suite struct FormattingTests {
    private func formatting(_ language: Language) throws -> Formatting {
        Formatting(try Texts.shipped()(language), in: try #require(LocalDay(zone: "Asia/Shanghai")))
    }

    @Test(arguments: [
        (1_230, "CNY", "¥12.30"), (0, "CNY", "¥0.00"), (123_456_789, "USD", "$1,234,567.89"),
        (100_000, "USD", "$1,000.00"), (99_999, "USD", "$999.99"), (5_000, "JPY", "JP¥5,000"),
        (-1_050, "CNY", "\u{2212}¥10.50"), (7, "CNY", "¥0.07"), (1_234_567, "BHD", "BHD\u{A0}1,234.567"),
    ])
    func `an amount has its sign and its figures in threes`(amount: Int64, code: String, text: String) throws
    {
        let currency = try #require(Currency(code))
        #expect(try formatting(.simplified).money(Money(amount, currency)) == text)
    }

    @Test(arguments: [
        (0, "0 秒", "0 seconds"), (1, "1 秒", "1 second"), (59, "59 秒", "59 seconds"), (60, "1 分钟", "1 minute"),
        (252, "4 分 12 秒", "4 min 12 s"), (600, "10 分钟", "10 minutes"), (3_599, "59 分钟", "59 minutes"),
        (3_600, "1 小时", "1 hour"), (3_660, "1 小时 1 分钟", "1 hour 1 minute"),
        (21_599, "5 小时 59 分钟", "5 hours 59 minutes"), (23 * 3_600 + 59, "23 小时", "23 hours"),
        (2 * 86_400 + 3 * 3_600, "2 天 3 小时", "2 days 3 hours"), (86_400, "1 天", "1 day"),
        (7 * 86_400, "7 天", "7 days"),
        (7 * 86_400 - 60, "6 天 23 小时", "6 days 23 hours"), (-5, "0 秒", "0 seconds"),
    ])
    func `a span has at most two units and is rounded down`(
        seconds: Int, chinese: String, english: String
    ) throws {
        #expect(try formatting(.simplified).span(.seconds(seconds)) == chinese)
        #expect(try formatting(.english).span(.seconds(seconds)) == english)
    }

    @Test func `moments stand in the shop's zone`() throws {
        let moment = try #require(Timestamp("2026-11-03T17:30:00Z"))
        let (near, far) = (moment + .days(3), moment + .days(90))
        #expect(try formatting(.simplified).minute(of: moment) == "2026-11-04 01:30")
        #expect(try formatting(.simplified).moment(moment, now: near) == "11 月 4 日 01:30")
        #expect(try formatting(.traditional).moment(moment, now: far) == "2026 年 11 月 4 日 01:30")
        #expect(try formatting(.english).moment(moment, now: near) == "4 Nov, 01:30")
        #expect(try formatting(.english).day(moment, now: far) == "4 Nov 2026")
    }

    @Test func `numbers stand in threes`() throws {
        #expect(
            try [0, 999, 1_000, 12_400_000].map(formatting(.english).number) == [
                "0", "999", "1,000", "12,400,000",
            ])
    }

    @Test(arguments: [
        ("13812345678", "138****5678"), ("+86 138-1234-5678", "+86****5678"), ("12345", "****45"),
        ("", "****"),
    ])
    func `a phone is masked`(phone: String, masked: String) { #expect(Mask.phone(phone) == masked) }

    @Test(arguments: [
        ("mei@example.com", "m***@example.com"), ("@x", "***"), ("", "***"), ("a@b@c", "a***@c"),
    ])
    func `a mail address is masked`(email: String, masked: String) { #expect(Mask.email(email) == masked) }

    @Test(arguments: [
        ("打 13812345678 或写信到 mei@example.com，谢谢", "打 138****5678 或写信到 m***@example.com，谢谢"),
        ("手机138 1234 5678，座机 021-12345678", "手机138****5678，座机 021****5678"),
        ("call +44 20 7946 0958", "call +44****0958"), ("+86 138-1234-5678", "+86****5678"),
        (
            "订单 70310944-0721-7731，单号 SF1448835616321，退 128.00",
            "订单 70310944-0721-7731，单号 SF1448835616321，退 128.00"
        ),
        ("YT0001112223 没到，tel13812345678", "YT0001112223 没到，tel138****5678"),
        ("2026-11-22 14:05，3 件 8 元", "2026-11-22 14:05，3 件 8 元"), ("", ""),
    ])
    func `of what somebody wrote, what one is reached by is masked`(words: String, masked: String) {
        #expect(Mask.contacts(in: words) == masked)
    }

    @Test(arguments: [("张三丰", "张*"), ("Mei", "M*"), ("", "")])
    func `a name is masked`(name: String, masked: String) { #expect(Mask.name(name) == masked) }
}
