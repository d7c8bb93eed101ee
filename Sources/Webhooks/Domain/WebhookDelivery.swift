import Base
import Storage

/// How it stands with telling one endpoint of one event.
public struct WebhookDelivery: Sendable, Hashable {
    ///     (told at once) -> delivered
    ///     (failed) -> waiting -> delivered, or dead after the last try -> waiting again when a person says so
    public enum State: String, Sendable, CaseIterable, SQLConvertible { case waiting, delivered, dead }

    public let endpoint: Identifier<WebhookEndpoint>
    /// The event's number.
    public let position: Int64
    public let type: String
    public let state: State
    public let attempts: Int
    /// When the next try is due, or when the last one was.
    public let at: Timestamp
    /// Why the last try failed: `status500`, `unreachable`, `hostUnknown`, `addressRefused`.
    public let fault: String?
}

/// What came of one call.
enum WebhookOutcome: Sendable, Equatable {
    case taken
    case failed(because: String)
    /// The receiver says that it wants no more (410 Gone).
    case gone

    init(status: Int) {
        switch status {
        case 200..<300: self = .taken
        case 410: self = .gone
        default: self = .failed(because: "status\(status)")
        }
    }

    var fault: String? {
        switch self {
        case .taken: nil
        case .failed(let reason): reason
        case .gone: "status410"
        }
    }
}
