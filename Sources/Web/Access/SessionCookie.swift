import Base
import Hummingbird

/// The cookie that carries a session's token: not readable by scripts, not sent by other sites' forms.
public struct SessionCookie: Sendable {
    public let name: String
    private let path: String
    private let seconds: Int64

    /// - Parameter path: only pages under it get the cookie, so that customers' and staff's sessions never
    ///   meet.
    public init(name: String, path: String, lasting span: Span) {
        self.name = name
        self.path = path
        seconds = span.seconds
    }

    /// The token that the browser sent; nil without one or when it is no token.
    public func token(in request: Request) -> String? {
        for header in request.headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                guard pair.hasPrefix(name), pair.dropFirst(name.count).first == "=" else { continue }
                let value = pair.dropFirst(name.count + 1)
                return value.isEmpty || value.utf8.count > 256 ? nil : String(value)
            }
        }
        return nil
    }

    /// The `Set-Cookie` header that begins the session.
    /// - Parameter span: how long this one lasts, where it is not as long as others.
    public func setting(_ token: String, lasting span: Span? = nil, for request: Request) -> String {
        header(token, "Max-Age=\(span?.seconds ?? seconds)", request)
    }

    /// The `Set-Cookie` header that ends it.
    public func clearing(for request: Request) -> String { header("", "Max-Age=0", request) }

    private func header(_ value: String, _ age: String, _ request: Request) -> String {
        "\(name)=\(value); Path=\(path); \(age); HttpOnly; SameSite=Lax"
            + (request.isSecure ? "; Secure" : "")
    }
}

extension Request {
    /// Whether the browser came over TLS, here or at the proxy in front.
    var isSecure: Bool { head.scheme == "https" || headers[.forwardedProtocol]?.lowercased() == "https" }
}
