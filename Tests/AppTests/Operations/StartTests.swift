import App
import Base
import Foundation
import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import Testing

/// How a server begins: whoever comes too early is turned away at once, and nobody is let in and forgotten.
@Suite(.timeLimit(.minutes(15))) struct StartTests {
    private let callers = 4

    @Test func `asking whether a port is free lets nobody in`() async throws {
        var configuration = Configuration()
        configuration.port = try Self.freePort()
        let (port, isOver) = (configuration.port, Flag())
        let letIn = Tally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { isOver.raise() }  // the callers end also where something fails
            for _ in 0..<callers {
                group.addTask {
                    while !isOver.isRaised {
                        guard let connection = await Self.connection(to: port) else { continue }
                        letIn.count()
                        try await connection.close()
                    }
                }
            }
            for _ in 0..<200 { try ListeningPort.check(configuration) }
        }
        #expect(letIn.counted == 0)
    }

    @Test func `a port is free again as soon as its server has ended, whatever its last callers do`()
        async throws
    {
        let directory = try TestDirectory()
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(data: directory.url, client: client)
            var configuration = Configuration()
            configuration.port = server.port
            #expect(throws: IOError.self) { try ListeningPort.check(configuration) }
            try await server.root.get("/healthz").expect(200)
            let connection = try #require(await Self.connection(to: server.port))
            await server.kill()
            try ListeningPort.check(configuration)
            connection.close(promise: nil)
        }
    }

    @Test func `whoever connects while a server starts is answered or turned away`() async throws {
        let directory = try TestDirectory()
        let port = try Self.freePort()
        let isOver = Flag()
        let answered = Tally()
        try await ServerProcess.withClient { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                defer { isOver.raise() }
                for _ in 0..<callers {
                    group.addTask {
                        while !isOver.isRaised {
                            switch try await Caller.call(port) {
                            case .answered: answered.count()
                            case .turnedAway: continue
                            case .forgotten: Issue.record("somebody was let in and never answered")
                            }
                        }
                    }
                }
                for _ in 0..<8 {
                    let server = try await ServerProcess.start(
                        data: directory.url, client: client, port: port)
                    try await server.root.get("/healthz").expect(200)
                    await server.kill()
                }
            }
        }
        #expect(answered.counted > 0)
    }

    /// Below those that the system gives to callers: one that is given the port it calls would reach itself.
    private static func freePort() throws -> Int {
        var configuration = Configuration()
        let isFree = { port in
            configuration.port = port
            // To be taken is an answer here.
            return (try? ListeningPort.check(configuration)) != nil
        }
        let ports = (0..<100).map { _ in 20_000 + Int(Outside.system.random() % 10_000) }
        return try #require(ports.first(where: isFree))
    }

    /// Nil where nobody lets it in.
    private static func connection(to port: Int) async -> (any Channel)? {
        // To be turned away is an answer here.
        try? await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port).get()
    }
}

/// Somebody who connects, asks for `/healthz` and waits for a while.
private final class Caller: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    enum End { case answered, turnedAway, forgotten }

    private let end: EventLoopPromise<End>

    private init(_ end: EventLoopPromise<End>) { self.end = end }

    static func call(_ port: Int) async throws -> End {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let end = loop.makePromise(of: End.self)
        do {
            let channel = try await ClientBootstrap(group: loop).channelInitializer { channel in
                channel.pipeline.addHandler(Caller(end))
            }.connect(host: "127.0.0.1", port: port).get()
            loop.scheduleTask(in: .seconds(10)) { end.succeed(.forgotten) }
            let request = ByteBuffer(
                string: "GET /healthz HTTP/1.1\r\nHost: huitou\r\nConnection: close\r\n\r\n")
            channel.writeAndFlush(request, promise: nil)
            let met = try await end.futureResult.get()
            channel.close(promise: nil)
            return met
        } catch {
            end.succeed(.turnedAway)
            return .turnedAway
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { end.succeed(.answered) }

    func channelInactive(context: ChannelHandlerContext) { end.succeed(.turnedAway) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Counts what several callers meet.
private final class Tally: Sendable {
    private let value = Atomic(0)

    var counted: Int { value.load(ordering: .relaxed) }

    func count() { value.add(1, ordering: .relaxed) }
}
