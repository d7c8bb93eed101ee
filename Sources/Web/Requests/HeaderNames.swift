import Hummingbird

/// The name of an HTTP header.
public typealias HeaderName = HTTPFields.Element.Name

extension HeaderName {
    public static let idempotencyKey = known("Idempotency-Key")
    public static let idempotencyReplayed = known("Idempotency-Replayed")
    public static let lastEventID = known("Last-Event-ID")
    static let fetchSite = known("Sec-Fetch-Site")
    static let forwardedFor = known("X-Forwarded-For")
    static let forwardedProtocol = known("X-Forwarded-Proto")
    static let accelBuffering = known("X-Accel-Buffering")
    static let referrerPolicy = known("Referrer-Policy")
    static let permissionsPolicy = known("Permissions-Policy")
    static let requestID = known("X-Request-ID")

    private static func known(_ text: StaticString) -> HeaderName {
        guard let name = HeaderName(text.description) else {
            preconditionFailure("\(text) is no header name")
        }
        return name
    }
}
