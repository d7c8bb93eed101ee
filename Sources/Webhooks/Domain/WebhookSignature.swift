import Base
import Crypto
import Foundation

/// How a webhook is signed: Standard Webhooks 1.0.0, symmetric (https://github.com/standard-webhooks/standard-webhooks).
public enum WebhookSignature {
    /// The headers that go with a body.
    /// - Parameters:
    ///   - id: the same in every try, so that the receiver can drop a repeat.
    ///   - keys: one signature each; two while a secret is being changed.
    public static func headers(
        id: String, at now: Timestamp, _ body: [UInt8], keys: [[UInt8]]
    ) -> [String: String] {
        let seconds = String(now.milliseconds / 1000)
        let signed = Array("\(id).\(seconds).".utf8) + body
        let signatures = keys.map { key in
            let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key))
            return "v1," + Data(code).base64EncodedString()
        }
        return [
            "content-type": "application/json", "webhook-id": id, "webhook-timestamp": seconds,
            "webhook-signature": signatures.joined(separator: " "),
        ]
    }
}

/// What a receiver checks signatures with.
public enum WebhookSecret {
    private static let prefix = "whsec_"

    /// `whsec_` and 32 bytes of chance in base64.
    public static func make(_ outside: Outside) -> String {
        prefix + Data(outside.bytes(32)).base64EncodedString()
    }

    /// The key behind a secret: what `whsec_` announces as base64, else the text itself.
    public static func key(_ text: String) -> [UInt8] {
        guard text.hasPrefix(prefix) else { return Array(text.utf8) }
        return Data(base64Encoded: String(text.dropFirst(prefix.count))).map { Array($0) } ?? []
    }
}

/// Makes an HTTP POST: URL, headers, body; the answer is the status. It follows no redirects, waits a bounded time and
/// throws when the other side cannot be reached: `WebhookFault` says why in a code of ours.
public typealias WebhookPost =
    @Sendable (_ url: String, _ headers: [String: String], _ body: [UInt8]) async throws -> Int

/// Why no answer came.
public enum WebhookFault: String, Error, Sendable {
    /// The host's name has no address.
    case hostUnknown
    /// Every address of the host lies in a network that webhooks do not reach.
    case addressRefused
    case unreachable

    /// The code of any error of a post.
    public static func code(_ error: any Error) -> String {
        ((error as? WebhookFault) ?? .unreachable).rawValue
    }
}
