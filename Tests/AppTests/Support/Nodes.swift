import AsyncHTTPClient
import Base
import Foundation
import Synchronization
import TestSupport
import Testing

/// Several programs with one database and one directory of files, as behind a load balancer.
final class Nodes: Sendable {
    static let count = 3

    private let running: Mutex<[ServerProcess?]> = Mutex(Array(repeating: nil, count: Nodes.count))
    private let next = Atomic(0)
    private let client: HTTPClient
    private let directory: TestDirectory
    let database: String
    private let clocks: [SteppedClock]

    /// - Parameter clocks: one for each node; none: they all have the machine's.
    init(
        _ client: HTTPClient, _ directory: TestDirectory, database: String, clocks: [SteppedClock] = []
    ) {
        (self.client, self.directory, self.database) = (client, directory, database)
        self.clocks = clocks
    }

    /// A caller whose requests go to the nodes in turn, as a balancer sends them that leaves out those that are away.
    var root: API {
        API(key: TestServer.rootKey) { call in
            guard let node = self.any() else { throw CancellationError() }
            return try await node.send(call)
        }
    }

    func any() -> ServerProcess? {
        let nodes = running.withLock { $0.compactMap(\.self) }
        let turn = next.add(1, ordering: .relaxed).newValue
        return nodes.isEmpty ? nil : nodes[turn % nodes.count]
    }

    var environment: [String: String] {
        [
            "HUITOU_DATABASE": database, "HUITOU_DATABASE_CONNECTIONS": "6",
            "HUITOU_KEYS": directory.url.appending(path: "huitou.keys").path,
            "HUITOU_FILES": directory.url.appending(path: "files").path,
        ]
    }

    func start(_ number: Int) async throws {
        let data = directory.url.appending(path: "node-\(number)")
        let node = try await ServerProcess.start(
            data: data, client: client, environment, ["--provider", "simulated"],
            log: log(number), clock: clocks.isEmpty ? nil : clocks[number])
        running.withLock { $0[number] = node }
    }

    private func log(_ number: Int) -> URL { directory.url.appending(path: "node-\(number).log") }

    /// What the nodes complained of last, each since its start.
    var complaints: [String] {
        (0..<Self.count).map { number in
            // A node that complained of nothing has an empty file.
            String(decoding: (try? Data(contentsOf: log(number)))?.suffix(2_000) ?? Data(), as: UTF8.self)
        }
    }

    func kill(_ number: Int) async {
        let node = running.withLock { nodes in
            defer { nodes[number] = nil }
            return nodes[number]
        }
        await node?.kill()
    }

    /// - Returns: the exit statuses.
    func stop() async -> [Int32] {
        let nodes = running.withLock { nodes in
            defer { nodes = [] }
            return nodes.compactMap(\.self)
        }
        var statuses: [Int32] = []
        for node in nodes { statuses.append(await node.stop()) }
        return statuses
    }

    /// How long it takes until every node says that it is ready, nobody helping.
    func healthy() async throws -> Duration {
        let start = ContinuousClock.now
        for node in running.withLock({ $0.compactMap(\.self) }) {
            while try await node.root.get("/readyz").status != 200 {
                guard ContinuousClock.now - start < .seconds(60) else { return .seconds(60) }
                try await Task.sleep(for: .milliseconds(100))  // as a balancer asks, now and then
            }
        }
        return ContinuousClock.now - start
    }
}

/// Raised once, seen by all.
final class Flag: Sendable {
    private let raised = Atomic(false)

    var isRaised: Bool { raised.load(ordering: .relaxed) }

    func raise() { raised.store(true, ordering: .relaxed) }
}

/// A listener to a shop's live events who goes to another node when a stream breaks, and tells the last number it has.
final class StreamReader: Sendable {
    private let nodes: Nodes
    private let state = Mutex((positions: [Int64](), breaks: 0))

    init(_ nodes: Nodes) { self.nodes = nodes }

    /// Numbers of events in the order in which they came.
    var positions: [Int64] { state.withLock { $0.positions } }
    var breaks: Int { state.withLock { $0.breaks } }

    /// Listens until it is cancelled.
    func run() async {
        while !Task.isCancelled {
            do {
                try await listen()
            } catch {
                // No node answers just now; a cancelled sleep is noticed by the loop.
                try? await Task.sleep(for: .milliseconds(100))
            }
            state.withLock { $0.breaks += 1 }
        }
    }

    private func listen() async throws {
        guard let node = nodes.any() else { throw CancellationError() }
        var call = node.root.call("GET", "/v1/shops/\(Qinghe.id)/events")
        call.headers.append(("Last-Event-ID", String(positions.last ?? 0)))
        var rest = ""
        try await node.follow(call) { text in
            rest += text
            while let end = rest.range(of: "\n\n") {
                take(rest[..<end.lowerBound])
                rest = String(rest[end.upperBound...])
            }
            return Task.isCancelled
        }
    }

    private func take(_ frame: Substring) {
        let lines = frame.split(separator: "\n")
        guard lines.contains(where: { $0.hasPrefix("data:") }),
            let number = lines.first(where: { $0.hasPrefix("id:") }).flatMap({ Int64($0.dropFirst(4)) })
        else { return }
        state.withLock { $0.positions.append(number) }
    }
}
