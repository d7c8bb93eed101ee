import App
import Base
import Foundation
import Storage
import Testing

/// A customer asks on the shop's page, an agent answers at the desk; all of it by plain forms.
@Suite(.timeLimit(.minutes(15))) struct ConversationStoryTests {
    @Test func `a customer asks, whoever is there answers, and the customer rates it`() async throws {
        try await PageTests.inShop { server, shop, _ in
            var (mei, lin) = (Browser(server.root), Browser(server.root))
            try await mei.signIn(server, shop)
            try await lin.signIn(shop, as: "agent", PageTests.password)
            let member = try #require(
                try await shop.get("staff").items.first { $0["role"] == "agent" }?["id"]?.string)
            var page = try await lin.see("/desk/\(shop.id)/conversations")
            try await lin.submit(page, to: "/presence").expect(303)
            page = try await mei.see("/s/\(shop.id)/messages")
            try await mei.submit(page, to: "/messages", ["text": "壶裂了 <b>怎么办</b>"]).expect(303)
            let list = try await shop.get("conversations?assignee=\(member)").items
            let id = try #require(list.first?["id"]?.string, "it went to who is there")
            page = try await lin.see("/desk/\(shop.id)/conversations/\(id)")
            #expect(page.text.contains("壶裂了 &lt;b&gt;") && !page.text.contains("<b>怎么办"))
            try await lin.submit(page, to: "/messages", ["reply.text": "马上补发", "reply.seen": "2"]).expect(303)
            page = try await lin.see("/desk/\(shop.id)/conversations/\(id)")
            try await lin.submit(page, to: "/notes", ["note.text": "只给同事看的话"]).expect(303)
            page = try await mei.see("/s/\(shop.id)/messages")
            #expect(page.text.contains("马上补发") && !page.text.contains("只给同事看的话"))
            page = try await lin.see("/desk/\(shop.id)/conversations/\(id)")
            #expect(page.text.contains("只给同事看的话"))
            try await lin.submit(page, to: "/closure").expect(303)
            page = try await mei.see("/s/\(shop.id)/messages")
            try await mei.submit(page, to: "/rating", ["stars": "5", "words": "很快"]).expect(303)
            #expect(try await shop.get("conversations/\(id)").json["rating"]?["stars"] == 5)
        }
    }

    @Test
    func `a visitor is found to be a customer, their conversations are gone on with as one, and taken apart`()
        async throws
    {
        try await PageTests.inShop { server, shop, _ in
            let id = try await shop.talk(to: "mei")
            let opened = try await shop.post("conversations", ["channel": "mail"]).expect(201)
            let visitor = try #require(opened.json["visitorId"]?.string)
            let other = opened.id
            try await shop.post(
                "conversations/\(other)/messages",
                ["kind": "text", "text": "信里说的 <i>壶</i>", "by": "customer"]
            ).expect(201)
            var lin = Browser(server.root)
            try await lin.signIn(shop, as: "agent", PageTests.password)
            let (place, there) = (
                "/desk/\(shop.id)/conversations/\(id)", "/desk/\(shop.id)/conversations/\(other)"
            )
            var page = try await lin.see(there)
            try await lin.submit(page, to: "/persons", ["person.other": "nobody"]).expect(422)
            page = try await lin.see(there)
            try await lin.submit(page, to: "/persons", ["person.other": "mei"]).expect(303)
            page = try await lin.see(there)
            #expect(page.text.contains("与 mei 是同一人") && page.text.contains("/customers/mei"))
            page = try await lin.see(place)
            try await lin.submit(page, to: "\(id)/merges", ["merge.conversationId": other]).expect(303)
            page = try await lin.see(place)
            #expect(page.text.contains("信里说的 &lt;i&gt;") && page.text.contains("把同一顾客的另一会话并到了这里"))
            #expect(try await lin.see(there).text.contains("已并入另一会话"))
            var mei = Browser(server.root)
            try await mei.signIn(server, shop)
            let own = try await mei.see("/s/\(shop.id)/messages").text
            #expect(own.contains("另一会话也在这里") && !own.contains("信里说的"), "who reads it may be somebody else")
            let both = try await shop.get("customers/mei/export").expect(200).json
            #expect(both["samePerson"]?.items.map { $0["visitorId"]?.string } == [visitor])
            try await lin.submit(page, to: "/persons/\(visitor)/removal").expect(409)
            page = try await lin.see(place)
            try await lin.submit(page, to: "/merges/\(other)/removal").expect(303)
            page = try await lin.see(place)
            #expect(!page.text.contains("信里说的"))
            #expect(try await shop.get("conversations/\(other)").json["state"] == "waiting")
            try await shop.post("customers/mei/merges/\(visitor)/removal").expect(200)
            try await shop.post("customers/mei/merges", ["other": .string(visitor)]).expect(201)
            try await shop.post("visitors/\(visitor)/erasure", ["reason": "request"])
                .expect(409, "personHasOpenMatters")
        }
    }

    @Test func `a customer rates a closed case with one tap, and a low mark is answered from the box`()
        async throws
    {
        try await PageTests.inShop { server, shop, _ in
            let id = try await shop.open("returnRefund", "noLongerNeeded", "second", "pot-white").id
            var (mei, zhou) = (Browser(server.root), Browser(server.root))
            try await mei.signIn(server, shop)
            try await zhou.signIn(shop, as: "owner", PageTests.password)
            let place = "/s/\(shop.id)/cases/\(id)"
            #expect(try await !mei.see(place).text.contains("id=\"rating\""), "it is open")
            try await shop.post("cases/\(id)/rating", ["stars": 5]).expect(409, "ratingTooEarly")
            let parcel: JSONValue = ["carrier": "sf", "trackingNumber": "SF1", "by": "customer"]
            try await shop.post("cases/\(id)/return-shipment", parcel).expect(200)
            try await shop.post("cases/\(id)/receipt").expect(200)
            let found: JSONValue = ["lines": [["variantId": "pot-white", "accepted": 1]]]
            try await shop.post("cases/\(id)/inspection", found).expect(200)
            try await server.clock.pass(.minutes(1))
            var page = try await mei.see(place)
            #expect(page.text.contains("这次售后处理得怎么样") && page.text.contains("★★★★★"))
            try await mei.submit(page, to: "/rating", ["stars": "9"]).expect(400)
            page = try await mei.see(place)
            try await mei.submit(page, to: "/rating", ["stars": "2", "words": "退得 <b>慢</b>"]).expect(303)
            #expect(try await mei.see(place).text.contains("谢谢您的评价"))
            page = try await zhou.see("/desk/\(shop.id)/feedback")
            #expect(page.text.contains("退得 &lt;b&gt;慢") && page.text.contains("2.0"))
            #expect(try await zhou.see("/desk/\(shop.id)/cases/\(id)").text.contains("顾客评价"))
            #expect(try await shop.get("feedback?kind=trouble").items.first?["caseId"] == .string(id))
            let figures = try await shop.get("feedback/figures").expect(200).json["caseRatings"]
            #expect(figures?["low"] == 1 && figures?["averageHundredths"] == 200)
        }
    }

    @Test func `whoever leads the team sets the figures of queue, inspections and ratings`() async throws {
        try await PageTests.inShop { server, shop, _ in
            var owner = Browser(server.root)
            try await owner.signIn(shop, as: "owner", PageTests.password)
            var page = try await owner.see("/desk/\(shop.id)/answer-targets")
            #expect(page.text.contains("1 到 4，默认 3"))
            let wrong = try await owner.submit(page, to: "/figures", ["figures.lowMarkStars": "9"])
            #expect(wrong.status == 400 || wrong.status == 422)
            page = try await owner.see("/desk/\(shop.id)/answer-targets")
            try await owner.submit(page, to: "/figures", ["figures.lowMarkStars": "2"]).expect(303)
            #expect(try await shop.get("service-figures").json["lowMarkStars"] == 2)
        }
    }

    @Test
    func
        `an agent finds goods by name and invites to order them, and the customer goes to the prepared order`()
        async throws
    {
        try await PageTests.inShop { server, shop, _ in
            let id = try await shop.talk(to: "mei")
            var (owner, lin, mei) = (Browser(server.root), Browser(server.root), Browser(server.root))
            try await owner.signIn(shop, as: "owner", PageTests.password)
            try await lin.signIn(shop, as: "agent", PageTests.password)
            try await mei.signIn(server, shop)
            var page = try await owner.see("/desk/\(shop.id)/order-pages")
            #expect(page.text.contains("{product}"))
            let wrong = ["pages.order": "https://shop.example.com/"]
            let refused = try await owner.submit(page, to: "/order-pages", wrong)
            #expect(refused.status == 422 && refused.text.contains("{variant}"))
            page = try await owner.see("/desk/\(shop.id)/order-pages")
            let pages = ["pages.order": "https://shop.example.com/cart?sku={variant}&n={quantity}"]
            try await owner.submit(page, to: "/order-pages", pages).expect(303)
            let place = "/desk/\(shop.id)/conversations/\(id)"
            #expect(try await lin.see("\(place)?goods=%25").text.contains("没有在售的商品"))
            let title = try #require(try await shop.get("products/pot").json["title"]?.string)
            let typed = try #require(title.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            page = try await lin.see("\(place)?goods=\(typed)")
            try await lin.submit(
                page, to: "/invitations", ["invite.variantId": "pot-white", "invite.quantity": "100"]
            ).expect(400)
            page = try await lin.see(place)
            try await lin.submit(
                page, to: "/invitations", ["invite.variantId": "pot-white", "invite.quantity": "2"]
            ).expect(303)
            let link = "https://shop.example.com/cart?sku=pot-white&amp;n=2"
            #expect(try await mei.see("/s/\(shop.id)/messages").text.contains(link))
            let message = try await shop.get("conversations/\(id)/messages").items.last
            #expect(message?["productId"] == "pot" && message?["variantId"] == "pot-white")
            #expect(message?["quantity"] == 2)
            try await shop.post(
                "conversations/\(id)/messages",
                ["kind": "productCard", "productId": "pot", "variantId": "none", "quantity": 1]
            ).expect(422, "cardUnknown")
        }
    }

    @Test func `a number to call inside of a message is masked at the desk, and shown after a reason`()
        async throws
    {
        try await PageTests.inShop { server, shop, _ in
            let id = try await shop.talk(to: "mei")
            try await shop.post(
                "conversations/\(id)/messages",
                ["kind": "text", "text": "请打 13912345678 找我", "by": "customer"]
            ).expect(201)
            var lin = Browser(server.root)
            try await lin.signIn(shop, as: "agent", PageTests.password)
            let place = "/desk/\(shop.id)/conversations/\(id)"
            let page = try await lin.see(place)
            #expect(page.text.contains("请打 139****5678 找我") && !page.text.contains("13912345678"))
            let shown = try await lin.submit(
                page, to: "/personal-data", ["personal.reason": "contact"]
            ).expect(200)
            #expect(shown.text.contains("13912345678"))
            #expect(try await !lin.see(place).text.contains("13912345678"))
        }
    }

    @Test func `a card shows how a case stands, to whom it belongs`() async throws {
        try await PageTests.inShop { server, shop, record in
            var (mei, lin) = (Browser(server.root), Browser(server.root))
            try await mei.signIn(server, shop)
            try await lin.signIn(shop, as: "agent", PageTests.password)
            let id = try await shop.talk(to: "mei")
            let page = try await lin.see("/desk/\(shop.id)/conversations/\(id)")
            #expect(page.text.contains("value=\"case \(record)\""))
            try await lin.submit(page, to: "/cards", ["card.record": "case \(record)"]).expect(303)
            for wrong in ["case none", "none"] {
                let again = try await lin.see("/desk/\(shop.id)/conversations/\(id)")
                try await lin.submit(again, to: "/cards", ["card.record": wrong]).expect(422)
            }
            #expect(try await mei.see("/s/\(shop.id)/messages").text.contains("/cases/\(record)\""))
        }
    }

    @Test func `a case is opened, offered and approved beside the thread, and refusals stand there too`()
        async throws
    {
        try await PageTests.inShop { server, shop, record in
            var (mei, lin) = (Browser(server.root), Browser(server.root))
            try await mei.signIn(server, shop)
            try await lin.signIn(shop, as: "agent", PageTests.password)
            let id = try await shop.talk(to: "mei")
            let place = "/desk/\(shop.id)/conversations/\(id)"
            var page = try await lin.see(place)
            #expect(page.text.contains("/cases/\(record)/approval?conversation=\(id)\""))
            // What was refused stands on the page of the thread, beside its form.
            let refused = try await lin.submit(
                page, to: "/cases/\(record)/offers?conversation=\(id)",
                ["offers.kind": "partialRefund", "offers.amount": "viel"]
            ).expect(400)
            #expect(refused.text.contains("id=\"thread\"") && refused.text.contains("value=\"viel\""))
            let done = try await lin.submit(
                page, to: "/cases/\(record)/evidence-request?conversation=\(id)"
            ).expect(303)
            #expect(done.headers["location"] == "\(place)?case=\(record)#customer-cases")
            #expect(try await shop.get("cases/\(record)").json["state"] == "awaitingEvidence")
            // Another application, for another order.
            page = try await lin.see("\(place)?apply=second")
            #expect(page.text.contains("/orders/second/apply/draft?conversation=\(id)\""))
            let line = try #require(
                try await shop.get("orders/second").json["lines"]?.items.first?["id"]?.string)
            let chosen = try await lin.submit(
                page, to: "/apply/draft?conversation=\(id)",
                ["units.\(line)": "1", "wish": "noLongerNeeded/returnRefund"]
            ).expect(303)
            let next = try #require(chosen.headers["location"])
            #expect(next.hasPrefix("\(place)?apply=second&goods=") && next.hasSuffix("#apply"))
            page = try await lin.see(String(next.dropLast("#apply".count)))
            let opened = try await lin.submit(page, to: "/orders/second/apply?conversation=\(id)").expect(303)
            let new = try #require(opened.headers["location"]?.split(separator: "=").last?.dropLast(15))
            #expect(opened.headers["location"] == "\(place)?case=\(new)#customer-cases")
            #expect(try await mei.see("/s/\(shop.id)/messages").text.contains("/cases/\(new)\""), "as a card")
            // Whoever looks at the card hears of each step.
            page = try await lin.see("\(place)?case=\(new)")
            try await lin.submit(page, to: "/cases/\(new)/notes?conversation=\(id)", ["notes.text": "先等等"])
                .expect(303)
            #expect(try await Self.cardChanges(server, id).isEmpty, "a note is the shop's alone")
            try await shop.post("cases/\(new)/withdrawal", ["by": "customer"]).expect(200)
            #expect(try await Self.cardChanges(server, id).count == 1)
        }
    }

    @Test
    func
        `a colleague is asked from the thread, answers on their page, and the answer stands beside the thread`()
        async throws
    {
        try await PageTests.inShop { server, shop, _ in
            var (lin, zhou) = (Browser(server.root), Browser(server.root))
            try await lin.signIn(shop, as: "agent", PageTests.password)
            try await zhou.signIn(shop, as: "owner", PageTests.password)
            let staff = try await shop.get("staff").items
            let ids = ["agent", "owner"].map { role in
                staff.first { $0["role"]?.string == role }?["id"]?.string ?? ""
            }
            let id = try await shop.talk(to: "mei")
            let place = "/desk/\(shop.id)/conversations/\(id)"
            var page = try await lin.see(place)
            let asking = ["ask.due": "twoHours", "ask.text": "还有货吗，回 13912345678"]
            try await lin.submit(
                page, to: "\(id)/tasks", asking.merging(["ask.whom": "member:nobody"]) { $1 }
            )
            .expect(422)
            try await lin.submit(page, to: "\(id)/tasks", asking.merging(["ask.whom": ""]) { $1 }).expect(400)
            page = try await lin.see(place)
            try await lin.submit(
                page, to: "\(id)/tasks", asking.merging(["ask.whom": "member:\(ids[1])"]) { $1 }
            ).expect(303)
            let mine = try await lin.see("/desk/\(shop.id)/tasks")
            #expect(!mine.text.contains("还有货吗"), "it is asked of somebody else")
            let asked = try await lin.see("/desk/\(shop.id)/tasks?view=asked")
            #expect(asked.text.contains("还有货吗，回 139****5678") && !asked.text.contains("/answer\""))
            page = try await zhou.see("/desk/\(shop.id)/tasks")
            try await zhou.submit(page, to: "/answer").expect(400)
            let task = try #require(try await shop.get("tasks").items.first?["id"]?.string)
            try await zhou.submit(page, to: "/tasks/\(task)/answer", ["answer-\(task).text": "还有 12 只"])
                .expect(303)
            #expect(try await lin.see(place).text.contains("→ 还有 12 只"))
            #expect(try await lin.see("/desk/\(shop.id)/tasks?view=answered").text.contains("还有 12 只"))
            var viewer = Browser(server.root)
            try await viewer.signIn(shop, as: "viewer", PageTests.password)
            #expect(try await !viewer.see("/desk/\(shop.id)/tasks?view=all").text.contains("还有货吗，回 139"))
        }
    }

    @Test func `a supervisor writes a playbook, and an agent goes through it beside the thread`() async throws
    {
        try await PageTests.inShop { server, shop, _ in
            var (owner, lin) = (Browser(server.root), Browser(server.root))
            try await owner.signIn(shop, as: "owner", PageTests.password)
            try await lin.signIn(shop, as: "agent", PageTests.password)
            try await shop.post("quick-replies", ["title": "道歉", "text": "非常抱歉"]).expect(201)
            let id = try await shop.talk(to: "mei")
            let (list, place) = ("/desk/\(shop.id)/playbooks", "/desk/\(shop.id)/conversations/\(id)")
            var page = try await owner.see(list)
            let wrong = try await owner.submit(
                page, to: "/playbooks", ["playbook.title": "破损", "playbook.steps": "看图\n> 没有的"])
            #expect(wrong.status == 422 && wrong.text.contains("&gt; 没有的"))
            page = try await owner.see(list)
            let steps = "请拍照 <b>\n> 道歉\n# 破损\n+ 补寄"
            try await owner.submit(
                page, to: "/playbooks", ["playbook.title": "破损", "playbook.steps": steps]
            ).expect(303)
            let playbook = try #require(try await shop.get("playbooks").items.first?["id"]?.string)
            #expect(try await !lin.see(list).text.contains("/removal"), "agents use them")
            page = try await lin.see(place)
            try await lin.submit(page, to: "\(id)/playbooks", ["playbooks.playbook": "none"]).expect(422)
            page = try await lin.see(place)
            try await lin.submit(page, to: "\(id)/playbooks", ["playbooks.playbook": playbook]).expect(303)
            page = try await lin.see(place)
            #expect(page.text.contains("请拍照 &lt;b&gt;") && page.text.contains("?reply="))
            #expect(page.text.contains("?apply="))
            try await lin.submit(page, to: "/ticks?step=3").expect(303)
            #expect(try await shop.get("conversations/\(id)").json["tags"] == ["破损"])
            page = try await lin.see(place)
            #expect(page.text.contains("已完成 1，共 4 步") && page.text.contains("林"))
            try await lin.submit(page, to: "/unticks?step=3").expect(303)
            page = try await lin.see(place)
            try await lin.submit(page, to: "/playbooks/\(playbook)/removal").expect(303)
            #expect(try await shop.get("conversations/\(id)/playbooks").items.isEmpty)
            page = try await owner.see(list)
            try await owner.submit(page, to: "/playbooks/\(playbook)/removal").expect(303)
        }
    }

    @Test func `beside a thread stand its own customer's cases and nobody else's`() async throws {
        try await PageTests.inShop { server, shop, record in
            var lin = Browser(server.root)
            try await lin.signIn(shop, as: "agent", PageTests.password)
            let place = "/desk/\(shop.id)/conversations/\(try await shop.talk(to: "lan"))"
            for address in ["\(place)?case=\(record)", "\(place)?case=none", "\(place)?apply=mine"] {
                let page = try await lin.see(address)
                #expect(!page.text.contains("/cases/\(record)/") && !page.text.contains("/orders/mine/apply"))
            }
            var viewer = Browser(server.root)
            try await viewer.signIn(shop, as: "viewer", PageTests.password)
            let own = "/desk/\(shop.id)/conversations/\(try await shop.talk(to: "mei"))"
            let page = try await viewer.see("\(own)?apply=mine")
            #expect(page.text.contains("/cases/\(record)\"") && !page.text.contains("/approval"))
            #expect(!page.text.contains("/apply/draft"))
        }
    }

    @Test func `conversations are tagged, put aside, given away and closed, one or several at a time`()
        async throws
    {
        try await PageTests.inShop { server, shop, _ in
            var lin = Browser(server.root)
            try await lin.signIn(shop, as: "owner", PageTests.password)
            let (first, second) = (try await shop.talk(to: "mei"), try await shop.talk(to: "lan"))
            let place = "/desk/\(shop.id)/conversations/\(first)"
            var page = try await lin.see(place)
            try await lin.submit(page, to: "/tags", ["tags.tags": "物流，<b>"]).expect(303)
            page = try await lin.see(place)
            #expect(page.text.contains("&lt;b&gt;") && !page.text.contains("<b>,"))
            try await lin.submit(page, to: "/tags", ["tags.tags": String(repeating: "长", count: 30)])
                .expect(400)
            page = try await lin.see(place)
            try await lin.submit(page, to: "/snooze", ["snooze.until": "tomorrow", "snooze.remark": "等仓库"])
                .expect(303)
            #expect(try await shop.get("conversations/\(first)").json["snoozedUntil"] != nil)
            page = try await lin.see("/desk/\(shop.id)/conversations?view=aside")
            #expect(page.text.contains(first) && !page.text.contains(second))
            page = try await lin.see(place)
            try await lin.submit(page, to: "/snooze").expect(303)
            #expect(try await shop.get("conversations/\(first)").json["snoozedUntil"] == nil)
            let list = "/desk/\(shop.id)/conversations?view=open"
            page = try await lin.see(list)
            try await lin.submit(page, to: "/bulk?view=open", ["bulk.do": "close"]).expect(422)
            let both = [("conversation", first), ("conversation", second)]
            try await lin.submit(
                page, to: "/bulk?view=open", pairs: both + [("bulk.do", "tag"), ("bulk.tags", "双十一")]
            )
            .expect(303)
            page = try await lin.see("\(list)&tag=%E5%8F%8C%E5%8D%81%E4%B8%80")
            #expect(page.text.contains(first) && page.text.contains(second))
            let rows = try await lin.get(
                "/desk/\(shop.id)/conversations/rows.csv?view=open"
            ).expect(200).text
            #expect(rows.contains("双十一") && rows.contains(second))
            page = try await lin.see(list)
            try await lin.submit(page, to: "/bulk?view=open", pairs: both + [("bulk.do", "close")]).expect(
                303)
            #expect(try await shop.get("conversations?state=open").items.isEmpty)
        }
    }

    @Test func `a quick reply is filled in, found by what is typed, sent with its picture and counted`()
        async throws
    {
        try await PageTests.inShop { server, shop, _ in
            let image = try await shop.photo()
            let reply = try await shop.post(
                "quick-replies",
                [
                    "title": "退货地址", "text": "订单 {order} 请寄到竹里路，单号 {tracking}",
                    "images": [.string(image)],
                ]
            ).expect(201).id
            let id = try await shop.talk(to: "mei")
            var lin = Browser(server.root)
            try await lin.signIn(shop, as: "agent", PageTests.password)
            let place = "/desk/\(shop.id)/conversations/\(id)"
            #expect(try await lin.get("\(place)/replies?q=%E9%80%80").text.contains("退货地址"))
            #expect(try await !lin.get("\(place)/replies?q=zzz").text.contains("退货地址"))
            let page = try await lin.see("\(place)?reply=\(reply)")
            #expect(page.text.contains("请寄到竹里路，单号 {tracking}</textarea>"))
            #expect(!page.text.contains("订单 {order} 请寄"))
            let open = ["reply.text": "单号 {tracking}", "reply.seen": "0"]
            try await lin.submit(page, to: "/messages", open).expect(422)
            try await lin.submit(page, to: "/messages", ["reply.text": "请寄到竹里路", "reply.seen": "0"])
                .expect(303)
            let kinds = try await shop.get("conversations/\(id)/messages").items.map { $0["kind"]?.string }
            #expect(kinds == ["text", "systemNote", "text", "image"])
            #expect(try await shop.get("quick-replies").items.first?["uses"] == 1)
            let all = "/desk/\(shop.id)/replies"
            var own = try await lin.see(all)
            #expect(!own.text.contains("/removal"), "agents use them")
            try await lin.submit(
                own, to: "/replies", ["quick.scope": "shop", "quick.title": "我的", "quick.text": "好"]
            )
            .expect(403)
            try await lin.submit(
                own, to: "/replies", ["quick.scope": "mine", "quick.title": "我的", "quick.text": "好"]
            )
            .expect(303)
            own = try await lin.see(all)
            #expect(own.text.contains("只给我") && own.text.contains("/removal"))
            #expect(try await lin.get("\(place)/replies?q=%E6%88%91").text.contains("我的"))
            #expect(try await shop.get("quick-replies").items.count == 1, "nobody else sees it")
            try await lin.signIn(shop, as: "owner", PageTests.password)
            let list = try await lin.see(all)
            #expect(!list.text.contains("只给我</span>") && !list.text.contains(">我的<"))
            try await lin.submit(list, to: "/replies", ["quick.title": "您好", "quick.text": "{nothing}"])
                .expect(422)
            try await lin.submit(
                list, to: "/replies/\(reply)", ["quick-\(reply).title": "地址", "quick-\(reply).text": "见图"]
            )
            .expect(303)
            let changed = try await shop.get("quick-replies").items.first
            #expect(changed?["text"] == "见图" && changed?["images"]?.items.count == 1)
            try await lin.submit(list, to: "/replies/\(reply)/removal").expect(303)
            #expect(try await shop.get("quick-replies").items.isEmpty)
        }
    }

    @Test func `what was said is found at the desk and over the API, by those who may read it`() async throws
    {
        try await PageTests.inShop { server, shop, _ in
            let id = try await shop.talk(to: "mei")
            for text in ["壶盖裂了，打 13912345678 找我", "要退货"] {
                try await shop.post(
                    "conversations/\(id)/messages", ["kind": "text", "text": .string(text), "by": "customer"]
                ).expect(201)
            }
            var lin = Browser(server.root)
            try await lin.signIn(shop, as: "agent", PageTests.password)
            let place = "/desk/\(shop.id)/conversations/search"
            let empty = try await lin.see(place)
            let found = try await lin.submit(empty, to: "/conversations/search", ["q": "裂了"]).expect(200)
            #expect(found.text.contains("\(id)?at="), "a link to the message")
            #expect(found.text.contains("壶盖裂了") && !found.text.contains("13912345678"))
            #expect(try await !lin.post(place, ["q": "没说过"]).expect(200).text.contains("壶盖"))
            #expect(try await lin.post(place, ["q": "？"]).text.contains("请写要找的字词"))
            for (filter, isFound) in [
                (["customer": "mei"], true), (["customer": "mei@example.com"], true),
                (["customer": "nobody"], false), (["channel": "wechat"], false), (["state": "open"], true),
                (["state": "closed"], false), (["from": "2020-01-01", "until": "2020-02-01"], false),
                (["from": "2020-01-01"], true), (["from": "yesterday"], false), (["tag": "物流"], false),
            ] {
                let narrowed = try await lin.post(place, filter.merging(["q": "裂了"]) { $1 }).expect(200)
                #expect(narrowed.text.contains("\(id)?at=") == isFound, "\(filter)")
            }
            try await shop.post("conversations/search", ["q": "退货", "tag": "a,b"]).expect(400, "tagInvalid")
            let hits = try await shop.post("conversations/search", ["q": "退貨"]).expect(200).items
            #expect(hits.map { $0["text"]?.string } == ["要退货"])
            let agent = try await shop.caller("agent").api
            try await agent.post(shop.path("conversations/search"), ["q": "退货"]).expect(403, "scopeMissing")
            var viewer = Browser(server.root)
            try await viewer.signIn(shop, as: "viewer", PageTests.password)
            try await viewer.get(place).expect(403)
        }
    }

    @Test func `a form that is sent twice posts one message`() async throws {
        try await PageTests.inShop { server, shop, _ in
            var mei = Browser(server.root)
            try await mei.signIn(server, shop)
            let page = try await mei.see("/s/\(shop.id)/messages")
            for _ in 0..<2 {
                try await mei.submit(page, to: "/messages", ["text": "在吗"]).expect(303)
            }
            let id = try #require(try await shop.get("conversations").items.first?["id"]?.string)
            #expect(try await shop.get("conversations/\(id)/messages").items.count == 1)
        }
    }

    @Test func `a picture in a conversation is shown to whom it is with, and to nobody else`() async throws {
        try await PageTests.inShop { server, shop, _ in
            let id = try await shop.talk(to: "mei")
            let photo = try await shop.photo()
            try await shop.post(
                "conversations/\(id)/messages", ["kind": "image", "fileId": .string(photo)]
            ).expect(201)
            let place = "/s/\(shop.id)/files/\(photo)?conversation=\(id)"
            let (mei, lan) = (
                try await server.customerSession("mei", of: shop),
                try await server.customerSession("lan", of: shop)
            )
            for (who, status) in [(mei, 200), (lan, 404), (mei, 404)] {
                if status == 404, who == mei {
                    try await shop.post("conversations/\(id)/messages/2/recall").expect(200)
                }
                var call = server.root.with(key: nil).call("GET", place)
                call.headers.append(("Cookie", "huitou_customer=\(who)"))
                try await server.root.send(call).expect(status)
            }
        }
    }

    /// Numbers of the cards in a thread of which it was told that their records changed.
    private static func cardChanges(_ server: TestServer, _ id: String) async throws -> [JSONValue] {
        try await server.services.database.read { transaction in
            try transaction.rows(
                """
                SELECT detail FROM events WHERE type = 'conversation.cardChanged' AND subject_id = \(id)
                """
            ) { try $0.json() }
        }
    }
}
