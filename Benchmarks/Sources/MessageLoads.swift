import Dispatch
import Foundation

/// Messages posted into many conversations, and told to a program that follows the shop meanwhile.
struct MessageLoads {
    let place: Workplace
    let server: RunningServer
    let seconds: Int
    let rounds: Int

    private static let conversations = 1_000
    private static let ids = "conversations.txt"
    private static let connections = [8, 16, 32, 64]

    func run(_ table: inout FigureTable) async throws {
        try await open()
        for connections in Self.connections {
            let follower = try EventDelays(server, shop: "bench")
            let load = Load(
                middleOf: try (0..<rounds).map { round in
                    server.settle()
                    return try Load(
                        "post-message.lua", on: server, place, seconds: seconds, connections: connections,
                        [
                            "BENCH_IDS": place.directory.appending(path: Self.ids).path,
                            "BENCH_RUN": "\(connections)-\(round)",
                        ])
                })
            table.add(
                "messages posted, durable, \(connections) connections", load.figures,
                .atLeast(5_000, "/s", load.perSecond).and(load.p99(below: 30)))
            let delays = follower.stop().sorted()
            guard !delays.isEmpty else { throw BenchFailure("nothing was told of the messages") }
            let (median, p99) = (delays[delays.count / 2], delays[delays.count * 99 / 100])
            table.add(
                "the same told to a follower, from the moment of posting",
                String(format: "median %.1f ms, p99 %.1f ms", median, p99), .below(30, "ms", p99))
        }
    }

    private func open() async throws {
        var ids: [String] = []
        for _ in 0..<Self.conversations {
            let text = try await server.call(
                "POST", "/v1/shops/bench/conversations", #"{"channel":"bench"}"#)
            guard let id = text.firstMatch(of: #/"id":"([^"]+)"/#)?.1 else {
                throw BenchFailure("a conversation could not be opened: \(text)")
            }
            ids.append(String(id))
        }
        try Data(ids.joined(separator: "\n").utf8).write(to: place.directory.appending(path: Self.ids))
    }
}

/// A program that follows a shop's events and notes how long after its moment each has come.
///
/// Sendable by proof: the thread alone writes the delays, and `stop` reads them after it has ended.
final class EventDelays: @unchecked Sendable {
    private let socket: Int32
    private let ended = DispatchSemaphore(value: 0)
    private var delays: [Double] = []

    init(_ server: RunningServer, shop: String) throws {
        socket = try LiveStreams.stream(of: shop, on: server)
        Thread.detachNewThread { [self] in
            listen()
            ended.signal()
        }
    }

    /// - Returns: milliseconds.
    func stop() -> [Double] {
        shutdown(socket, Int32(SHUT_RDWR))
        ended.wait()
        close(socket)
        return delays
    }

    private func listen() {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        var rest = ""
        while true {
            let count = recv(socket, &bytes, bytes.count, 0)
            guard count > 0 else { return }
            let now = Date().timeIntervalSince1970 * 1_000
            rest += String(decoding: bytes[..<count], as: UTF8.self)
            let events = rest.components(separatedBy: "\n\n")
            rest = events.last ?? ""
            for event in events.dropLast() where event.contains("conversation.messagePosted") {
                if let at = Self.moment(in: event) { delays.append(now - at) }
            }
        }
    }

    /// The event's own time: `"at":"2026-11-22T08:50:02.123Z"`.
    private static func moment(in event: String) -> Double? {
        guard let text = event.range(of: "\"at\":\"").map({ event[$0.upperBound...].prefix(24) }) else {
            return nil
        }
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        // What is no moment is not counted.
        guard let date = try? style.parse(String(text)) else { return nil }
        return date.timeIntervalSince1970 * 1_000
    }
}
