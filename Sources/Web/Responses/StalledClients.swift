import NIOCore

/// Ends connections whose client takes nothing of its answer any more, be it a file or a live stream. Until then what
/// waits for it is bounded: who writes to a full connection waits.
public final class StalledClients: ChannelInboundHandler, RemovableChannelHandler {
    public typealias InboundIn = Never

    /// A client on the slowest line takes some bytes in such a time.
    public static let usual = TimeAmount.seconds(60)

    private let patience: TimeAmount
    private var timer: Scheduled<Void>?

    /// - Parameter patience: a client that takes nothing for so long is ended, within twice of it.
    public init(within patience: TimeAmount = StalledClients.usual) { self.patience = patience }

    public func handlerRemoved(context: ChannelHandlerContext) { stop() }

    public func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    public func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            stop()
        } else if timer == nil {
            watch(context, left: Self.left(context))
        }
        context.fireChannelWritabilityChanged()
    }

    /// - Parameter left: what waited for the client at the last look; it waits for less wherever the client reads.
    private func watch(_ context: ChannelHandlerContext, left: Int) {
        let place = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: patience) {
            let (handler, context) = place.value
            let now = Self.left(context)
            if now < left { handler.watch(context, left: now) } else { context.close(promise: nil) }
        }
    }

    private func stop() {
        timer?.cancel()
        timer = nil
    }

    private static func left(_ context: ChannelHandlerContext) -> Int {
        // A connection that is at its end tells nothing; it goes by itself.
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}
