import Base
import Webhooks

/// Hands messages to the shop's own sender, signed as in Standard Webhooks (https://www.standardwebhooks.com).
public struct WebhookSender: MessageSender {
    private let url: String
    private let key: [UInt8]
    private let now: @Sendable () -> Timestamp
    private let post: WebhookPost

    /// - Parameter secret: `whsec_` and base64, or any text.
    public init(
        url: String, secret: String, now: @escaping @Sendable () -> Timestamp, post: @escaping WebhookPost
    ) {
        self.url = url
        key = WebhookSecret.key(secret)
        self.now = now
        self.post = post
    }

    public func send(_ message: OutgoingMessage) async -> SendOutcome {
        let body = Self.body(message).bytes
        do {
            let headers = WebhookSignature.headers(id: message.id.text, at: now(), body, keys: [key])
            return outcome(try await post(url, headers, body))
        } catch {
            return .retry(because: WebhookFault.code(error))
        }
    }

    /// Most errors of a receiver pass or are mended; a few say that this message will never be taken.
    private func outcome(_ status: Int) -> SendOutcome {
        switch status {
        case 200..<300: .sent
        case 400, 410, 413, 422: .failed(because: "status\(status)")
        default: .retry(because: "status\(status)")
        }
    }

    private static func body(_ message: OutgoingMessage) -> JSONValue {
        [
            "type": "message.send", "timestamp": JSONValue(message.made),
            "data": [
                "id": JSONValue(message.id), "shop": JSONValue(message.shop), "kind": JSONValue(message.kind),
                "customerId": JSONValue(message.customer),
                "channel": JSONValue(message.destination.channel.rawValue),
                "to": JSONValue(message.destination.address),
                "language": JSONValue(message.language.rawValue),
                "subject": JSONValue(message.subject), "text": JSONValue(message.text),
                "arguments": JSONValue(message.arguments),
            ],
        ]
    }
}
