import App
import Base
import Testing

/// What staff do at the desk in a customer's name and among themselves, as a browser without JavaScript sends it.
@Suite(.timeLimit(.minutes(10))) struct DeskWorkTests {
    private static let password = "四月的龙井要趁早 2026"

    @Test func `林 finds 梅 by e-mail, phone, name with postal code, order or case`() async throws {
        try await Self.inShop { shop in
            var lin = try await Self.browser(shop, "agent")
            let id = try await shop.open("refundOnly", "notReceived", "mine", "pot-white").expect(201).id
            let desk = "/desk/\(shop.id)"
            for words in ["mei@example.com", "138 0000 0000", "王梅 200001", "mei", "mine", id] {
                let page = try await lin.search(desk, ["q": words])
                #expect(
                    page.text.contains("/desk/\(shop.id)/orders/mine") || page.text.contains("/cases/\(id)"),
                    "\(words)")
                try await lin.post("\(desk)/search/panel", ["q": words]).expect(200)
            }
            let byName = try await lin.search(
                desk, ["family": "王", "given": "梅", "postalCode": "200001"])
            #expect(byName.text.contains("/customers/mei"))
            #expect(!byName.text.contains("13800000000"), "details stay masked")
            let nobody = try await lin.search(desk, ["q": "nobody@example.com"])
            #expect(!nobody.text.contains("/customers/"))
            try await lin.see("/desk/\(shop.id)/customers/mei")
            #expect(try await lin.get("/desk/\(shop.id)/customers/none").status == 404)
        }
    }

    @Test func `an owner gives a customer what is kept of them and erases them, and it is recorded`()
        async throws
    {
        try await Self.inShop { shop in
            var owner = try await Self.browser(shop, "owner")
            let place = "/desk/\(shop.id)/customers/mei"
            let id = try await shop.open("refundOnly", "damagedInTransit", "mine", "pot-white").expect(201).id
            let customer = try await owner.see(place)
            #expect(customer.text.contains("\(place)/rights"))
            let waiting = try await owner.see("\(place)/rights")
            #expect(!waiting.text.contains("/rights/erasure"), "a case is open")
            let given = try await owner.submit(waiting, to: "/rights/export").expect(200)
            #expect(given.json["customer"]?["phone"]?.string == "13800000000")
            #expect(given.headers["content-disposition"]?.hasPrefix("attachment") == true)
            for state in try await shop.get("cases?state=open").expect(200).items {
                let open = try #require(state["id"]?.string)
                try await shop.post("cases/\(open)/withdrawal", ["by": "customer"]).expect(200)
            }
            try await shop.post("orders/fresh/changes", ["kind": "cancel", "reason": "noLongerNeeded"])
                .expect(201)
            let free = try await owner.see("\(place)/rights")
            #expect(free.text.contains("/rights/erasure"), "\(id)")
            let wish = ["erasure.reason": "request", "erasure.confirm": "somebody"]
            let refused = try await owner.submit(free, to: "/rights/erasure", wish).expect(422)
            #expect(refused.text.contains("13800000000") == false)
            try await owner.submit(
                refused, to: "/rights/erasure", ["erasure.reason": "request", "erasure.confirm": "mei"]
            ).expect(303)
            let done = try await owner.see("\(place)/rights")
            #expect(!done.text.contains("/rights/erasure"))
            #expect(try await shop.get("customers/mei").expect(200).json["phone"] == nil)
            let audit = try await owner.see("/desk/\(shop.id)/audit?show=personal")
            #expect(audit.text.contains("本人要求"))
            var lin = try await Self.browser(shop, "agent")
            #expect(try await lin.get("\(place)/rights").status == 403)
            var zhou = try await Self.browser(shop, "supervisor")
            #expect(try await zhou.get("\(place)/rights").status == 200)
        }
    }

    @Test func `an owner gives a visitor what is kept of them and erases them`() async throws {
        try await Self.inShop { shop in
            var owner = try await Self.browser(shop, "owner")
            let opened = try await shop.post("conversations", ["channel": "wechat"]).expect(201)
            let id = try #require(opened.json["visitorId"]?.string)
            let text: JSONValue = ["kind": "text", "text": "我叫李华", "by": "customer"]
            try await shop.post("conversations/\(opened.id)/messages", text).expect(201)
            let talk = "/desk/\(shop.id)/conversations/\(opened.id)"
            let place = "/desk/\(shop.id)/visitors/\(id)/rights"
            #expect(try await owner.see(talk).text.contains(place))
            let page = try await owner.see(place)
            #expect(page.text.contains(talk))
            let given = try await owner.submit(page, to: "/rights/export").expect(200)
            #expect(given.json["visitorId"]?.string == id && given.text.contains("李华"))
            let wrong = ["erasure.reason": "request", "erasure.confirm": "mei"]
            let refused = try await owner.submit(page, to: "/rights/erasure", wrong).expect(422)
            try await owner.submit(
                refused, to: "/rights/erasure", ["erasure.reason": "request", "erasure.confirm": id]
            ).expect(303)
            let done = try await owner.see(place)
            #expect(!done.text.contains("/rights/erasure") && !done.text.contains("/rights/export"))
            #expect(try await owner.get(talk).status == 404)
            #expect(try await owner.get("/desk/\(shop.id)/visitors/~none/rights").status == 404)
            #expect(try await owner.get("/desk/\(shop.id)/visitors/mei/rights").status == 404)
            var lin = try await Self.browser(shop, "agent")
            #expect(try await lin.get(place).status == 403)
        }
    }

    @Test func `林 sees what the policy says before a case of 梅's is opened`() async throws {
        try await Self.inShop { shop in
            var lin = try await Self.browser(shop, "agent")
            let place = "/desk/\(shop.id)/orders/mine/apply"
            let first = try await lin.see(place)
            let wish = [
                "units.1": "1", "wish": "noLongerNeeded/returnRefund", "note": "颜色不合适",
                "refundTo": "", "variant.1": "",
            ]
            let address = try #require(
                try await lin.submit(first, to: "/apply/draft", wish).expect(303).headers["location"])
            let preview = try await lin.see(address)
            #expect(preview.text.contains("id=\"preview\"") && preview.text.contains("颜色不合适"))
            #expect(!address.contains("note") && address.contains("draft="))
            #expect(try await shop.get("cases").expect(200).json["items"]?.items.isEmpty == true)
            let opened = try #require(
                try await lin.submit(preview, to: "/orders/mine/apply").expect(303).headers["location"])
            try await lin.submit(preview, to: "/orders/mine/apply").expect(303)
            let taken = try await lin.see(address)
            #expect(!taken.text.contains("id=\"preview\""), "what is taken cannot be chosen again")
            let cases = try await shop.get("cases").expect(200).json["items"]?.items ?? []
            #expect(cases.count == 1, "sent twice, opened once")
            #expect(opened.hasSuffix(cases.first?["id"]?.string ?? "-"))
            #expect(cases.first?["note"]?.string == "颜色不合适")
            let nothing = try await lin.submit(first, to: "/apply/draft", ["units.1": "0"])
            #expect(nothing.status == 422)
        }
    }

    @Test func `林 changes and cancels orders of 梅's, after seeing what it comes to`() async throws {
        try await Self.inShop { shop in
            var lin = try await Self.browser(shop, "agent")
            let place = "/desk/\(shop.id)/orders/fresh"
            let order = try await lin.see(place)
            #expect(!order.text.contains("茶馆路 8 号"), "the street stays masked")
            let cancel = try await lin.submit(
                order, to: "/changes/preview", ["kind": "cancel", "reason": "noLongerNeeded"])
            #expect(cancel.status == 200, "\(cancel.text.prefix(300))")
            #expect(try await shop.get("orders/fresh").json["status"]?.string == "pending")
            try await lin.submit(cancel, to: "/orders/fresh/changes").expect(303)
            #expect(try await shop.get("orders/fresh").json["status"]?.string == "cancelled")
            let late = try await lin.submit(
                order, to: "/changes/preview", ["kind": "cancel", "reason": "noLongerNeeded"])
            #expect(late.status == 409 || late.status == 422, "\(late.status)")
        }
    }

    @Test func `a complaint made by phone is written down at the desk`() async throws {
        try await Self.inShop { shop in
            var lin = try await Self.browser(shop, "agent")
            let form = try await lin.see("/desk/\(shop.id)/complaints/new?customer=mei&order=mine")
            let fields = [
                "complaint.cause": "service", "complaint.words": "等了三天没有人回电话", "complaint.order": "mine",
            ]
            let empty = try await lin.submit(form, to: "/complaints", ["complaint.cause": "service"])
            #expect(empty.status == 400 || empty.status == 422)
            let reply = try await lin.submit(form, to: "/complaints", fields).expect(303)
            try await lin.see(try #require(reply.headers["location"]))
            let all = try await shop.get("complaints").expect(200).json["items"]?.items ?? []
            #expect(all.map { $0["words"]?.string } == ["等了三天没有人回电话"])
        }
    }

    @Test func `what the customer says to a remedy on the telephone is written down by a supervisor`()
        async throws
    {
        try await Self.inShop { shop in
            let words: JSONValue = [
                "customerId": "mei", "orderId": "mine", "cause": "service", "words": "没人回",
            ]
            let id = try await shop.post("complaints", words).expect(201).id
            let remedy: JSONValue = ["kind": "apology", "note": "对不起"]
            try await shop.post("complaints/\(id)/remedy", remedy).expect(200)
            let place = "/desk/\(shop.id)/complaints/\(id)"
            var lin = try await Self.browser(shop, "agent")
            #expect(try await !lin.see(place).text.contains("\(place)/acceptance"))
            var boss = try await Self.browser(shop, "supervisor")
            let page = try await boss.see(place)
            try await boss.submit(page, to: "/acceptance", ["acceptance.answer": "accepted"]).expect(303)
            let complaint = try await shop.get("complaints/\(id)").json
            #expect(complaint["state"]?.string == "accepted")
        }
    }

    @Test func `an agent takes free cases and hands on own ones, a supervisor gives any`() async throws {
        try await Self.inShop { shop in
            let id = try await shop.open("refundOnly", "notReceived", "mine", "pot-white").expect(201).id
            let other = try await shop.open("refundOnly", "notReceived", "second", "pot-white").expect(201).id
            let staff = try await shop.get("staff").expect(200).json["items"]?.items ?? []
            let ids = Dictionary(
                uniqueKeysWithValues: staff.map { ($0["role"]?.string ?? "", $0["id"]?.string ?? "") })
            let (agent, supervisor) = (try #require(ids["agent"]), try #require(ids["supervisor"]))
            var lin = try await Self.browser(shop, "agent")
            let page = try await lin.see("/desk/\(shop.id)/cases/\(id)?view=all")
            try await lin.submit(page, to: "/cases/\(id)/assignment?view=all", ["to": agent]).expect(303)
            #expect(try await shop.get("cases/\(id)").json["assignee"]?.string == agent)

            var boss = try await Self.browser(shop, "supervisor")
            for each in [id, other] {
                let queue = try await boss.see("/desk/\(shop.id)?view=open")
                try await boss.submit(queue, to: "/assignments?view=open", ["case": each, "to": supervisor])
                    .expect(303)
                #expect(try await shop.get("cases/\(each)").json["assignee"]?.string == supervisor)
            }
            let mine = try await lin.see("/desk/\(shop.id)?view=open")
            let taken = try await lin.submit(
                mine, to: "/assignments?view=open", ["case": other, "to": agent])
            #expect(taken.status == 403)
            let queue = try await boss.see("/desk/\(shop.id)?view=open")
            let stranger = try await boss.submit(
                queue, to: "/assignments?view=open", ["case": id, "to": "U-none"])
            #expect(stranger.status == 422)
            #expect(try await shop.get("cases/\(other)").json["assignee"]?.string == supervisor)
        }
    }

    @Test func `everybody changes their own password and signs in anew`() async throws {
        try await Self.inShop { shop in
            var lin = try await Self.browser(shop, "viewer")
            let page = try await lin.see("/desk/\(shop.id)/account")
            let wrong = ["account.currentPassword": "guess guess guess", "account.password": "一句新的很长的密码吧"]
            let refused = try await lin.submit(page, to: "/account/password", wrong)
            #expect(refused.status == 422)
            let fields = ["account.currentPassword": Self.password, "account.password": "五月的碧螺春也很好喝 2026"]
            try await lin.submit(page, to: "/account/password", fields).expect(303)
            #expect(try await lin.get("/desk/\(shop.id)/account").status == 303, "signed out")
            try await lin.signIn(shop, as: "viewer", "五月的碧螺春也很好喝 2026")
            try await lin.see("/desk/\(shop.id)/account")
        }
    }

    @Test func `an owner sets who sends messages and where goods go back to`() async throws {
        try await Self.inShop { shop in
            var owner = try await Self.browser(shop, "owner")
            let page = try await owner.see("/desk/\(shop.id)/settings")
            let webhook = [
                "messages.route": "webhook", "messages.url": "https://sender.example.com/huitou",
                "messages.secret": "0123456789abcdef0123",
            ]
            let plain = ["messages.route": "webhook", "messages.url": "ftp://sender.example.com"]
            #expect(try await owner.submit(page, to: "/settings/messages", plain).status >= 400)
            let next = try await owner.see("/desk/\(shop.id)/settings")
            try await owner.submit(next, to: "/settings/messages", webhook).expect(303)
            try await owner.submit(
                page, to: "/settings/returns", ["returns.address": "茶馆售后\n021-5555 0001\n茶馆路 9 号"]
            )
            .expect(303)
            #expect(
                try await owner.submit(next, to: "/settings/returns", ["returns.address": "茶馆"]).status >= 400
            )
            let settings = try await shop.root.get("/v1/shops/\(shop.id)").expect(200).json["settings"]
            #expect(settings?["webhookURL"]?.string == "https://sender.example.com/huitou")
            #expect(settings?["returnAddress"]?["lines"] == ["茶馆路 9 号"])
            let again = try await owner.see("/desk/\(shop.id)/settings?saved=returns")
            #expect(!again.text.contains("0123456789abcdef"), "secrets are never shown")
        }
    }

    @Test func `an owner sets for how long things are kept, reads why, and sees what goes next`() async throws
    {
        try await Self.inShop { shop in
            var owner = try await Self.browser(shop, "owner")
            let place = "/desk/\(shop.id)/settings/retention"
            #expect(try await owner.see("/desk/\(shop.id)/settings").text.contains(place))
            try await shop.post("conversations", ["channel": "wechat"]).expect(201)
            let page = try await owner.see(place)
            #expect(page.text.contains("《个人信息保护法》第十九条") && page.text.contains("第三十一条"))
            #expect(Self.next(page.text) == Array(repeating: "0 0", count: 9))
            let short = ["retention.customerDays": "29"]
            let refused = try await owner.submit(page, to: "/settings/retention", short).expect(400)
            #expect(refused.text.contains("30") && refused.text.contains("36500"))
            let days = ["retention.customerDays": "1200", "retention.visitorDays": "30"]
            try await owner.submit(page, to: "/settings/retention", days).expect(303)
            let settings = try await shop.root.get("/v1/shops/\(shop.id)").expect(200).json["settings"]
            #expect(settings?["retention"]?["customerDays"]?.int == 1_200)
            #expect(settings?["retention"]?["visitorDays"]?.int == 30)
            #expect(settings?["retention"]?["evidenceDays"]?.int == 180)
            let again = try await owner.see("\(place)?saved=retention")
            #expect(
                Self.next(again.text) == ["0 0", "0 0", "0 0", "0 0", "0 1", "0 0", "0 0", "0 0", "0 0"],
                "the visitor")
            let audit = try await owner.see("/desk/\(shop.id)/audit")
            #expect(audit.text.contains("访客保存天数 30"))
            var zhou = try await Self.browser(shop, "supervisor")
            #expect(try await zhou.get(place).status == 403)
        }
    }

    /// What the page says of each sort: what is over, what will be soon.
    private static func next(_ text: String) -> [String] {
        text.matches(of: /<td class="number">(\d+)<\/td><td class="number">(\d+)<\/td>/).map {
            "\($0.1) \($0.2)"
        }
    }

    @Test func `each section of the policy's text is explained in the reader's language, with its line`()
        async throws
    {
        try await Self.inShop { shop in
            var lin = try await Self.browser(shop, "owner")
            let page = try await lin.see("/desk/\(shop.id)/policy").text
            let line = try #require(page.firstMatch(of: /href="#L(\d+)">第 \d+ 行/)?.1)
            #expect(page.contains("这份政策怎么读") && page.contains("id=\"L\(line)\""))
            #expect(!page.contains("等您") && !page.contains("给您"), "the desk speaks to the shop")
            let draft = try await lin.see("/desk/\(shop.id)/policy?tab=draft").text
            #expect(draft.contains("每一步最长多久"))
        }
    }

    @Test func `what is not there is told inside the desk`() async throws {
        try await Self.inShop { shop in
            var lin = try await Self.browser(shop, "agent")
            for path in ["nowhere", "cases/C-none", "orders/none", "policy/none/at/all"] {
                let reply = try await lin.get("/desk/\(shop.id)/\(path)")
                #expect(reply.status == 404 && reply.text.contains("class=\"desk-nav\""), "\(path)")
            }
            let elsewhere = try await lin.get("/desk/none/nowhere")
            #expect(elsewhere.status == 404 && elsewhere.text.contains("class=\"staff\""))
        }
    }

    static func browser(_ shop: Qinghe, _ role: String) async throws -> Browser {
        var browser = Browser(shop.root)
        try await browser.signIn(shop, as: role, password)
        return browser
    }

    /// With orders of 梅's in hand and one still to be sent, and somebody in every role.
    static func inShop(
        _ body: @escaping @Sendable (Qinghe) async throws -> Void
    ) async throws {
        try await TestServer.run {
            $0.addressBurst = 10_000
            $0.keyBurst = 10_000
        } _: { server in
            let shop = try await Qinghe.open(server.root)
            let now = try await server.clock.now()
            try await shop.take(["mine", "second"].map { TestOrder(id: $0).json(at: now) })
            try await shop.take([TestOrder(id: "fresh", status: "pending").json(at: now)])
            for role in ["owner", "supervisor", "agent", "viewer"] {
                let made = try await shop.post(
                    "staff", ["email": .string("\(role)@example.com"), "name": "林", "role": .string(role)]
                ).expect(201)
                try await server.root.put(
                    shop.path("staff/\(made.id)/password"), ["password": .string(password)]
                ).expect(204)
            }
            try await body(shop)
        }
    }
}
