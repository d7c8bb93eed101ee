import Base
import Storage

/// Where a message stands.
public enum MessageState: String, Sendable, CaseIterable, SQLConvertible {
    case queued, sent, failed
}

/// A message as staff see it: masked destination, and secrets as dots unless the shop keeps what it sent.
public struct ListedMessage: Sendable {
    public let id: Identifier<OutgoingMessage>
    public let kind: String
    public let customer: String
    public let about: String
    public let channel: MessageDestination.Channel
    public let maskedDestination: String
    public let language: Language
    public let template: String
    /// For the template, dots included.
    public let arguments: [String: String]
    public let state: MessageState
    /// Why it failed: a code such as `noSender`, `expired`, `status500`, `unreachable`.
    public let fault: String?
    public let made: Timestamp
    public let sent: Timestamp?

    static let dots = "••••••"
}
