import Base
import Events
import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import Logging
import NIOCore
import NIOEmbedded
import NIOPosix
import Storage
import Synchronization
import Testing

@testable import Web

/// Clients that take nothing of what they asked for.
@Suite(.timeLimit(.minutes(10))) struct StalledClientTests {
    /// A full connection with so much waiting in it.
    private func full(_ bytes: Int) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: StalledClients(within: .seconds(60)))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 80)).wait()
        channel.write(ByteBuffer(repeating: 1, count: bytes), promise: nil)
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
        return channel
    }

    @Test func `a connection of which nothing is taken ends`() throws {
        let channel = try full(100_000)
        channel.embeddedEventLoop.advanceTime(by: .seconds(59))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test func `one of which something is taken now and then goes on until nothing is`() throws {
        let channel = try full(100_000)
        for _ in 0..<3 {
            // Of what waits, the oldest part goes, and less comes.
            channel.flush()
            _ = try channel.readOutbound(as: ByteBuffer.self)
            channel.embeddedEventLoop.advanceTime(by: .seconds(60))
            #expect(channel.isActive)
            channel.isWritable = true
            channel.pipeline.fireChannelWritabilityChanged()
            channel.embeddedEventLoop.advanceTime(by: .seconds(600))
            #expect(channel.isActive)
            channel.write(ByteBuffer(repeating: 1, count: 100_000), promise: nil)
            channel.isWritable = false
            channel.pipeline.fireChannelWritabilityChanged()
        }
        channel.embeddedEventLoop.advanceTime(by: .seconds(60))
        #expect(!channel.isActive)
    }

    @Test func `a live stream whose client never reads ends, and its buffers were bounded`() async throws {
        let world = try World()
        try await world.withDatabase { database in
            let log = EventLog(broadcast: Broadcast())
            let hub = StreamHub(database, log.broadcast, Logger(label: "test"))
            try await database.write { transaction in
                for number in 0..<2_000 {
                    try log.append(
                        "case.opened", on: .init("case", "C\(number)"), of: World.shop, by: .system,
                        in: transaction)
                }
            }
            let (sent, told) = (JSONValue.string(String(repeating: "x", count: 4_000)), Sent())
            let server = HTTPServerBuilder.http1(
                configuration: .init(additionalChannelHandlers: [StalledClients(within: .milliseconds(50))]))
            let application = try world.application(server: server) { router in
                router.get("v1/shops/:shop/events") { request, context in
                    try EventStream(hub).response(to: request, context, in: try context.shop()) { _ in
                        told.add()
                        return ["text": sent]
                    }
                }
            }
            try await application.test(.live) { client in
                let port = try #require(client.port)
                let silent = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .channelOption(.autoRead, value: false)
                    .channelOption(.socketOption(.so_rcvbuf), value: 4_096)
                    .connect(host: "localhost", port: port).get()
                let request = "GET /v1/shops/qinghe/events?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                try await silent.writeAndFlush(ByteBuffer(string: request))
                while told.count == 0 { await Task.yield() }
                while hub.count > 0 { await Task.yield() }
                #expect(told.count < 1_000, "of 2,000 events, most were never prepared")
                #expect(silent.isActive, "the client did not leave by itself")
                try await silent.close()
            }
        }
    }
}

private final class Sent: Sendable {
    private let number = Mutex(0)
    var count: Int { number.withLock { $0 } }
    func add() { number.withLock { $0 += 1 } }
}
