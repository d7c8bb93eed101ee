import NIOCore

/// Tells when the client of a connection has gone, or has said that it will send nothing more.
///
/// A handler among those of the connection, because a task that waits for the same costs each stream 7 KB.
final class LeavingClient: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private static let name = "huitou.leaving-client"
    /// What the system keeps of a stream for a client that does not read; it takes twice as much, and would take
    /// megabytes. Events are small, and come to whoever reads at once.
    private static let systemBytes: ChannelOptions.Types.SocketOption.Value = 32 * 1_024
    private let onLeaving: @Sendable () -> Void

    private init(_ onLeaving: @escaping @Sendable () -> Void) { self.onLeaving = onLeaving }

    /// Runs a body and listens meanwhile. What waits for the client is bounded for good.
    static func watched(
        on channel: any Channel, _ body: () async throws -> Void, onLeaving: @escaping @Sendable () -> Void
    ) async throws {
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(
                LeavingClient(onLeaving), name: name, position: .first)
            // Where a channel is none of the system's, nothing is kept.
            try? channel.syncOptions?.setOption(.socketOption(.so_sndbuf), value: systemBytes)
            if !channel.isActive { onLeaving() }
        }.get()
        // A connection that is gone has no handlers left.
        defer { channel.pipeline.removeHandler(name: name).whenComplete { _ in } }
        try await body()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { onLeaving() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        onLeaving()
        context.fireChannelInactive()
    }
}
