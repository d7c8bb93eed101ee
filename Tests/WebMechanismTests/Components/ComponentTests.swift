import Base
import Hummingbird
import HummingbirdTesting
import Localisation
import Markup
import Testing

@testable import Web

@Suite struct ComponentTests {
    private let texts: TextTable
    private let formatting: Formatting

    init() throws {
        texts = try Texts.shipped()(.simplified)
        formatting = Formatting(texts, in: try #require(LocalDay(zone: "Asia/Shanghai")))
    }

    @Test func `a page is whole`() {
        let frame = CounterFrame(
            shop: Link("青禾<家居>", to: "/s/qinghe"), links: [Link("我的订单", to: "/orders", isCurrent: true)],
            path: "/orders?q=1&b=2", texts, content: "<h1>\("订单")</h1>")
        let page = PageLayout("订单", texts, for: .customer, frame: frame).body.text
        #expect(page.hasPrefix("<!doctype html>\n<html lang=\"zh-Hans\">"))
        #expect(page.contains("<link rel=\"stylesheet\" href=\"/web/site.css\">"))
        #expect(page.contains("<body class=\"customer\"><a class=\"skip\" href=\"#main\">跳到正文</a>"))
        #expect(page.contains("青禾&lt;家居&gt;"))
        #expect(page.contains("<a href=\"/orders\" aria-current=\"page\">我的订单</a>"))
        #expect(page.contains("href=\"/language/en?to=%2Forders%3Fq%3D1%26b%3D2\""))
        #expect(!page.contains("⟦") && !page.contains("style="))
    }

    @Test func `a form is sealed`() {
        let form = ActionForm(
            to: "/cases/C1/withdrawal", FormSeal(token: "t", key: "k"), style: "actions",
            confirmation: "再按一次",
            button: Button("撤销申请", .danger))
        let expected = """
            <form class="actions" method="post" action="/cases/C1/withdrawal" enctype="multipart/form-data">\
            <input type="hidden" name="formToken" value="t">\
            <input type="hidden" name="idempotencyKey" value="k">\
            <confirm-button says="再按一次"><button class="button button-danger">撤销申请</button>\
            </confirm-button></form>
            """
        #expect(form.withFiles().body.text == expected)
    }

    @Test(arguments: [
        (0, "100 0", "calm", "1 天"), (12, "50 50", "calm", "12 小时"), (22, "8 92", "warn", "2 小时"),
    ])
    func `a countdown is drawn whole`(hours: Int, dashes: String, state: String, left: String) throws {
        let from = try #require(Timestamp("2026-11-22T07:00:00Z"))
        let clock = Countdown.Clock(from: from, due: from + .hours(24), warn: from + .hours(20))
        let html = Countdown(
            clock, now: from + .hours(hours), formatting, sentence: "请在 {left}内选择", over: "时间到", until: "明天前"
        ).body.text
        #expect(html.contains("stroke-dasharray=\"\(dashes)\""))
        #expect(html.contains("data-state=\"\(state)\""))
        #expect(html.contains("请在 <b class=\"countdown-left\" data-left>\(left)</b>内选择"))
        #expect(html.contains("due=\"2026-11-23T07:00:00.000Z\""))
    }

    @Test func `a countdown that is over says so`() throws {
        let from = try #require(Timestamp("2026-11-22T07:00:00Z"))
        let clock = Countdown.Clock(from: from, due: from + .hours(1), warn: from)
        let html = Countdown(
            clock, now: from + .hours(1), formatting, sentence: "{left}", over: "时间到", until: ""
        ).body.text
        #expect(html.contains("<span data-words>时间到</span>") && html.contains("data-state=\"over\""))
        #expect(
            Countdown(inline: clock, now: from, formatting).body.text.contains("class=\"countdown-inline\""))
    }

    @Test func `small parts`() throws {
        let money = Money(-2_950, .cny)
        #expect(
            MoneyText(money, formatting, .large).body.text
                == """
                <span class="money money-large"><span class="money-sign">\u{2212}¥</span>29.50</span>
                """
        )
        #expect(
            StatusChip("等您选择", .yours).body.text == "<span class=\"chip\" data-tone=\"yours\">等您选择</span>")
        #expect(CountBadge(0).body.isEmpty && CountBadge(nil).body.isEmpty)
        #expect(Pager(first: nil, next: nil, texts).body.isEmpty)
        #expect(
            Pager(first: nil, next: "/cases?cursor=a", texts).body.text.contains("href=\"/cases?cursor=a\""))
        let field = Field("phone", "手机号", .telephone, value: "\"", limit: 20, hint: "提示", error: "不对").body
            .text
        #expect(
            field.contains("aria-describedby=\"field-phone-hint field-phone-error\" aria-invalid=\"true\""))
        #expect(field.contains("value=\"&quot;\"") && field.contains("maxlength=\"20\""))
        #expect(
            Field("note", "说明", .area(rows: 3), value: "</textarea>").body.text.contains(
                ">&lt;/textarea&gt;</textarea>"))
        let steps = StepIndicator([Link("选商品", to: "/1"), Link("说原因", to: "/2")], current: 1, texts).body.text
        #expect(
            steps.contains("第 2 步，共 2 步") && steps.contains("<li data-done><a href=\"/1\">1. 选商品</a></li>"))
        #expect(Notice(refusal: Problem(WebRefusal.formExpired, texts)).body.text.contains("role=\"alert\""))
        #expect(
            Tabs("视图", [Link("待办", to: "/a", isCurrent: true, count: 3)]).body.text.contains(
                "<span class=\"count\">3</span>"))
        let at = try #require(Timestamp("2026-11-22T07:00:00Z"))
        #expect(
            Timeline([Timeline.Entry("申请已提交", at: at, time: "15:00")]).body.text.contains("<li data-now>"))
    }

    @Test func `a language is chosen and the reader comes back`() async throws {
        let application = try World().application { $0.get("language/:tag", use: LanguageChoice.response) }
        try await application.test(.router) { client in
            let chosen = try await client.execute(uri: "/language/en?to=%2Forders%3Fq%3D1", method: .get)
            #expect(chosen.status == .seeOther && chosen.headers[.location] == "/orders?q=1")
            #expect(chosen.headers[.setCookie]?.hasPrefix("huitou_language=en; Path=/") == true)
            let away = try await client.execute(uri: "/language/en?to=https://evil.example", method: .get)
            #expect(away.headers[.location] == "/")
            #expect(try await client.execute(uri: "/language/fr", method: .get).code == "routeUnknown")
        }
    }
}
