import NIOCore

/// Tells when the client of a connection has gone, or has said that it will send nothing more.
///
/// A handler among those of the connection, because a task that waits for the same costs each stream 7 KB.
final class LeavingClient: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private static let name = "huitou.leaving-client"
    private let onLeaving: @Sendable () -> Void

    private init(_ onLeaving: @escaping @Sendable () -> Void) { self.onLeaving = onLeaving }

    /// Runs a body and listens meanwhile.
    static func watched(
        on channel: any Channel, _ body: () async throws -> Void, onLeaving: @escaping @Sendable () -> Void
    ) async throws {
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(
                LeavingClient(onLeaving), name: name, position: .first)
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
