import Base
import Events
import Storage

/// Something that happened to a message: that it has left, or why it has not.
struct MessageEvent {
    private let type: String
    private let message: StoredMessage
    private let reason: String?

    static func sent(_ message: StoredMessage) -> MessageEvent {
        MessageEvent(type: "message.sent", message: message, reason: nil)
    }

    static func failed(_ message: StoredMessage, because reason: String) -> MessageEvent {
        MessageEvent(type: "message.failed", message: message, reason: reason)
    }

    func append(to log: EventLog, in transaction: Transaction) throws {
        try log.append(
            type, on: .init("message", message.id.text), of: message.shop, by: .system,
            related: message.about,
            .object(["kind": JSONValue(message.kind), "reason": reason.map { JSONValue($0) }]),
            in: transaction)
    }
}
