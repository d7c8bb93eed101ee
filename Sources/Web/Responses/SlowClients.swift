import Base
import HTTPTypes
import Localisation
import NIOCore
import NIOHTTPTypes

/// How long a connection may take to say what it wants.
public struct ClientPace: Sendable {
    /// From connecting to the whole head of a request, and for a body before its speed counts.
    let request: TimeAmount
    /// From an answer to the next request.
    let idle: TimeAmount
    /// What a body brings at least, on average.
    static let leastBytesPerSecond = 1_024

    public init(requestSeconds: Int, idleSeconds: Int) {
        (request, idle) = (.seconds(Int64(requestSeconds)), .seconds(Int64(idleSeconds)))
    }
}

/// Ends connections that trickle: whose request does not come, or whose body comes slower than anybody sends. Only time in
/// which the server waits for the client counts, not what the server takes itself.
public final class SlowClients: ChannelDuplexHandler, RemovableChannelHandler {
    public typealias InboundIn = HTTPRequestPart
    public typealias InboundOut = HTTPRequestPart
    public typealias OutboundIn = HTTPResponsePart
    public typealias OutboundOut = HTTPResponsePart

    private static let look = TimeAmount.seconds(1)

    private let pace: ClientPace
    private let answer: [UInt8]
    private var timer: Scheduled<Void>?
    /// Requests whose answers have not ended, and whether the answer under way has begun.
    private var (unanswered, isAnswering) = (0, false)
    private var isInBody = false
    private var (waited, bytes) = (TimeAmount.zero, 0)
    private var waitingSince: NIODeadline?

    /// - Parameter texts: in whose language a request that has not come is answered.
    public init(_ pace: ClientPace, _ texts: TextTable) {
        self.pace = pace
        answer = Problem(408, "requestTooSlow", texts).json.bytes
    }

    public func handlerAdded(context: ChannelHandlerContext) { expectHead(context, within: pace.request) }

    public func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    public func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        stopWaiting()
        switch unwrapInboundIn(data) {
        case .head:
            timer?.cancel()
            unanswered += 1
            (isInBody, waited, bytes) = (true, .zero, 0)
            watchBody(context)
        case .body(let piece): bytes += piece.readableBytes
        case .end:
            isInBody = false
            timer?.cancel()
            if unanswered == 0 { expectHead(context, within: pace.idle) }
        }
        context.fireChannelRead(data)
    }

    public func read(context: ChannelHandlerContext) {
        if waitingSince == nil { waitingSince = .now() }
        context.read()
    }

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        // An interim answer is none.
        case .head(let head): isAnswering = head.status.kind != .informational
        case .body: break
        case .end:
            (unanswered, isAnswering) = (max(0, unanswered - 1), false)
            if unanswered == 0, !isInBody { expectHead(context, within: pace.idle) }
        }
        context.write(data, promise: promise)
    }

    // MARK: Parts

    private func expectHead(_ context: ChannelHandlerContext, within time: TimeAmount) {
        let isFirst = time == pace.request
        schedule(context, in: time) { handler, context in
            if isFirst { handler.refuse(context) } else { context.close(promise: nil) }
        }
    }

    private func watchBody(_ context: ChannelHandlerContext) {
        schedule(context, in: Self.look) { handler, context in
            let now = handler.waitingSince.map { NIODeadline.now() - $0 } ?? .zero
            let allowed =
                handler.pace.request.nanoseconds
                + Int64(handler.bytes / ClientPace.leastBytesPerSecond) * 1_000_000_000
            if (handler.waited + now).nanoseconds > allowed {
                handler.refuse(context)
            } else {
                handler.watchBody(context)
            }
        }
    }

    private func stopWaiting() {
        if let waitingSince { waited = waited + (NIODeadline.now() - waitingSince) }
        waitingSince = nil
    }

    /// An answer that has begun cannot be taken back; then there is nothing but the end.
    private func refuse(_ context: ChannelHandlerContext) {
        guard !isAnswering, unanswered <= 1 else { return context.close(promise: nil) }
        let fields: HTTPFields = [
            .contentType: "application/problem+json", .contentLength: "\(answer.count)",
            .connection: "close",
        ]
        let head = HTTPResponse(status: .requestTimeout, headerFields: fields)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: answer))), promise: nil)
        let written = context.eventLoop.makePromise(of: Void.self)
        let place = NIOLoopBound(context, eventLoop: context.eventLoop)
        written.futureResult.whenComplete { _ in place.value.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
    }

    private func schedule(
        _ context: ChannelHandlerContext, in time: TimeAmount,
        _ act: @escaping @Sendable (SlowClients, ChannelHandlerContext) -> Void
    ) {
        timer?.cancel()
        let place = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: time) { act(place.value.handler, place.value.context) }
    }
}
