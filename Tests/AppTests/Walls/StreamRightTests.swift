import Base
import Crypto
import Foundation
import TestSupport
import Testing

/// A live stream goes on no longer than the right that it was opened with, on whichever node either happens.
@Suite(.serialized, .timeLimit(.minutes(15))) struct StreamRightTests {
    private static let password = "四月的龙井要趁早 2026"

    /// The servers on which somebody follows and on which their right ends: two of one database where that can be.
    private struct Place {
        let here: ServerProcess
        let there: ServerProcess
        let shop: Qinghe
    }

    /// Whose right ends, the stream that they follow, and what ends it.
    private struct Follower {
        let name: String
        let call: Call
        let end: @Sendable () async throws -> Void
    }

    @Test func `a stream ends with the key, the session, the role or the person`() async throws {
        try await Self.run { place in
            let followers = try await [
                Self.key(place), Self.rolelessStaff(place), Self.signedOutStaff(place),
                Self.erasedCustomer(place), Self.erasedVisitor(place),
            ]
            for follower in followers {
                let (heard, listening) = AsyncStream<Void>.makeStream()
                async let following = Self.follow(follower.call, on: place.here) { listening.yield() }
                for await _ in heard { break }
                try await follower.end()
                let start = ContinuousClock.now
                #expect(try await following, "\(follower.name) still hears")
                #expect(ContinuousClock.now - start < .seconds(8), "\(follower.name)")
                let again = try await place.here.send(follower.call)
                #expect((300..<500).contains(again.status), "\(follower.name)")
            }
        }
    }

    /// - Returns: whether the stream ended by itself; false when it went on for too long.
    private static func follow(
        _ call: Call, on server: ServerProcess, _ onPiece: @escaping @Sendable () -> Void
    ) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await server.follow(call) { _ in
                    onPiece()
                    return false
                }
                return true
            }
            group.addTask {
                try await Task.sleep(for: .seconds(20))  // a stream that goes on never tells
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }

    // MARK: Followers

    private static func key(_ place: Place) async throws -> Follower {
        let lin = try await place.shop.caller("agent")
        return Follower(name: "a key", call: lin.api.call("GET", place.shop.path("events"))) {
            try await place.shop.post("keys/\(lin.keyID)/revocation").expect(200)
        }
    }

    private static func rolelessStaff(_ place: Place) async throws -> Follower {
        let (id, browser) = try await staff("supervisor", place)
        let call = browser.call("/desk/\(place.shop.id)/stream")
        return Follower(name: "somebody of another role", call: call) {
            try await place.shop.root.patch(
                place.shop.path("staff/\(id)"), ["role": "viewer"]
            ).expect(200)
        }
    }

    private static func signedOutStaff(_ place: Place) async throws -> Follower {
        let (_, browser) = try await staff("agent", place)
        let call = browser.call("/desk/\(place.shop.id)/conversations/stream")
        return Follower(name: "somebody signed out everywhere", call: call) {
            var there = Browser(place.there.root)
            there.cookies = browser.cookies
            let account = try await there.get("/desk/\(place.shop.id)/account").expect(200)
            try await there.submit(account, to: "/account/sessions/removal").expect(303)
        }
    }

    private static func erasedCustomer(_ place: Place) async throws -> Follower {
        let secret = "a-secret-of-the-shops-own-site"
        try await place.shop.root.patch(place.shop.path("settings"), ["linkSecret": .string(secret)])
            .expect(200)
        let expires = Outside.system.now().milliseconds / 1000 + 600
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(place.shop.id)\nmei\n\(expires)".utf8),
            using: SymmetricKey(data: Array(secret.utf8)))
        let signature = code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        var browser = Browser(place.here.root)
        _ = try await browser.get(
            "/s/\(place.shop.id)/enter?customer=mei&expires=\(expires)&signature=\(signature)"
        ).expect(303)
        let call = browser.call("/s/\(place.shop.id)/messages/stream")
        return Follower(name: "a customer whose data are erased", call: call) {
            try await place.shop.post("customers/mei/erasure", ["reason": "request"]).expect(200)
        }
    }

    private static func erasedVisitor(_ place: Place) async throws -> Follower {
        let begun = try await place.here.root.with(key: nil).post(place.shop.path("chat/visits")).expect(200)
        let api = place.here.root.with(key: begun.json["visit"]?.string)
        try await api.post(place.shop.path("chat/messages"), ["kind": "text", "text": "在吗"]).expect(201)
        let visitor = try #require(begun.json["visitorId"]?.string)
        return Follower(name: "an erased visitor", call: api.call("GET", place.shop.path("chat/stream"))) {
            try await place.shop.post("visitors/\(visitor)/erasure", ["reason": "request"]).expect(200)
        }
    }

    private static func staff(_ role: String, _ place: Place) async throws -> (id: String, Browser) {
        let made = try await place.shop.post(
            "staff", ["email": .string("\(role)@example.com"), "name": "林", "role": .string(role)]
        ).expect(201)
        try await place.shop.root.put(
            place.shop.path("staff/\(made.id)/password"), ["password": .string(password)]
        ).expect(204)
        var browser = Browser(place.here.root)
        try await browser.signIn(place.shop, as: role, password)
        return (made.id, browser)
    }

    // MARK: Servers

    private static func run(_ body: @Sendable (Place) async throws -> Void) async throws {
        let directory = try TestDirectory()
        var environment = try ServerProcess.environment(directory)
        try await ServerProcess.withClient { client in
            guard TestEngine.current == .postgresql else {
                let server = try await ServerProcess.start(data: directory.url, client: client, [:], [])
                try await body(Place(here: server, there: server, shop: Qinghe.open(server.root)))
                #expect(await server.stop() == 0)
                return
            }
            environment["HUITOU_KEYS"] = directory.url.appending(path: "huitou.keys").path
            environment["HUITOU_FILES"] = directory.url.appending(path: "files").path
            var nodes: [ServerProcess] = []
            for number in 0..<2 {
                let data = directory.url.appending(path: "node-\(number)")
                nodes.append(try await ServerProcess.start(data: data, client: client, environment, []))
            }
            try await body(Place(here: nodes[0], there: nodes[1], shop: Qinghe.open(nodes[1].root)))
            for node in nodes { #expect(await node.stop() == 0) }
        }
    }
}

extension Browser {
    /// What a page of this browser follows.
    func call(_ path: String) -> Call {
        let cookies = cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
        return Call(
            method: "GET", path: path, headers: [("Cookie", cookies), ("Accept", "text/event-stream")])
    }
}
