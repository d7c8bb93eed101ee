import App
import Base
import Testing

/// What the shop knows, from the desk to whoever looks for an answer, with plain forms.
@Suite(.timeLimit(.minutes(10))) struct KnowledgeStoryTests {
    private static let fields = [
        "article.questions-zh-Hans": "多久发货？\n什么时候发货", "article.answer-zh-Hans": "付款后 48 小时内发出。",
        "article.questions-en": "When will you ship?", "article.answer-en": "Within 48 hours <soon>.",
        "article.channel-0": "wechat", "article.channelLanguage-0": "zh-Hans",
        "article.channelAnswer-0": "48 小时内，公众号通知", "article.audience": "everybody",
        "article.intent": "urgeShipping", "article.until": "2099-12-31",
    ]

    @Test func `林 writes, the supervisor publishes, and whoever looks finds it and says whether it helped`()
        async throws
    {
        try await PageTests.inShop { server, shop, _ in
            var lin = Browser(server.root)
            try await lin.signIn(shop, as: "agent", PageTests.password)
            let new = try await lin.see("/desk/\(shop.id)/knowledge/new")
            let refused = try await lin.submit(
                new, to: "/knowledge/new", ["article.questions-en": "?", "article.audience": "everybody"])
            #expect(refused.status == 422 && refused.text.contains("每种语言都要有问法"))
            let place = try #require(
                try await lin.submit(new, to: "/knowledge/new", Self.fields).expect(303).headers["location"])
            var page = try await lin.see(place)
            try await lin.submit(page, to: "/submission").expect(303)
            #expect(try await lin.see("/desk/\(shop.id)/knowledge?tab=review").text.contains("多久发货？"))

            var visitor = Browser(server.root)
            #expect(try await !visitor.see("/s/\(shop.id)/help").text.contains("多久发货"))

            var boss = Browser(server.root)
            try await boss.signIn(shop, as: "owner", PageTests.password)
            page = try await boss.see(place)
            try await boss.submit(page, to: "/publication").expect(303)

            let found = try await visitor.see("/s/\(shop.id)/help?q=%E7%99%BC%E8%B2%A8").text
            #expect(found.contains("多久<mark>发货</mark>？"))
            let help = try #require(found.firstMatch(of: /href="([^"]+\/help\/X[^"]+)"/).map { String($0.1) })
            for language in ["zh-CN", "zh-TW", "en"] {
                visitor.language = language
                try await visitor.see("/s/\(shop.id)/help")
                try await visitor.see("/s/\(shop.id)/help/policy.returnRefund")
                let answer = try await visitor.see(help).text
                #expect(answer.contains(language == "en" ? "Within 48 hours &lt;soon&gt;." : "付款后 48 小时内发出。"))
            }
            let answer = try await visitor.see(help)
            let thanked = try await visitor.submit(answer, to: "/marks", ["mark": "misled"]).expect(303)
            #expect(try await visitor.see(#require(thanked.headers["location"])).text.contains("Thank you"))
            #expect(try await visitor.get("/s/\(shop.id)/help/none").status == 404)

            for language in ["zh-CN", "zh-TW", "en"] {
                boss.language = language
                for path in [
                    "", "?q=ship", "?tab=drafts", "?tab=review", "?tab=misleading", "?tab=retired", "/new",
                    "/imports", "/found?q=ship", "/policy/policy.exchange",
                ] {
                    try await boss.see("/desk/\(shop.id)/knowledge\(path)")
                }
                #expect(try await boss.see(place).text.contains("48 小时内，公众号通知"))
            }
            page = try await boss.see(place)
            try await boss.submit(page, to: "/retirement").expect(303)
            #expect(try await visitor.get(help).status == 404)
            try await boss.see(place)
        }
    }

    @Test func `what the help page says of the policy is what the policy in force says`() async throws {
        try await PageTests.inShop { server, shop, _ in
            var visitor = Browser(server.root)
            let policy = try await visitor.see("/s/\(shop.id)/policy").text
            let item = try await visitor.see("/s/\(shop.id)/help/policy.returnRefund").text
            let said = try #require(item.firstMatch(of: /<p class="pre">([^<]+)<\/p>/).map { String($0.1) })
            let sentences = said.split(separator: "\n")
            #expect(sentences.count > 2)
            for sentence in sentences { #expect(policy.contains(sentence), "\(sentence)") }
        }
    }
}
