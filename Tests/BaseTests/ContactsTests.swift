import Base
import Foundation
import Testing

/// What of people's words is how they are reached, or proves who they are.
@Suite struct ContactsTests {
    private static func masked(_ words: String) -> String {
        Contacts.replaced(in: words, email: { _ in "<e>" }, number: { CardNumber($0) == nil ? "<n>" : "<c>" })
    }

    @Test(arguments: [
        "13800138000", "138 0013 8000", "138-0013-8000", "138－0013－8000", "1380013 8000", "138  0013  8000",
        "138.0013.8000", "138·0013·8000", "138\u{3000}0013\u{3000}8000", "１３８００１３８０００", "＋86 13800138000",
        "+86-138-0013-8000", "8613800138000", "86 138 0013 8000", "0086 13800138000", "138—0013—8000",
        "一三八零零一三八零零零", "幺三八〇〇幺三八〇〇〇", "138零零13八000", "八六一三八零零一三八零零零", "021-5555 6666",
        "0571 8888 9999", "+1 415 555 0100",
    ])
    func `a number to call is found however it is spelled`(number: String) {
        #expect(Self.masked(number) == "<n>")
        #expect(Self.masked("电话\(number)，谢谢") == "电话<n>，谢谢")
        #expect(Self.masked("\(number) 或 \(number)") == "<n> 或 <n>")
    }

    @Test func `several numbers in a row are each found`() {
        #expect(Self.masked("13800138000 13900139000") == "<n> <n>")
        #expect(Self.masked("订单 2026 13800138000") == "订单 2026 <n>")
        #expect(Self.masked("（138）0013-8000") == "（<n>")
        #expect(Self.masked("13800138000 6222021234567890128") == "<n> <c>")
    }

    @Test(arguments: [
        "11010519491231002X", "11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X", "6222020000000000000", "4111111111111111", "4111 1111 1111 1111",
        "4111-1111-1111-1111", "5555555555554444",
    ])
    func `a card's number is known by its check`(number: String) {
        #expect(Self.masked("证件\(number)。") == "证件<c>。")
    }

    @Test(arguments: [
        "110105194912310021", "4111111111111112", "SF4111111111111111", "3812345678901234567",
        "2026-11-23 10:30:00",
        "1500.00/200.00", "999.00 元 3 件", "一二三四五六七八九十", "第三个一共一千三百八十元", "共 12 件 34 元 56 箱 78 盒 90 只 12",
        "YT1234567890123", "400-800-8000", "12345678901",
    ])
    func `other numbers stay`(words: String) {
        #expect(Self.masked(words) == words)
    }

    @Test func `a long text of digits is gone through once`() {
        func time(_ count: Int) -> Duration {
            let words = String(repeating: "1 2-3.4 ", count: count)
            let start = Self.processorTime()
            #expect(!Contacts.stand(in: words))
            return Self.processorTime() - start
        }
        let (short, long) = (time(500), time(4_000))
        #expect(long < short * 32, "eight times the text: \(short), \(long)")
    }

    /// What this thread has cost so far, however busy the machine is with others.
    private static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
