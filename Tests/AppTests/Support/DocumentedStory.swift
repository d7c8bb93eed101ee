import Base
import Testing

/// A day at the shop through most of the API, by a caller whose every answer is held against the document.
struct DocumentedStory: Sendable {
    /// How many operations the story sees succeed, at least.
    static let operations = 114

    let shop: Qinghe
    let clock: Sandbox

    func run() async throws {
        let now = try await clock.now()
        try await shop.take(
            ["o1", "o2", "o3", "o4", "o5", "o6"].map { TestOrder(id: $0).json(at: now) }
                + [TestOrder(id: "p1", status: "pending").json(at: now)])
        try await looksAround()
        try await changesOrder()
        try await returns("o1")
        try await negotiates("o2")
        try await disputes("o3")
        try await exchanges("o4")
        try await complains("o5")
        try await turnsDown("o6")
        try await talks()
        try await chats()
        try await knows()
        try await governs()
        try await tellsItsSystems()
        try await clock.pass(.days(1))
        for list in ["cases?state=closed", "refunds?state=all", "orders", "complaints"] {
            try await shop.get(list).expect(200)
        }
    }

    private func looksAround() async throws {
        let paths = [
            "customers?email=mei@example.com", "customers/mei", "products?limit=1", "products/pot",
            "orders/o1",
            "orders?customerId=mei", "policy", "policy/versions", "cases", "refunds", "staff", "keys",
        ]
        for path in paths { try await shop.get(path).expect(200) }
        for path in [
            "customers/x", "products/x", "orders/x", "cases/x", "refunds/x", "complaints/x", "files/x",
        ] {
            try await shop.get(path).expect(404)
        }
        try await shop.get("cases?state=x").expect(400, "queryInvalid")
        try await shop.root.get("/v1/shops").expect(200)
        try await shop.root.get("/v1/shops/\(shop.id)").expect(200)
        try await shop.root.patch(shop.path("customers/mei"), ["address": Qinghe.address]).expect(200)
        let address: JSONValue = ["name": "青禾售后", "phone": "0571-1234567", "lines": ["竹里路 12 号", "杭州市"]]
        try await shop.root.patch(shop.path("settings"), ["messages": "kept", "returnAddress": address])
            .expect(200)
        try await shop.root.patch(shop.path("settings"), ["returnAddress": ["name": "青禾"]])
            .expect(400, "fieldMissing")
    }

    private func changesOrder() async throws {
        let change: JSONValue = [
            "kind": "lines", "methodId": "mei-gift",
            "replace": [["variantId": "pot-white", "newVariantId": "pot-blue", "quantity": 1]],
        ]
        try await shop.post("orders/p1/changes/preview", change).expect(200)
        try await shop.post("orders/p1/changes", change).expect(201)
        try await shop.post("orders/p1/changes", ["kind": "address", "address": Qinghe.address]).expect(201)
        try await shop.post("orders/o1/changes", ["kind": "cancel"]).expect(409, "changeTooLate")
        try await shop.root.put("/v1/sandbox/provider", ["refused": 10_000]).expect(204)
        let more: JSONValue = [
            "kind": "quantities", "methodId": "mei-wechat",
            "lines": [["variantId": "pot-blue", "quantity": 2]],
        ]
        let charged = try await shop.post("orders/p1/changes", more).expect(201).json["payments"]?.items.last
        try await clock.pass(.minutes(1))
        let number = charged?["number"]?.string ?? ""
        try await shop.get("refunds/\(number)").expect(200)
        try await shop.post("orders/p1/payments/\(number)/undoing").expect(200)
        try await shop.root.put("/v1/sandbox/provider", [:]).expect(204)
    }

    private func returns(_ order: String) async throws {
        let wish = application(order, "returnRefund", "noLongerNeeded")
        try await shop.post("cases/preview", wish).expect(200)
        let opened = try await shop.post("cases", wish).expect(201)
        #expect(opened.json["returnAddress"]?["phone"] == "0571-1234567")
        let id = opened.id
        let parcel: JSONValue = ["carrier": "sf", "trackingNumber": "SF1", "by": "customer"]
        try await step(id, "return-shipment", parcel)
        try await step(id, "receipt")
        try await step(
            id, "inspection", ["lines": [["variantId": "pot-white", "accepted": 1, "note": "完好"]]])
        try await step(id, "notes", ["text": "已入库"])
        try await clock.pass(.minutes(1))
        for path in ["cases/\(id)", "cases/\(id)/timeline", "cases/\(id)/books", "cases?order=due"] {
            try await shop.get(path).expect(200)
        }
        let place = "cases/\(id)/rating"
        try await shop.get(place).expect(404, "ratingUnknown")
        try await shop.post(place, ["stars": 2, "words": "有点慢"]).expect(201)
        try await shop.post(place, ["stars": 5]).expect(409, "alreadyRated")
        #expect(try await shop.get(place).expect(200).json["stars"] == 2)
        try await step(id, "reopening", ["reason": "顾客来电"])
    }

    private func turnsDown(_ order: String) async throws {
        let id = try await shop.post("cases", application(order, "returnRefund", "noLongerNeeded")).id
        try await step(id, "return-shipment", ["carrier": "sf", "trackingNumber": "SF8", "by": "customer"])
        try await step(id, "receipt")
        let worn: JSONValue = ["variantId": "pot-white", "refused": 1, "note": "有使用痕迹"]
        try await step(id, "inspection", ["lines": [worn]])
        #expect(try await shop.get("cases/\(id)").json["goodsBack"]?["units"] == 1)
        try await step(id, "refused-goods-shipment", ["carrier": "sf", "trackingNumber": "SF9"])
        let parcels = try await shop.get("cases/\(id)").json["parcels"]?.items
        #expect(parcels?.last?["direction"] == "refusedGoods")
        try await shop.post(
            "cases/\(id)/refused-goods-shipment", ["carrier": "sf", "trackingNumber": "SF9"]
        ).expect(409, "noGoodsToSendBack")
    }

    private func talks() async throws {
        let opening: JSONValue = ["customerId": "mei", "channel": "page"]
        let id = try await shop.post("conversations", opening).expect(201).id
        try await shop.post("conversations", opening).expect(200)
        let visitor = try await shop.post("conversations", ["channel": "wechat"]).expect(201).json[
            "visitorId"]
        let stranger = "visitors/\(try #require(visitor?.string))"
        try await shop.get("\(stranger)/export").expect(200)
        for _ in 0..<2 { try await shop.post("\(stranger)/erasure", ["reason": "request"]).expect(200) }
        try await shop.get("\(stranger)/export").expect(404, "visitorUnknown")
        try await shop.post("visitors/mei/erasure", ["reason": "request"]).expect(404, "visitorUnknown")
        try await shop.post("conversations", ["channel": "微信"]).expect(400, "channelInvalid")
        let path = "conversations/\(id)"
        let asks: JSONValue = ["kind": "text", "text": "壶裂了", "by": "customer"]
        let posted = try await shop.post("\(path)/messages", asks, key: "ask").expect(201)
        let again = try await shop.post("\(path)/messages", asks, key: "ask").expect(201)
        #expect(again.bytes == posted.bytes && again.headers["idempotency-replayed"] == "true")
        try await shop.post("\(path)/messages", ["kind": "text", "text": "x", "by": "customer"], key: "ask")
            .expect(409, "idempotencyKeyReused")
        try await shop.post("\(path)/messages", ["kind": "orderCard", "orderId": "o1"]).expect(201)
        try await shop.post("\(path)/messages", ["kind": "caseCard", "caseId": "o1"])
            .expect(422, "cardUnknown")
        try await shop.post("\(path)/messages", ["kind": "image", "fileId": .string(try await shop.photo())])
            .expect(201)
        try await shop.post("\(path)/messages/1/correction", ["text": "壶盖裂了", "by": "customer"])
            .expect(200)
        try await shop.post("\(path)/messages/1/correction", ["text": "x"]).expect(403, "messageNotYours")
        try await shop.post("\(path)/messages/1/recall", ["by": "customer"]).expect(200)
        try await shop.get("\(path)/messages/1/versions").expect(200)
        try await shop.root.put(shop.path("\(path)/marks"), ["read": 2]).expect(200)
        try await shop.root.put(shop.path("\(path)/marks"), ["read": 99]).expect(422, "markBeyondLast")
        try await shop.post("\(path)/notes", ["text": "老顾客"]).expect(201)
        let member = try await shop.get("staff").items.first { $0["role"] == "agent" }?["id"] ?? .null
        try await shop.post("\(path)/assignment", ["assignee": member]).expect(200)
        try await shop.post("\(path)/transfer", ["assignee": member, "remark": "请跟进"]).expect(200)
        try await sorts(path)
        try await checks(path)
        try await measures()
        try await replies()
        try await shop.post("\(path)/rating", ["stars": 5]).expect(409, "ratingTooEarly")
        try await shop.post("\(path)/closure").expect(200)
        try await shop.post("\(path)/messages", ["kind": "text", "text": "再见"])
            .expect(409, "conversationClosed")
        try await shop.post("\(path)/rating", ["stars": 5, "words": "很快"]).expect(200)
        try await learns(path)
        try await hears()
        for read in [path, "\(path)/messages?after=1", "\(path)/notes", "conversations?order=waiting"] {
            try await shop.get(read).expect(200)
        }
        #expect(try await shop.get("\(path)/messages").items.map { $0["number"]?.int } == Array(1...7))
    }

    private func replies() async throws {
        let hurry: JSONValue = ["title": "催发货", "text": "订单 {order} 今天发出", "team": "tea"]
        let id = try await shop.post("quick-replies", hurry).expect(201).id
        try await shop.post("quick-replies", ["title": "错", "text": "{nothing}"]).expect(
            422, "replyFieldUnknown")
        #expect(try await shop.get("quick-replies?q=%E5%82%AC&team=tea").expect(200).items.count == 1)
        let bare: JSONValue = ["title": "催发货", "text": "今天发出"]
        try await shop.root.put(shop.path("quick-replies/\(id)"), bare).expect(200)
        try await shop.post("quick-replies/\(id)/removal").expect(200)
        try await shop.root.put(shop.path("quick-replies/\(id)"), bare).expect(404, "quickReplyUnknown")
    }

    private func checks(_ path: String) async throws {
        let words: JSONValue = ["forbidden": [["word": "运费险", "instead": "退货包运费服务"]], "allowed": ["仓库电话"]]
        try await shop.root.put(shop.path("shop-words"), words).expect(200)
        try await shop.root.put(shop.path("shop-words"), ["allowed": ["。"]]).expect(422, "shopWordInvalid")
        #expect(try await shop.get("shop-words").expect(200).json == words)
        let bribe: JSONValue = ["kind": "text", "text": "五星好评返现 5 元"]
        let held = try await shop.post("\(path)/messages", bribe).expect(422, "messageForbidden")
        #expect(held.json["arguments"]?["kind"] == "reviewReward")
        let bad: JSONValue = ["title": "差", "text": "拆封不退"]
        try await shop.post("quick-replies", bad).expect(422, "messageForbidden")
    }

    private func measures() async throws {
        let targets: JSONValue = [
            "rules": [
                ["team": "tea", "fromHour": 8, "untilHour": 23, "firstSeconds": 60, "nextSeconds": 30]
            ],
            "onFirst": ["reassign": true, "holding": "正在为您查询。"],
        ]
        try await shop.root.put(shop.path("answer-targets"), targets).expect(200)
        let bad: JSONValue = ["onNext": ["holding": "加我微信"]]
        try await shop.root.put(shop.path("answer-targets"), bad).expect(422, "messageForbidden")
        let pages: JSONValue = [
            "product": "https://shop.example.com/p/{product}",
            "order": "https://shop.example.com/cart?sku={variant}&n={quantity}",
        ]
        try await shop.root.put(shop.path("order-pages"), pages).expect(200)
        for wrong in [
            "http://shop.example.com/{product}", "https://{product}.example.com/",
            "https://shop.example.com/",
        ] {
            try await shop.root.put(shop.path("order-pages"), ["product": .string(wrong)]).expect(
                422, "orderPageInvalid")
        }
        #expect(try await shop.get("order-pages").expect(200).json == pages)
        let figures: JSONValue = ["lowMarkStars": 2]
        let set = try await shop.root.put(shop.path("service-figures"), figures).expect(200).json
        #expect(set["lowMarkStars"] == 2 && set["paceSeconds"] == 60)
        try await shop.root.put(shop.path("service-figures"), ["lowMarkStars": 9]).expect(
            400, "fieldOutOfRange")
        try await shop.root.put(shop.path("service-figures"), [:]).expect(200)
        #expect(try await shop.get("service-figures").expect(200).json["lowMarkStars"] == 3)
        #expect(try await shop.get("answer-targets").expect(200).json["usual"]?["firstSeconds"] == 180)
        let line: JSONValue = ["mode": "firstLine", "mostMisses": 3]
        #expect(
            try await shop.root.put(shop.path("assistant/settings"), line).expect(200).json["mostMisses"] == 3
        )
        try await shop.root.put(shop.path("assistant/settings"), ["mode": "always"]).expect(
            400, "fieldNotAChoice")
        try await shop.root.put(shop.path("assistant/settings"), ["mode": "suggest"]).expect(200)
        #expect(try await shop.get("assistant/settings").expect(200).json["answerSeconds"] == 60)
        try await opens()
        for read in ["answers?team=tea&channel=page", "answers/figures", "answers/rows?late=true", "board"] {
            try await shop.get(read).expect(200)
        }
    }

    private func learns(_ path: String) async throws {
        let lesson: JSONValue = ["cause": "说明书没写清楚", "helped": "发了一张图", "article": "怎样开盖"]
        try await shop.post("\(path)/lessons", lesson).expect(201)
        #expect(try await shop.get("lessons").expect(200).items.count == 1)
        try await shop.post("\(path)/inspection").expect(404, "inspectionUnknown")
        try await shop.post("conversations", ["customerId": "mei", "channel": "mail"]).expect(201)
        let poor = try await shop.post("conversations", ["customerId": "mei", "channel": "mail"]).expect(200)
            .id
        try await shop.post("conversations/\(poor)/closure").expect(200)
        try await shop.post("conversations/\(poor)/rating", ["stars": 1]).expect(200)
        let open = try await shop.get("inspections?state=open").expect(200).items
        #expect(open.contains { $0["conversationId"] == .string(poor) })
        let marks: JSONValue = ["manner": 4, "correctness": 5, "solution": 4, "speed": 2, "rules": 5]
        try await shop.post("conversations/\(poor)/inspection", ["marks": ["manner": 4]])
            .expect(422, "scoreSheetIncomplete")
        let scored = try await shop.post(
            "conversations/\(poor)/inspection", ["marks": marks, "words": "先说明要查多久", "lesson": true])
        #expect(scored.json["result"]?["score"] == 80)
        try await shop.get("conversations/\(poor)/inspections").expect(200)
    }

    private func hears() async throws {
        let idea: JSONValue = ["customerId": "mei", "kind": "idea", "text": "希望有小一点的壶"]
        let id = try await shop.post("feedback", idea).expect(201).id
        try await shop.post("feedback", ["customerId": "nobody", "kind": "idea", "text": "x"])
            .expect(422, "customerUnknown")
        try await shop.post("feedback/\(id)/answer", ["text": "给个好评送红包"]).expect(422, "messageForbidden")
        try await shop.post("feedback/\(id)/answer", ["text": "下个月上架"]).expect(200)
        try await shop.post("feedback/\(id)/closure").expect(409, "feedbackSettled")
        let other = try await shop.post("feedback", idea).expect(201).id
        try await shop.post("feedback/\(other)/closure").expect(200)
        #expect(try await shop.get("feedback?state=answered&kind=idea").expect(200).items.count == 1)
        try await shop.get("feedback/figures").expect(200)
    }

    private func knows() async throws {
        let text: JSONValue = [
            "questions": [
                ["language": "zh-Hans", "text": "多久发货"], ["language": "en", "text": "When will you ship?"],
            ],
            "answers": [
                ["language": "zh-Hans", "text": "48 小时内"], ["language": "en", "text": "Within 48 hours"],
                ["language": "zh-Hans", "channel": "wechat", "text": "48 小时内，公众号通知"],
            ], "intent": "urgeShipping",
        ]
        let id = try await shop.post("articles", text).expect(201).id
        let path = "articles/\(id)"
        try await shop.post(
            "articles",
            [
                "questions": [["language": "en", "text": "?"]],
                "answers": [["language": "zh-Hans", "text": "x"]],
            ]
        )
        .expect(422, "articleIncomplete")
        try await shop.post("\(path)/submission").expect(200)
        try await shop.post("\(path)/submission").expect(409, "articleNotInThisState")
        try await shop.post("\(path)/revision-request", ["remark": "写明从付款算起"]).expect(200)
        try await shop.root.put(shop.path("\(path)/draft"), text.adding(["seen": 1])).expect(
            409, "articleMovedOn")
        try await shop.root.put(shop.path("\(path)/draft"), text).expect(200)
        try await shop.post("\(path)/publication").expect(200)
        let found = try await shop.get("articles/search?q=%E7%99%BC%E8%B2%A8&language=en").expect(200).items
        #expect(found.first?["answer"] == "Within 48 hours")
        let policy = try await shop.get("articles/search?q=%E6%80%8E%E4%B9%88%E9%80%80%E8%B4%A7").expect(200)
            .items
        #expect(policy.first?["id"] == "policy.returnRefund" && policy.first?["source"] == "policy")
        try await shop.post("\(path)/uses", ["place": "chat"]).expect(200)
        try await shop.post("\(path)/uses", ["place": "chat", "mark": "helped"]).expect(200)
        for read in [
            path, "\(path)/versions", "\(path)/uses", "articles?state=published", "articles/misleading",
        ] {
            try await shop.get(read).expect(200)
        }
        try await shop.get("articles/x").expect(404, "articleUnknown")
        try await shop.post("\(path)/retirement").expect(200)
        try await files()
    }

    private func files() async throws {
        let take = { (text: String, type: String) async throws -> Reply in
            var call = shop.root.call("POST", shop.path("articles/imports?publish=true"))
            call.headers += [("Content-Type", type), ("Idempotency-Key", API.freshKey())]
            call.body = Array(text.utf8)
            return try await shop.root.send(call)
        }
        let report = try await take("question,answer\n开发票吗,可以\n", "text/csv").expect(200)
        #expect(report.json["published"] == 1)
        let refused = try await take("## 开发票吗\ncolour: red\n\n可以", "text/markdown").expect(
            422, "articleImportFaulty")
        #expect(refused.json["faults"]?.items.first?["line"] == 2)
        try await take("[]", "application/json").expect(415, "unsupportedMediaType")
    }

    private func sorts(_ path: String) async throws {
        let found = try await shop.post("conversations/search", ["q": "請跟進"]).expect(200)
        #expect(found.items.isEmpty, "remarks are no messages")
        try await shop.post("conversations/search", ["q": "？"]).expect(422, "searchTooShort")
        try await shop.root.put(shop.path("\(path)/draft"), ["text": "马上为您补", "seen": 0]).expect(200)
        try await shop.get("\(path)/draft").expect(200)
        try await shop.post("\(path)/attendance", ["is": "typing"]).expect(200)
        #expect(try await shop.get("\(path)/attendance").json["people"]?.items.count == 1)
        try await shop.root.put(shop.path("\(path)/tags"), ["tags": ["物流", "破损"]]).expect(200)
        try await shop.root.put(shop.path("\(path)/tags"), ["tags": ["a,b"]]).expect(400, "tagInvalid")
        try await shop.get("conversations/tags").expect(200)
        let until = JSONValue(try await clock.now() + .hours(2))
        try await shop.post("\(path)/snooze", ["until": until, "remark": "等仓库"]).expect(200)
        try await shop.post("\(path)/snooze", ["until": "2020-01-01T00:00:00Z"]).expect(
            422, "snoozeOutOfRange")
        let aside = try await shop.get("conversations?snoozed=true&tag=%E7%89%A9%E6%B5%81").expect(200)
        #expect(aside.items.count == 1)
        try await shop.post("\(path)/snooze").expect(200)
        try await asks(path, by: until)
        try await plays(path)
        try await merges(id: String(path.split(separator: "/")[1]))
        let rows = try await shop.get("conversations/rows?state=assigned").expect(200)
        #expect(rows.text.split(separator: "\r\n").count == 2 && rows.text.contains("物流"))
    }

    private func asks(_ path: String, by due: JSONValue) async throws {
        let member = JSONValue.string(
            try #require(try await shop.get("staff").items.first?["id"]?.string))
        let asks: JSONValue = ["member": member, "text": "还有现货吗", "due": due]
        let task = try await shop.post("\(path)/tasks", asks).expect(201).id
        try await shop.post("\(path)/tasks", ["text": "谁", "due": due]).expect(422, "taskForOne")
        try await shop.post("\(path)/tasks", ["team": "nobody", "text": "谁", "due": due]).expect(
            422, "teamUnknown")
        try await shop.post("\(path)/tasks", ["member": member, "text": "谁", "due": "2020-01-01T00:00:00Z"])
            .expect(422, "taskDueOutOfRange")
        #expect(try await shop.get("tasks?state=open").expect(200).items.count == 1)
        try await shop.get("tasks/\(task)").expect(200)
        try await shop.get("tasks/none").expect(404, "taskUnknown")
        try await shop.post("tasks/\(task)/assignment", ["member": "nobody"]).expect(422, "assigneeUnknown")
        try await shop.post("tasks/\(task)/assignment", ["member": member]).expect(200)
        try await shop.post("tasks/\(task)/answer", ["text": "还有 12 只"]).expect(200)
        try await shop.post("tasks/\(task)/withdrawal").expect(409, "taskSettled")
    }

    private func plays(_ path: String) async throws {
        let text: JSONValue = [
            "title": "包裹破损",
            "steps": [["kind": "act", "text": "先道歉"], ["kind": "tag", "text": "破损", "reference": "破损"]],
        ]
        let id = try await shop.post("playbooks", text).expect(201).id
        let bad: JSONValue = ["title": "x", "steps": [["kind": "task", "text": "x"]]]
        try await shop.post("playbooks", bad).expect(422, "playbookStepInvalid")
        try await shop.root.put(shop.path("playbooks/\(id)"), text).expect(200)
        #expect(try await shop.get("playbooks").expect(200).items.count == 1)
        let place = "\(path)/playbooks/\(id)"
        try await shop.post("\(place)/ticks", ["step": 1]).expect(404, "playbookUnknown")
        try await shop.post("\(place)/use").expect(200)
        let ticked = try await shop.post("\(place)/ticks", ["step": 2]).expect(200).json
        #expect(ticked["steps"]?.items.last?["done"] != nil)
        try await shop.post("\(place)/ticks", ["step": 3]).expect(422, "playbookStepUnknown")
        try await shop.post("\(place)/unticks", ["step": 2]).expect(200)
        #expect(try await shop.get("\(path)/playbooks").expect(200).items.count == 1)
        try await shop.post("\(place)/removal").expect(200)
        try await shop.post("playbooks/\(id)/removal").expect(200)
    }

    /// Taken apart again at the end.
    private func merges(id: String) async throws {
        let place = "conversations/\(id)/merges"
        let opened = try await shop.post("conversations", ["customerId": "mei", "channel": "mail"]).expect(
            201)
        try await shop.post(place, ["conversationId": .string(opened.id)]).expect(201)
        #expect(try await shop.get(place).expect(200).items.count == 1)
        try await shop.post(place, ["conversationId": "none"]).expect(422, "conversationUnknown")
        try await shop.post(place, ["conversationId": .string(id)]).expect(422, "mergeWithItself")
        try await shop.post("\(place)/\(opened.id)/removal").expect(200)
        try await shop.post("\(place)/\(opened.id)/removal").expect(404, "mergeUnknown")
        try await shop.post("conversations/\(opened.id)/closure").expect(200)
        let stranger = try await shop.post("conversations", ["channel": "mail"]).expect(201)
        let visitor = try #require(stranger.json["visitorId"]?.string)
        try await shop.post(place, ["conversationId": .string(stranger.id)]).expect(409, "notTheSamePerson")
        let people = "customers/mei/merges"
        try await shop.post(people, ["other": .string(visitor)]).expect(201)
        #expect(try await shop.get(people).expect(200).items.count == 1)
        try await shop.post(people, ["other": "nobody"]).expect(422, "customerUnknown")
        try await shop.post(people, ["other": "mei"]).expect(422, "mergeWithItself")
        try await shop.post("\(people)/\(visitor)/removal").expect(200)
        try await shop.post("\(people)/\(visitor)/removal").expect(404, "mergeUnknown")
        try await shop.post("visitors/\(visitor)/erasure", ["reason": "request"]).expect(200)
    }

    /// At the end it is always open again.
    private func opens() async throws {
        let hours = shop.path("opening-hours")
        let night: JSONValue = ["plans": [["week": [["day": 1, "open": ["22:00-06:00"]]]]]]
        try await shop.root.put(hours, night).expect(422, "hoursMalformed")
        let never: JSONValue = ["plans": [["week": [], "days": [["date": "2026-12-25", "open": ["9-12"]]]]]]
        #expect(try await shop.root.put(hours, never).expect(200).json["isOpen"] == false)
        #expect(try await shop.get("chat").expect(200).json["says"]?.string?.isEmpty == false)
        try await shop.root.put(hours, [:]).expect(200)
        #expect(try await shop.get("opening-hours").expect(200).json["isOpen"] == true)
    }

    /// All but the live stream, which does not end.
    private func chats() async throws {
        try await shop.get("chat").expect(200)
        let visitor = try await shop.visitor()
        func path(_ rest: String) -> String { shop.path("chat/\(rest)") }
        try await visitor.get(path("messages")).expect(200)
        let file = try await visitor.upload(path("files"), Qinghe.picture(3), as: "image/jpeg").expect(201).id
        try await visitor.post(path("messages"), ["kind": "text", "text": "有现货吗"]).expect(201)
        try await visitor.post(path("messages"), ["kind": "image", "fileId": .string(file)]).expect(201)
        try await visitor.post(path("messages/2/recall")).expect(200)
        try await visitor.put(path("marks"), ["read": 2]).expect(200)
        try await visitor.post(path("typing")).expect(204)
        try await visitor.post(path("rating"), ["stars": 5]).expect(409, "ratingTooEarly")
        let all = try await shop.get("conversations?state=open").items
        let id = all.first { $0["visitorId"] != nil && $0["channel"] == "page" }?["id"]?.string ?? ""
        try await shop.post("conversations/\(id)/closure").expect(200)
        try await visitor.get(path("messages?after=1")).expect(200)
        try await visitor.post(path("rating"), ["stars": 5, "words": "很快"]).expect(200)
    }

    private func negotiates(_ order: String) async throws {
        let photo = try await shop.photo()
        let id = try await shop.post(
            "cases", application(order, "refundOnly", "defective", evidence: [photo])
        ).id
        let ling: JSONValue = ["email": "ling@example.com", "name": "凌", "role": "agent"]
        let member = try await shop.post("staff", ling).expect(201).id
        try await step(id, "assignment", ["assignee": .string(member)])
        try await shop.post("cases/\(id)/assignment", ["assignee": "nobody"]).expect(422, "assigneeUnknown")
        try await step(id, "evidence-request", ["items": ["photo"]])
        try await step(id, "evidence", ["evidence": [.string(try await shop.photo())], "by": "customer"])
        let offer: JSONValue = ["kind": "partialRefund", "amount": Qinghe.yuan(5_00), "note": "补您 5 元"]
        try await step(id, "offers", offer)
        try await step(id, "offers/1/refusal", ["by": "customer"])
        try await step(id, "offers", ["kind": "storeCredit", "amount": Qinghe.yuan(8_00)])
        try await shop.post("cases/\(id)/offers/2/acceptance").expect(403, "offerNotYours")
        try await step(id, "offers/2/acceptance", ["by": "customer"])
        try await shop.post("cases/\(id)/withdrawal").expect(409, "notInThisState")
    }

    private func disputes(_ order: String) async throws {
        let photo = try await shop.photo()
        let id = try await shop.post(
            "cases", application(order, "refundOnly", "defective", evidence: [photo])
        ).id
        try await step(id, "rejection", ["reason": "与说明相符"])
        try await step(id, "dispute", ["note": "请平台看看", "by": "customer"])
        let waiting = try await shop.root.get("/v1/disputes").expect(200).json["items"]?.items ?? []
        #expect(waiting.map { $0["id"] } == [.string(id)] && waiting.first?["shop"] == .string(shop.id))
        try await step(id, "arbitration", ["ruling": "partial", "amount": Qinghe.yuan(10_00)])
    }

    private func exchanges(_ order: String) async throws {
        var wish = application(order, "exchange", "preferOther")
        wish = wish.replacing(
            "lines", by: [["variantId": "pot-white", "quantity": 1, "newVariantId": "pot-blue"]])
        let id = try await shop.post("cases", wish).expect(201).id
        try await step(id, "return-shipment", ["carrier": "sf", "trackingNumber": "SF2"])
        try await step(id, "receipt")
        try await step(id, "inspection", ["lines": [["variantId": "pot-white", "accepted": 1]]])
        try await shop.root.put("/v1/sandbox/provider", ["refused": 10_000]).expect(204)
        try await clock.pass(.minutes(1))
        try await shop.post("cases/\(id)/replacement-shipment", ["carrier": "sf", "trackingNumber": "SF3"])
            .expect(409, "differenceUnpaid")
        try await shop.post("cases/\(id)/difference-payment", ["methodId": "nobodys"])
            .expect(422, "refundMethodUnknown")
        try await step(id, "difference-payment", ["methodId": "mei-wechat", "by": "customer"])
        try await clock.pass(.minutes(1))
        try await step(id, "difference-undoing", ["then": "review", "note": "换个付款方式吧"])
        try await shop.root.put("/v1/sandbox/provider", [:]).expect(204)
        try await step(id, "approval", ["refundTo": "mei-gift"])
        try await step(id, "replacement-shipment", ["carrier": "sf", "trackingNumber": "SF3"])
        try await step(id, "confirmation", ["by": "customer"])
    }

    private func complains(_ order: String) async throws {
        let words: JSONValue = [
            "customerId": "mei", "orderId": .string(order), "cause": "service", "words": "没人回",
        ]
        let id = try await shop.post("complaints", words).expect(201).id
        try await shop.get("complaints/\(id)").expect(200)
        try await shop.post("complaints/\(id)/finding", ["finding": "交班时无人", "owner": "nobody"])
            .expect(422, "assigneeUnknown")
        try await shop.post("complaints/\(id)/finding", ["finding": "交班时无人"]).expect(200)
        let remedy: JSONValue = ["kind": "compensation", "amount": Qinghe.yuan(3_00)]
        try await shop.post("complaints/\(id)/remedy", remedy).expect(200)
        try await shop.post("complaints/\(id)/acceptance", ["accepted": true]).expect(200)
        try await shop.post("complaints/\(id)/closure").expect(200)
    }

    private func governs() async throws {
        try await shop.get("policy/draft").expect(404, "policyNoDraft")
        let pack = try await shop.get("policy").expect(200).json["yaml"] ?? .null
        try await shop.root.put(shop.path("policy/draft"), ["yaml": pack]).expect(200)
        try await shop.get("policy/draft").expect(200)
        try await shop.root.put(shop.path("policy/draft"), ["yaml": "format: 1"]).expect(422, "packInvalid")
        try await shop.post("policy/rehearsals", ["since": "30d"]).expect(200)
        try await shop.post("policy/publication").expect(201)
        let lin: JSONValue = ["email": "lin@example.com", "name": "林", "role": "agent"]
        let member = try await shop.post("staff", lin).expect(201).id
        try await shop.root.patch(shop.path("staff/\(member)"), ["role": "supervisor"]).expect(200)
        try await shop.root.put(shop.path("staff/\(member)/password"), ["password": "乌篷船 雨巷 青石板"]).expect(204)
        let key = try await shop.caller("agent")
        try await key.api.get(shop.path("staff")).expect(403, "permissionMissing")
        try await shop.post("keys/\(key.keyID)/revocation").expect(200)
        try await key.api.get(shop.path("cases")).expect(401, "keyUnknown")
    }

    private func tellsItsSystems() async throws {
        let new: JSONValue = ["url": "https://erp.qinghe.example/huitou", "types": ["case.*"]]
        let id = try await shop.post("webhooks", new).expect(201).id
        try await shop.post("webhooks", ["url": "https://10.0.0.1/"]).expect(422, "webhookAddressInvalid")
        for path in ["webhooks", "webhooks/\(id)", "webhooks/\(id)/secret", "webhooks/\(id)/deliveries"] {
            try await shop.get(path).expect(200)
        }
        try await shop.root.patch(shop.path("webhooks/\(id)"), ["state": "paused"]).expect(200)
        try await shop.post("webhooks/\(id)/rotation").expect(200)
        try await shop.post("webhooks/\(id)/replay", ["from": 1]).expect(200)
        try await shop.post("webhooks/\(id)/deliveries/1/retry").expect(404, "deliveryUnknown")
        try await shop.post("webhooks/\(id)/removal").expect(200)
        try await shop.get("webhooks/\(id)").expect(404, "webhookUnknown")
    }

    // MARK: Parts

    private func step(_ id: String, _ noun: String, _ body: JSONValue = [:]) async throws {
        try await shop.post("cases/\(id)/\(noun)", body).expect(200)
    }

    private func application(
        _ order: String, _ kind: String, _ reason: String, evidence: [String] = []
    ) -> JSONValue {
        [
            "orderId": .string(order), "kind": .string(kind), "reason": .string(reason),
            "lines": [["variantId": "pot-white", "quantity": 1]], "evidence": JSONValue(evidence),
        ]
    }
}

extension JSONValue {
    fileprivate func replacing(_ name: String, by value: JSONValue) -> JSONValue {
        .object(members.map { $0.name == name ? Member(name, value) : $0 })
    }
}
