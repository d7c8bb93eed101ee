import Base
import Foundation
import TestSupport
import Testing

/// Many write to each other in chats while connections are cut at random and the program dies.
@Suite(.serialized, .timeLimit(.minutes(60))) struct ChatDeliveryTests {
    /// In the long form, which `bin/soak delivery` runs.
    private static let wanted =
        ProcessInfo.processInfo.environment["HUITOU_DELIVERY_MESSAGES"].flatMap { Int($0) }
    /// Each with a visitor and the shop, who write and read at the same time.
    private static let threads = wanted == nil ? 20 : 100
    private static let messages = wanted ?? 600
    private static let kills = 3

    @Test func `every acknowledged message arrives at every reader once and in order`() async throws {
        let seed = Outside.system.random()
        print("delivery seed \(seed)")
        let directory = try TestDirectory()
        let engine = try ServerProcess.environment(directory)
        try await ServerProcess.withClient { client in
            let program = MortalProgram {
                try await ServerProcess.start(data: directory.url, client: client, engine)
            }
            try await program.start()
            let shop = try await Qinghe.open(program.root)
            let each = Self.messages / (2 * Self.threads)
            var speakers: [ChatSpeaker] = []
            for number in 0..<Self.threads {
                speakers += try await Self.speakers(shop, program, each, seed &+ UInt64(number) &* 2)
            }
            let start = ContinuousClock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for speaker in speakers {
                    group.addTask { await speaker.write(each) }
                    group.addTask { await speaker.read(2 * each) }
                }
                for _ in 0..<Self.kills {
                    try await Task.sleep(for: .milliseconds(1_500))  // while they write
                    try await program.dieAndStart()
                }
                try await group.waitForAll()
            }
            Self.judge(speakers, each, ContinuousClock.now - start)
            #expect(await program.current?.stop() == 0)
        }
        let verified = try await ServerProcess.verify(directory.url, engine)
        #expect(verified.status == 0, "\(verified.text)")
    }

    /// A visitor's thread, begun with one message of theirs.
    private static func speakers(
        _ shop: Qinghe, _ program: MortalProgram, _ each: Int, _ seed: UInt64
    ) async throws -> [ChatSpeaker] {
        let visit = try await shop.root.post(shop.path("chat/visits")).expect(200).json
        let visitor = try #require(visit["visitorId"]?.string)
        let api = shop.root.with(key: visit["visit"]?.string)
        try await api.post(shop.path("chat/messages"), ["kind": "text", "text": "在吗"]).expect(201)
        let found = try await shop.get("conversations?customerId=\(visitor)").items.first?["id"]?.string
        let id = try #require(found)
        return [
            ChatSpeaker(
                "visitor", api, shop.path("chat/messages"), shop.path("chat/stream"), "", program, seed),
            ChatSpeaker(
                "shop", shop.root, shop.path("conversations/\(id)/messages"), shop.path("events"), id,
                program,
                seed &+ 1),
        ]
    }

    private static func judge(_ speakers: [ChatSpeaker], _ each: Int, _ time: Duration) {
        for pair in stride(from: 0, to: speakers.count, by: 2) {
            let (visitor, shop) = (speakers[pair], speakers[pair + 1])
            for reader in [visitor, shop] {
                #expect(reader.found.map(\.number) == Array(1...(2 * each + 1)))
                for writer in [visitor, shop] {
                    let wrote = (0..<each).map { "\(writer.name) \($0)" }
                    #expect(reader.found.map(\.text).filter { $0.hasPrefix("\(writer.name) ") } == wrote)
                }
            }
        }
        let (acknowledged, cut) = (
            speakers.map(\.acknowledged).reduce(0, +), speakers.map(\.cut).reduce(0, +)
        )
        #expect(acknowledged == speakers.count * each)
        print(
            """
            delivery: \(speakers.count) clients, \(acknowledged) messages acknowledged, each at two readers once and \
            in order; \(kills) kills, \(cut) calls and streams cut off; \(time)
            """)
    }
}
