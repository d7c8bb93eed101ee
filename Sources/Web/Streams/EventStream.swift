import Base
import Events
import Hummingbird

/// Server-sent events: what happens in a shop, to a page or a program that follows it.
///
/// It ends when the right ends that it was opened with. A client that comes back names the last number it has, in `Last-Event-ID` or `?after=`, and gets the rest.
public struct EventStream: Sendable {
    private let hub: StreamHub

    public init(_ hub: StreamHub) { self.hub = hub }

    /// - Parameters:
    ///   - isWanted: whether this reader may and wants to see an event.
    ///   - signs: what the reader sees of what is not kept; nil: nothing.
    ///   - render: what the reader sees of an event.
    /// - Throws: `WebRefusal.queryInvalid` for a number that is none; `.streamsTooMany`;
    ///   `WebFailure.tooManyStreams`.
    public func response(
        to request: Request, _ context: WebContext, in shop: ShopID,
        where isWanted: @escaping @Sendable (DomainEvent) -> Bool = { _ in true },
        signs: @escaping @Sendable (LiveSign) -> JSONValue? = { _ in nil },
        _ render: @escaping @Sendable (DomainEvent) -> JSONValue
    ) throws -> Response {
        let start = try Self.start(of: request)
        guard hub.hasRoom else { throw WebFailure.tooManyStreams }
        let (hub, owner) = (hub, owner(of: request, context))
        guard hub.hasRoom(for: owner) else { throw WebRefusal.streamsTooMany }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream", .cacheControl: "no-store, no-transform",
                .accelBuffering: "no",
            ],
            body: ResponseBody { writer in
                if let subscription = hub.subscribe(to: shop, as: owner) {
                    defer { hub.end(subscription, of: owner) }
                    let follower = EventFollower(
                        hub: hub, subscription: subscription, isWanted: isWanted, render: render,
                        renderSign: signs, standing: context.standing)
                    try await LeavingClient.watched(on: context.channel) {
                        try await follower.follow(from: start) { try await writer.write($0) }
                    } onLeaving: {
                        subscription.end()
                    }
                }
                try await writer.finish(nil)
            })
    }

    private func owner(of request: Request, _ context: WebContext) -> StreamOwner {
        let isKey = if case .key = context.caller { true } else { false }
        return StreamOwner(
            context.standing?.principal, isKey: isKey,
            address: PeerAddress.of(request, context, proxies: hub.bounds.proxies), hub.bounds)
    }

    private static func start(of request: Request) throws -> Int64? {
        if let header = request.headers[.lastEventID], !header.isEmpty {
            guard let position = Int64(header), position >= 0 else {
                throw WebRefusal.queryInvalid(name: "Last-Event-ID", expected: "integer")
            }
            return position
        }
        return try Query(request).int("after", in: 0...Int.max).map { Int64($0) }
    }
}
