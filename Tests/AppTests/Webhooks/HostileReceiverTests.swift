import Base
import NIOCore
import NIOPosix
import Synchronization
import Testing
import Webhooks

@testable import App

/// What is on the other side of a webhook, and means no good or is broken.
@Suite(.timeLimit(.minutes(15))) struct HostileReceiverTests {
    @Test(arguments: [HostileReceiver.Manner.silent, .cutting, .trickling])
    func `one that never says its piece is given up in time`(manner: HostileReceiver.Manner) async throws {
        try await HostileReceiver.run(manner) { receiver in
            let post = HTTPPost(allowsPrivateAddresses: true, within: .milliseconds(300))
            await #expect(throws: WebhookFault.unreachable) { _ = try await post(receiver.url, [:], [1]) }
            await receiver.untilNobodyIsConnected()
        }
    }

    @Test func `one that sends on to another address is not followed`() async throws {
        try await HostileReceiver.run(.redirecting) { receiver in
            let post = HTTPPost(allowsPrivateAddresses: true)
            let status = try await post(receiver.url, [:], [1])
            #expect(status == 302)
            #expect(receiver.connections == 1)
        }
    }

    @Test func `an answer that never ends is not read`() async throws {
        try await HostileReceiver.run(.endless) { receiver in
            let post = HTTPPost(allowsPrivateAddresses: true)
            let status = try await post(receiver.url, [:], [1])
            #expect(status == 200)
            await receiver.untilNobodyIsConnected()
        }
    }
}

/// A receiver over a real connection.
struct HostileReceiver: Sendable {
    enum Manner: String, Sendable {
        case silent, cutting, trickling, redirecting, endless
    }

    private let counts: Counts
    private let channel: any Channel

    private final class Counts: Sendable {
        let open = Mutex(0)
        let all = Mutex(0)
    }

    var url: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/hook" }
    var connections: Int { counts.all.withLock { $0 } }

    static func run(
        _ manner: Manner, _ body: (HostileReceiver) async throws -> Void
    ) async throws {
        let counts = Counts()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    counts.all.withLock { $0 += 1 }
                    counts.open.withLock { $0 += 1 }
                    channel.closeFuture.whenComplete { _ in counts.open.withLock { $0 -= 1 } }
                    try channel.pipeline.syncOperations.addHandler(Answering(manner))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        try await body(HostileReceiver(counts: counts, channel: channel))
        try await channel.close()
    }

    private init(counts: Counts, channel: any Channel) { (self.counts, self.channel) = (counts, channel) }

    func untilNobodyIsConnected() async {
        while counts.open.withLock({ $0 }) > 0 { await Task.yield() }
    }

    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let manner: Manner
        private var hasBegun = false

        init(_ manner: Manner) { self.manner = manner }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard !hasBegun else { return }
            hasBegun = true
            switch manner {
            case .silent: break
            case .cutting: context.close(promise: nil)
            case .trickling: goOn(context, with: "X-More: yes\r\n", after: "HTTP/1.1 200 OK\r\n")
            case .redirecting:
                let answer = "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
            case .endless:
                goOn(
                    context, with: "3e8\r\n\(String(repeating: "x", count: 1_000))\r\n",
                    after: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            }
        }

        private func goOn(_ context: ChannelHandlerContext, with piece: String, after head: String) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head)), promise: nil)
            let place = NIOLoopBound(context, eventLoop: context.eventLoop)
            context.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(5)) { task in
                let context = place.value
                guard context.channel.isActive else { return task.cancel() }
                context.writeAndFlush(NIOAny(ByteBuffer(string: piece)), promise: nil)
            }
        }
    }
}
