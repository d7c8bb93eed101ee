import Base
import Hummingbird
import Logging
import NIOCore

/// What one request carries from middleware to its route.
public struct WebContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Who is calling, as `Authentication` found out.
    public var caller: Caller = .nobody
    /// How to ask later whether they are still that; nil for nobody.
    public internal(set) var standing: Standing?
    public var language: Language = .simplified
    /// Whether a program or a browser page is at the other end: decides how errors look.
    public var surface: Surface = .program
    /// The address of the peer; the last proxy's where there is one.
    public let peer: String
    /// The connection that the request came over.
    let channel: any Channel

    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        peer = source.channel.remoteAddress?.ipAddress ?? ""
    }

    /// Stands in the log and in error documents, so that one finds the other.
    public var requestID: String { id }

    public var principal: Principal? { caller.principal }

    /// Bodies are read by `JSONBody` and its like; this is only the framework's own bound.
    public var maxUploadSize: Int { Limits.bodyBytes }
}

/// Who reads the answer.
public enum Surface: Sendable { case program, page }
