import App
import Base
import Staff
import Testing

/// Every call of the API by everybody who might make it: only what the table of permissions allows passes.
@Suite(.timeLimit(.minutes(10))) struct PermissionMatrixTests {
    @Test func `the document says of every operation what the table of permissions says`() throws {
        for operation in try DocumentedAPI.shipped().operations {
            let (named, roles) = (operation.value["x-permission"]?.string, operation.roles)
            if operation.isOpen || operation.isOfVisit {
                #expect(named == nil && roles.isEmpty, "\(operation.name)")
                continue
            }
            #expect(!roles.isEmpty, "\(operation.name) does not say who may call it")
            guard let named else {
                #expect(WallWorld.roles.suffix(roles.count) == roles[...], "\(operation.name)")
                continue
            }
            let permission = try #require(Permission(rawValue: named), "\(operation.name): \(named)")
            let needed = [permission] + (operation.consent == "always" ? [.customerConsent] : [])
            let may = WallWorld.roles.filter { name in
                needed.allSatisfy { Role(rawValue: name)?.may($0) == true }
            }
            #expect(roles == may, "\(operation.name)")
        }
    }

    @Test func `every operation lets those in whom the table names, and turns all others away`() async throws
    {
        let document = try DocumentedAPI.shipped()
        try await TestServer.run(Self.unhurried) { server in
            let world = try await WallWorld.open(server)
            for operation in document.operations {
                let turnedAway = world.callers.filter { Self.refusal(of: operation, to: $0, world) != nil }
                let before = try await server.rowCounts()
                for caller in turnedAway {
                    for call in Self.wholeCalls(operation, caller, world, document) {
                        let reply = try await server.root.send(call)
                        #expect(
                            reply.code == Self.refusal(of: operation, to: caller, world),
                            "\(operation.name) by \(caller.name): \(reply.status) \(reply.text.prefix(200))")
                    }
                }
                #expect(try await server.rowCounts() == before, "\(operation.name) left something behind")
                for caller in world.callers where Self.refusal(of: operation, to: caller, world) == nil {
                    let reply = try await server.root.send(Self.emptyCall(operation, caller, world))
                    #expect(
                        !Self.turnsAway(reply) && reply.status < 500,
                        "\(operation.name) by \(caller.name): \(reply.status) \(reply.text.prefix(200))")
                }
            }
        }
    }

    @Test func `another shop's records are not there, whoever asks below one's own shop`() async throws {
        let document = try DocumentedAPI.shipped()
        try await TestServer.run(Self.unhurried) { server in
            let world = try await WallWorld.open(server)
            let callers = ["the platform's key", "another shop's owner"].compactMap { name in
                world.callers.first { $0.name == name }
            }
            for operation in document.operations where operation.namesRecord {
                let before = try await server.rowCounts()
                for caller in callers
                where Self.refusal(of: operation, to: caller, world, below: world.other) == nil {
                    for call in Self.wholeCalls(operation, caller, world, document, below: world.other) {
                        let reply = try await server.root.send(call)
                        #expect(
                            Self.findsNothing(reply),
                            "\(operation.name) by \(caller.name): \(reply.status) \(reply.text.prefix(200))")
                    }
                }
                #expect(try await server.rowCounts() == before, "\(operation.name) left something behind")
            }
        }
    }

    @Test func `agreeing for a customer needs the right to, wherever a body says by whom`() async throws {
        let document = try DocumentedAPI.shipped()
        try await TestServer.run(Self.unhurried) { server in
            let world = try await WallWorld.open(server)
            let agent = try #require(world.callers.first { $0.name == "a agent's key" })
            for operation in document.operations where operation.consent != nil {
                let before = try await server.rowCounts()
                for body in document.examples(of: operation) where body["by"] != "shop" {
                    var call = Self.call(operation, agent, world.path(operation, below: world.shop))
                    call.body = world.fitted(body.with("by", "customer")).bytes
                    let reply = try await server.root.send(call)
                    #expect(
                        reply.status == 403 && reply.code == "permissionMissing",
                        "\(operation.name): \(reply.status) \(reply.text.prefix(200))")
                }
                #expect(try await server.rowCounts() == before)
            }
        }
    }

    @Test func `no body names another shop's file, order, person or product`() async throws {
        try await TestServer.run(Self.unhurried) { server in
            let world = try await WallWorld.open(server)
            let (shop, now) = (world.other, try await server.clock.now())
            try await shop.take([TestOrder(id: "m1", quantity: 3).json(at: now)])
            try await shop.take([TestOrder(id: "m2", status: "pending").json(at: now)])
            let own = try await shop.post("cases", BadInput.application("m1")).expect(201).id
            let foreign = world.ids.mapValues { JSONValue.string($0) }
            let application = BadInput.application("m1")
            let bodies: [(String, JSONValue)] = [
                ("cases", application.with("evidence", [foreign["file"] ?? .null])),
                ("cases", application.with("orderId", foreign["order"] ?? .null)),
                ("cases", application.with("refundTo", "lan-wechat")),
                ("cases/preview", application.with("orderId", foreign["order"] ?? .null)),
                ("cases/\(own)/evidence", ["evidence": [foreign["file"] ?? .null]]),
                ("cases/\(own)/assignment", ["assignee": foreign["member"] ?? .null]),
                ("complaints", ["customerId": "lan", "cause": "service", "words": "慢"]),
                (
                    "complaints",
                    ["customerId": "mei", "orderId": "o2", "cause": "service", "words": "慢"]
                ),
                (
                    "orders/m2/changes",
                    [
                        "kind": "lines", "methodId": "mei-card",
                        "replace": [["variantId": "pot-white", "newVariantId": "bowl-white"]],
                    ]
                ),
                ("orders/m2/changes", ["kind": "payment", "methodId": "lan-card"]),
            ]
            for (path, body) in bodies {
                let reply = try await shop.post(path, body)
                #expect(
                    [409, 422].contains(reply.status), "\(path) \(body.text): \(reply.text.prefix(200))")
            }
            for query in [
                "cases?customerId=lan", "cases?orderId=o1", "orders?customerId=lan", "cases?q=o1",
                "customers?email=lan@example.com", "complaints?customerId=lan",
            ] {
                #expect(try await shop.get(query).expect(200).items.isEmpty, "\(query)")
            }
            let seen = try await server.root.with(key: Self.key(of: "another shop's owner", world)).get(
                "/v1/shops")
            #expect(seen.items.map { $0["id"]?.string } == [world.other.id])
        }
    }

    // MARK: What the table says

    private static func unhurried(_ configuration: inout Configuration) {
        configuration.keyBurst = 100_000
        configuration.addressBurst = 100_000
    }

    /// The code by which a caller is turned away at the door; nil for those whom it lets in.
    private static func refusal(
        of operation: DocumentedAPI.Operation, to caller: WallWorld.Caller, _ world: WallWorld,
        below shop: Qinghe? = nil
    ) -> String? {
        if operation.isOpen { return nil }
        if operation.isOfVisit { return "visitMissing" }
        switch caller.standing {
        case .none: return "keyMissing"
        case .unknown: return "keyUnknown"
        case .role(let role, let home):
            let isBelowShop = operation.path.contains("{shop}")
            if isBelowShop, let home, home != (shop ?? world.shop).id { return "shopUnknown" }
            if operation.roles.contains(role) { return nil }
            return isBelowShop && role != "customer" ? "permissionMissing" : "roleTooLow"
        }
    }

    private static func turnsAway(_ reply: Reply) -> Bool {
        ["keyMissing", "keyUnknown", "notSignedIn", "shopUnknown", "permissionMissing", "roleTooLow"]
            .contains(reply.code)
    }

    /// The record is not there; or it is not asked for, since the server's way of paying takes no outcome by hand.
    private static func findsNothing(_ reply: Reply) -> Bool {
        reply.status == 404 && !turnsAway(reply) || reply.code == "outcomeNotManual"
    }

    // MARK: Calls

    /// The operation as it would have an effect, with every body that the document shows.
    private static func wholeCalls(
        _ operation: DocumentedAPI.Operation, _ caller: WallWorld.Caller, _ world: WallWorld,
        _ document: DocumentedAPI, below shop: Qinghe? = nil
    ) -> [Call] {
        let path = world.path(operation, below: shop ?? world.shop)
        let bodies = document.examples(of: operation).map { world.fitted($0).bytes }
        return (bodies.isEmpty ? [[]] : bodies).map { body in
            var call = call(operation, caller, path)
            call.body = body
            return call
        }
    }

    /// The operation without anything that it could act on: enough to come through the door.
    private static func emptyCall(
        _ operation: DocumentedAPI.Operation, _ caller: WallWorld.Caller, _ world: WallWorld
    ) -> Call {
        var call = Call(method: operation.method, path: world.path(operation, below: world.shop))
        // A stream that began would not end.
        if operation.path.hasSuffix("/events") { call.path += "?after=none" }
        call.headers = caller.headers
        // Where the rules are asked who agrees, they are asked with a body.
        if operation.consent == "always" {
            call.headers += [("Content-Type", "application/json"), ("Idempotency-Key", API.freshKey())]
            call.body = Array("{\"version\":999}".utf8)
        }
        return call
    }

    private static func call(
        _ operation: DocumentedAPI.Operation, _ caller: WallWorld.Caller, _ path: String
    ) -> Call {
        var call = Call(method: operation.method, path: path)
        call.headers = caller.headers + [("Idempotency-Key", API.freshKey())]
        if let type = operation.value["requestBody"]?["content"]?.members.last?.name {
            call.headers.append(("Content-Type", type))
        }
        return call
    }

    private static func key(of name: String, _ world: WallWorld) -> String? {
        world.callers.first { $0.name == name }?.headers.first?.1.replacing("Bearer ", with: "")
    }
}

extension DocumentedAPI.Operation {
    /// Needs no key.
    var isOpen: Bool { value["security"] == .array([]) }
    var roles: [String] { (value["x-roles"]?.items ?? []).compactMap(\.string) }
    var consent: String? { value["x-consent"]?.string }

    /// Whether its path names something that one shop has.
    fileprivate var namesRecord: Bool {
        path.contains("{shop}")
            && path.replacing("{shop}", with: "").replacing("{kind}", with: "").contains("{")
    }
}

extension JSONValue {
    /// The object with one member set.
    fileprivate func with(_ name: String, _ value: JSONValue) -> JSONValue {
        .object(members.filter { $0.name != name } + [JSONValue.Member(name, value)])
    }
}
