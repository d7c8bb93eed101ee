import Base

/// A message on its way out, with everything that its sender needs.
public struct OutgoingMessage: Sendable {
    /// The same in every try: the receiver may drop a repeat.
    public let id: Identifier<OutgoingMessage>
    public let shop: ShopID
    public let kind: String
    public let customer: String
    public let destination: MessageDestination
    public let language: Language
    public let template: String
    public let arguments: [String: String]
    public let subject: String
    public let text: String
    public let made: Timestamp
}

/// What came of one try to send.
public enum SendOutcome: Sendable, Equatable {
    case sent
    /// Worth another try; `because` is a code, never text of the other side.
    case retry(because: String)
    case failed(because: String)
}

/// Carries messages to customers. It may be called twice with one message.
public protocol MessageSender: Sendable {
    func send(_ message: OutgoingMessage) async -> SendOutcome
}

/// Finds a sentence in the string tables and fills its placeholders: language, key, arguments.
public typealias MessageText = @Sendable (Language, String, [String: String]) -> String
