import Base
import Foundation
import TestSupport
import Testing

/// Nodes of one database each keep a journal of who was erased.
@Suite(.timeLimit(.minutes(15)), .enabled(if: TestEngine.current == .postgresql))
struct ErasedElsewhereTests {
    @Test func `an erasure stands in the journal of every node, also of one that was away`() async throws {
        let directory = try TestDirectory()
        var environment = try ServerProcess.environment(directory)
        environment["HUITOU_KEYS"] = directory.url.appending(path: "huitou.keys").path
        environment["HUITOU_FILES"] = directory.url.appending(path: "files").path
        try await ServerProcess.withClient { client in
            let shared = environment
            func start(_ number: Int) async throws -> ServerProcess {
                var environment = shared
                environment["HUITOU_ERASURES"] = Self.journal(number, directory).path
                let data = directory.url.appending(path: "node-\(number)")
                return try await ServerProcess.start(data: data, client: client, environment, [])
            }
            let nodes = [try await start(0), try await start(1)]
            let shop = try await Qinghe.open(nodes[1].root)
            try await shop.post("customers/mei/erasure", ["reason": "request"]).expect(200)
            let erased = ContinuousClock.now
            for number in 0..<2 {
                while try !Self.names("mei", Self.journal(number, directory)) {
                    try #require(ContinuousClock.now - erased < .seconds(20), "node \(number)")
                    try await Task.sleep(for: .milliseconds(50))  // as somebody looks at a file
                }
            }
            let late = try await start(2)
            #expect(try Self.names("mei", Self.journal(2, directory)))
            for node in nodes + [late] { #expect(await node.stop() == 0) }
        }
    }

    private static func journal(_ number: Int, _ directory: TestDirectory) -> URL {
        directory.url.appending(path: "erasures-\(number)")
    }

    private static func names(_ customer: String, _ journal: URL) throws -> Bool {
        try String(contentsOf: journal, encoding: .utf8).contains("\"\(customer)\"")
    }
}
