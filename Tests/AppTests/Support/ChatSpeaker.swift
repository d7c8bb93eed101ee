import Base
import Foundation
import Synchronization
import TestSupport
import Testing

/// A program that dies and is started again, behind one address.
final class MortalProgram: Sendable {
    private let begin: @Sendable () async throws -> ServerProcess
    private let running = Mutex<ServerProcess?>(nil)
    /// Raised when it has refused what it should have taken: nobody need wait any more.
    let hasRefused = Flag()

    init(_ begin: @escaping @Sendable () async throws -> ServerProcess) { self.begin = begin }

    var current: ServerProcess? { running.withLock(\.self) }

    /// A caller to whom it is as if nobody listened while the program is dead.
    var root: API {
        API(key: TestServer.rootKey) { call in
            guard let program = self.current else { throw CancellationError() }
            return try await program.send(call)
        }
    }

    func start() async throws {
        let program = try await begin()
        running.withLock { $0 = program }
    }

    func dieAndStart() async throws {
        let program = running.withLock { running in
            defer { running = nil }
            return running
        }
        await program?.kill()
        try await start()
    }
}

/// One side of a thread: writes until each message was acknowledged, and reads whatever comes, over connections that are
/// cut at random.
final class ChatSpeaker: Sendable {
    struct Read: Sendable {
        let number: Int
        let text: String
    }

    private struct State {
        var read: [Read] = []
        var acknowledged = 0
        var cut = 0
        var chance: SeededChance
    }

    let name: String
    private let api: API
    private let messages: String
    private let stream: String
    /// What of the stream concerns this side; empty: all.
    private let subject: String
    private let program: MortalProgram
    private let state: Mutex<State>

    init(
        _ name: String, _ api: API, _ messages: String, _ stream: String, _ subject: String,
        _ program: MortalProgram, _ seed: UInt64
    ) {
        self.subject = subject
        (self.name, self.api, self.messages, self.stream) = (name, api, messages, stream)
        self.program = program
        state = Mutex(State(chance: SeededChance(seed: seed)))
    }

    /// What has come, in the order in which it came.
    var found: [Read] { state.withLock(\.read) }
    var acknowledged: Int { state.withLock(\.acknowledged) }
    var cut: Int { state.withLock(\.cut) }

    /// Each message is sent under its key until somebody has acknowledged it.
    func write(_ count: Int) async {
        for number in 0..<count {
            var call = api.call("POST", messages, ["kind": "text", "text": .string("\(name) \(number)")])
            call.headers.append(("Idempotency-Key", "\(name)-\(number)"))
            while true {
                let reply = await send(call)
                if reply?.status == 201 { break }
                if let reply, (400..<500).contains(reply.status), reply.status != 429 {
                    Issue.record("\(name) \(number): \(reply.text)")
                    return program.hasRefused.raise()
                }
                await rest()
            }
            state.withLock { $0.acknowledged += 1 }
        }
    }

    /// Follows until so many have come after the first one; a stream that ends is opened again.
    func read(_ count: Int) async {
        while state.withLock({ $0.read.count }) <= count, !program.hasRefused.isRaised {
            await catchUp()
            let pieces = state.withLock { $0.chance.below(12) }
            await follow(atMost: pieces)
        }
    }

    // MARK: Parts

    private func follow(atMost pieces: Int) async {
        let following = Task { [api, stream, subject, program] in
            guard let server = program.current else { return }
            var heard = 0
            try await server.follow(api.call("GET", stream)) { piece in
                if subject.isEmpty || piece.contains(subject) { heard += 1 }
                return heard > pieces
            }
        }
        // Nothing may be told any more: whoever has heard nothing for a while asks.
        let watch = Task {
            try await Task.sleep(for: .milliseconds(400))  // as an app looks after a stream
            following.cancel()
        }
        _ = await following.result
        watch.cancel()
        state.withLock { $0.cut += 1 }
    }

    private func catchUp() async {
        while true {
            let last = state.withLock { $0.read.last?.number ?? 0 }
            guard let page = await send(api.call("GET", "\(messages)?after=\(last)&limit=50")),
                page.status == 200
            else { return await rest() }
            let items = page.items.map {
                Read(number: Int($0["number"]?.int ?? 0), text: $0["text"]?.string ?? "")
            }
            state.withLock { $0.read += items }
            if items.count < 50 { return }
        }
    }

    /// - Returns: nil where nobody answered, or the connection was cut before.
    private func send(_ call: Call) async -> Reply? {
        let patience = state.withLock { $0.chance.below(8) == 0 ? $0.chance.below(30) : nil }
        guard let patience else { return try? await api.send(call) }  // nobody answered: it is asked again
        let calling = Task { [api] in try await api.send(call) }
        let cutting = Task {
            try await Task.sleep(for: .milliseconds(patience))  // in the middle of whatever happens
            calling.cancel()
        }
        defer { cutting.cancel() }
        switch await calling.result {
        case .success(let reply): return reply
        case .failure:
            state.withLock { $0.cut += 1 }
            return nil
        }
    }

    private func rest() async {
        // A cancelled sleep is noticed by the loop.
        try? await Task.sleep(for: .milliseconds(30))  // as an app waits before it tries again
    }
}
