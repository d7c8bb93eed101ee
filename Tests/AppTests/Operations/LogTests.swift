import Base
import Foundation
import TestSupport
import Testing

/// The log as programs collect it.
@Suite(.timeLimit(.minutes(15))) struct LogTests {
    @Test func `each entry is one JSON object, and a request's id leads from the answer to its entry`()
        async throws
    {
        let directory = try TestDirectory()
        let log = directory.url.appending(path: "log")
        try await ServerProcess.withClient { client in
            let environment = try ServerProcess.environment(directory).merging([
                "HUITOU_LOG": "info", "HUITOU_LOG_FORMAT": "json",
            ]) { _, new in new }
            let server = try await ServerProcess.start(
                data: directory.url.appending(path: "data"), client: client, environment, log: log)
            let shop = try await Qinghe.open(server.root)
            let reply = try await shop.get("customers?email=mei@example.com").expect(200)
            #expect(await server.stop() == 0)
            let text = try String(contentsOf: log, encoding: .utf8)
            let entries = try text.split(separator: "\n").map { try JSONParser.parse(String($0)) }
            let entry = entries.first {
                $0["requestId"]?.string == reply.headers["x-request-id"] && $0["message"] == "request"
            }
            #expect(
                entry?["route"] == "/v1/shops/{shop}/customers" && entry?["status"] == "200",
                "\(text.prefix(900))")
            #expect(entries.allSatisfy { $0["at"]?.string.flatMap { Timestamp($0) } != nil })
            #expect(!text.contains("mei@example.com") && !text.contains(TestServer.rootKey))
        }
    }
}
