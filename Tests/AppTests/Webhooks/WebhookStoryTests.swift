import Base
import Foundation
import Hummingbird
import HummingbirdTesting
import Synchronization
import TestSupport
import Testing

@testable import App

/// Webhooks over real connections, checked by another implementation of the standard.
@Suite(.timeLimit(.minutes(15))) struct WebhookStoryTests {
    @Test func `a receiver gets a case's events, and the reference implementation takes their signatures`()
        async throws
    {
        try await Receiver.run { receiver in
            try await TestServer.run({ $0.allowsPrivateWebhooks = true }) { server in
                let shop = try await Qinghe.open(server.root)
                let made = try await shop.post(
                    "webhooks", ["url": .string(receiver.url), "types": ["case.*"]]
                )
                .expect(201)
                let secret = try await shop.get("webhooks/\(made.id)/secret").json["secret"]?.string ?? ""
                try await shop.take([TestOrder(id: "o1").json(at: server.clock.now())])
                try await shop.post(
                    "cases",
                    [
                        "orderId": "o1", "kind": "refundOnly", "reason": "notReceived",
                        "lines": [["variantId": "pot-white", "quantity": 1]],
                    ]
                ).expect(201)
                try await server.clock.pass(.seconds(10))
                let told = receiver.told
                #expect(told.contains { $0.json["type"] == "case.opened" })
                #expect(told.allSatisfy { $0.json["type"]?.string?.hasPrefix("case.") == true })
                try Self.check(told, secret)
            }
        }
    }

    @Test func `without leave no call reaches this machine, not even by a public name`() async throws {
        let post = HTTPPost(allowsPrivateAddresses: false)
        try await Receiver.run { receiver in
            for url in [receiver.url, receiver.url.replacing("127.0.0.1", with: "localhost")] {
                await #expect(throws: (any Error).self) { try await post(url, [:], []) }
            }
            #expect(receiver.told.isEmpty)
            let status = try await HTTPPost(allowsPrivateAddresses: true)(receiver.url, [:], [])
            #expect(status == 204)
        }
    }

    /// PyPI's standardwebhooks, which bin/setup --test installs.
    private static func check(_ told: [Receiver.Told], _ secret: String) throws {
        guard let python = python() else {
            print("NOT CHECKED: standardwebhooks is not installed; bin/setup --test does it")
            return
        }
        for call in told {
            let check = Process()
            check.executableURL = URL(filePath: python)
            check.arguments = [
                "-c",
                """
                import json, sys, base64
                from datetime import datetime, timezone
                from standardwebhooks import Webhook
                secret, headers, body = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
                moment = datetime.fromtimestamp(int(headers["webhook-timestamp"]), tz=timezone.utc)
                sent = Webhook(secret).sign(headers["webhook-id"], moment, body)
                sys.exit(0 if sent in headers["webhook-signature"].split(" ") else 1)
                """, secret, call.headers.text, String(decoding: call.body, as: UTF8.self),
            ]
            try check.run()
            check.waitUntilExit()
            #expect(check.terminationStatus == 0, "\(call.headers.text)")
        }
    }

    private static func python() -> String? {
        let candidates = [".build/python/bin/python", "/usr/bin/python3"]
        return candidates.first { candidate in
            guard FileManager.default.isExecutableFile(atPath: candidate) else { return false }
            let probe = Process()
            probe.executableURL = URL(filePath: candidate)
            probe.arguments = ["-c", "import standardwebhooks"]
            probe.standardError = FileHandle.nullDevice
            // One that cannot be started has no module either.
            try? probe.run()
            probe.waitUntilExit()
            return probe.terminationStatus == 0
        }
    }
}

/// A system of the shop's that listens on this machine.
private final class Receiver: Sendable {
    struct Told: Sendable {
        let headers: JSONValue
        let body: [UInt8]

        var json: JSONValue { (try? JSONParser.parse(body)) ?? .null }  // what is no JSON has no fields
    }

    private let port: Int
    private let received: Collected<Told>

    private init(_ port: Int, _ received: Collected<Told>) { (self.port, self.received) = (port, received) }

    var url: String { "http://127.0.0.1:\(port)/in" }
    var told: [Told] { received.elements }

    static func run(_ body: @escaping @Sendable (Receiver) async throws -> Void) async throws {
        let received = Collected<Told>()
        let router = Router()
        router.post("in") { request, _ in
            let body = try await request.body.collect(upTo: 1 << 20)
            let headers = Dictionary(request.headers.map { ($0.name.rawName.lowercased(), $0.value) }) {
                first, _ in
                first
            }
            received.take(Told(headers: JSONValue(headers), body: Array(body.readableBytesView)))
            return HTTPResponse.Status.noContent
        }
        try await Application(router: router, logger: TestServer.quiet).test(.live) { client in
            try await body(Receiver(client.port ?? 0, received))
        }
    }
}
