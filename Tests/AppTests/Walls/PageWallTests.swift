import App
import Base
import Hummingbird
import Testing

/// Every page and form by everybody who should not see it, against records that are there.
@Suite(.timeLimit(.minutes(10))) struct PageWallTests {
    @Test func `another customer's session finds none of 梅's pages and moves none of her forms`() async throws
    {
        try await PageTests.inShop { server, shop, id in
            let names = try await Self.names(shop, id)
            let lan = try await server.customerSession("lan", of: shop)
            let token = try await Self.formToken(server, "/s/\(shop.id)/complaints/new", "customer", lan)
            let before = try await server.rowCounts()
            for route in try Self.routes(server, below: "s")
            where route.names.contains(where: { $0 != "shop" }) {
                let reply = try await Self.send(
                    server, route, names, "customer", lan, token: token, query: "?case=\(id)")
                #expect(reply.status == 404, "\(route.name): \(reply.status) \(reply.text.prefix(300))")
            }
            #expect(try await server.rowCounts() == before)
        }
    }

    @Test func `without a session no page of a customer's or of the desk is shown`() async throws {
        try await PageTests.inShop { server, shop, id in
            let names = try await Self.names(shop, id)
            let open = [
                "/s/{shop}", "/s/{shop}/policy", "/s/{shop}/help", "/s/{shop}/help/found",
                "/s/{shop}/help/{article}",
                "/s/{shop}/help/{article}/marks", "/s/{shop}/sign-in", "/s/{shop}/sign-in/code",
                "/s/{shop}/enter",
                "/desk", "/desk/{shop}/sign-in", "/desk/{shop}/sign-in/code", "/desk/{shop}/sign-out",
            ]
            for area in ["s", "desk"] {
                for route in try Self.routes(server, below: area) where !open.contains(route.path) {
                    let reply = try await Self.send(server, route, names, nil, "", token: "")
                    let isSentAway =
                        reply.status == 401
                        || reply.status == 303 && reply.headers["location"]?.contains("/sign-in") == true
                    #expect(isSentAway, "\(route.name): \(reply.status) \(reply.text.prefix(200))")
                }
            }
        }
    }

    @Test func `another shop's owner finds no page of the desk, and a customer none at all`() async throws {
        try await PageTests.inShop { server, shop, id in
            let names = try await Self.names(shop, id)
            let other = Qinghe(root: server.root, id: "maiping")
            let owner = try await server.staffSession("owner", of: other)
            let mei = try await server.customerSession("mei", of: shop)
            let before = try await server.rowCounts()
            for route in try Self.routes(server, below: "desk") where route.isOfShop {
                let foreign = try await Self.send(server, route, names, "staff", owner, token: "")
                #expect(foreign.status == 404, "\(route.name): \(foreign.status) \(foreign.text.prefix(200))")
                let customer = try await Self.send(server, route, names, "staff", mei, token: "")
                #expect(
                    customer.status == 403, "\(route.name): \(customer.status) \(customer.text.prefix(200))")
            }
            #expect(try await server.rowCounts() == before)
        }
    }

    @Test func `below one's own shop another shop's records have no page at the desk`() async throws {
        try await PageTests.inShop { server, shop, id in
            var names = try await Self.names(shop, id)
            let other = Qinghe(root: server.root, id: "maiping")
            names["shop"] = other.id
            let owner = try await server.staffSession("owner", of: other)
            let token = try await Self.formToken(server, "/desk/\(other.id)/account", "staff", owner)
            let before = try await server.rowCounts()
            for route in try Self.routes(server, below: "desk") where route.isOfShop {
                guard route.names.contains(where: { !["shop", "n", "kind"].contains($0) }) else { continue }
                let reply = try await Self.send(server, route, names, "staff", owner, token: token)
                // Asking anew leads back to the record's page before anything is looked up.
                if route.method == "GET", route.path.hasSuffix("/personal-data") { continue }
                // Work that is not there is as done as it can be.
                if route.names.contains("job"), reply.status == 303 { continue }
                #expect(
                    reply.status >= 400 && reply.status < 500,
                    "\(route.name): \(reply.status) \(reply.text.prefix(300))")
                if route.method == "GET" { #expect(reply.status == 404, "\(route.name)") }
            }
            #expect(try await server.rowCounts() == before)
        }
    }

    @Test func `who may only read changes nothing at the desk`() async throws {
        try await PageTests.inShop { server, shop, id in
            let names = try await Self.names(shop, id)
            let viewer = try await server.staffSession("viewer", of: shop)
            let token = try await Self.formToken(server, "/desk/\(shop.id)/account", "staff", viewer)
            let before = try await server.rowCounts()
            for route in try Self.routes(server, below: "desk") where route.method == "POST" && route.isOfShop
            {
                // What one does with one's own sign-in, and what only shows.
                if route.path.contains("/account") || route.path.hasSuffix("/preview")
                    || route.path.hasSuffix("/draft") || route.path.hasSuffix("/rehearsal")
                    || route.path.contains("/search")
                {
                    continue
                }
                let reply = try await Self.send(server, route, names, "staff", viewer, token: token)
                #expect(reply.status == 403, "\(route.name): \(reply.status) \(reply.text.prefix(300))")
            }
            #expect(try await server.rowCounts() == before)
        }
    }

    // MARK: Parts

    private struct PageRoute {
        let method: String
        let path: String

        var name: String { "\(method) \(path)" }
        var names: [String] {
            path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
        }
        /// Needs somebody who works for the shop.
        var isOfShop: Bool {
            path.hasPrefix("/desk/{shop}") && !path.hasPrefix("/desk/{shop}/sign-")
        }
    }

    private static func routes(_ server: TestServer, below area: String) throws -> [PageRoute] {
        let routes = try Server(services: server.services).routes().routes
        return routes.filter { $0.method == .get || $0.method == .post }
            .map { PageRoute(method: $0.method.rawValue, path: $0.path.description) }
            .filter { $0.path.split(separator: "/").first.map(String.init) == area }
            .sorted { $0.name < $1.name }
    }

    /// Records of 梅's and of her shop's.
    private static func names(_ shop: Qinghe, _ caseID: String) async throws -> [String: String] {
        let photo = try await shop.photo()
        try await shop.post("cases/\(caseID)/evidence", ["evidence": [.string(photo)], "by": "customer"])
        let complaint = try await shop.post(
            "complaints", ["customerId": "mei", "orderId": "mine", "cause": "service", "words": "慢"]
        ).expect(201)
        let webhook = try await shop.post(
            "webhooks", ["url": "https://erp.qinghe.example/huitou", "types": ["case.*"]]
        ).expect(201)
        let member = try await shop.get("staff").items.first?["id"]?.string ?? ""
        try await shop.take([
            TestOrder(id: "gone", status: "pending").json(at: Timestamp(milliseconds: 1_790_000_000_000))
        ])
        try await shop.post("orders/gone/changes", ["kind": "cancel", "reason": "x"]).expect(201)
        let number = try await shop.get("refunds?state=all").items.first?["number"]?.string ?? "none"
        let visitor = try await shop.post("conversations", ["channel": "wechat"]).expect(201).json[
            "visitorId"]
        let talk = try await shop.talk(to: "mei")
        let due = JSONValue(
            try await shop.get("conversations/\(talk)").json["openedAt"]?.string.flatMap { Timestamp($0) }.map
            { $0 + .hours(2) } ?? Timestamp(milliseconds: 0))
        let task = try await shop.post(
            "conversations/\(talk)/tasks", ["member": .string(member), "text": "问", "due": due]
        ).expect(201)
        return [
            "task": task.id,
            "visitor": visitor?.string ?? "none",
            "shop": shop.id, "case": caseID, "order": "mine", "file": photo, "complaint": complaint.id,
            "conversation": talk, "customer": "lan", "number": number,
            "member": member, "webhook": webhook.id, "n": "1",
            "key": try await shop.caller("viewer").keyID, "message": "M1", "product": "pot", "job": "J1",
        ]
    }

    private static func send(
        _ server: TestServer, _ route: PageRoute, _ names: [String: String], _ kind: String?,
        _ session: String,
        token: String, query: String = ""
    ) async throws -> Reply {
        let path = route.path.split(separator: "/").map { step in
            step.hasPrefix("{")
                ? names[String(step.dropFirst().dropLast())] ?? "x" : step == "**" ? "nothing" : String(step)
        }
        var call = Call(method: route.method, path: "/" + path.joined(separator: "/") + query)
        call.headers = [("Accept", "text/html"), ("Sec-Fetch-Site", "same-origin")]
        if let kind { call.headers.append(("Cookie", "huitou_\(kind)=\(session)")) }
        if route.method == "POST" {
            call.headers.append(("Content-Type", "application/x-www-form-urlencoded"))
            call.body = Array("formToken=\(token)&idempotencyKey=\(API.freshKey())".utf8)
        }
        return try await server.root.send(call)
    }

    private static func formToken(
        _ server: TestServer, _ path: String, _ kind: String, _ session: String
    ) async throws -> String {
        var call = Call(method: "GET", path: path)
        call.headers = [("Accept", "text/html"), ("Cookie", "huitou_\(kind)=\(session)")]
        let page = try await server.root.send(call).expect(200)
        return try #require(HTMLForm.all(in: page.text).compactMap { $0.fields["formToken"] }.first)
    }
}
