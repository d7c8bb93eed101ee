import Base
import Storage
import Webhooks

/// A secret that a shop shares with its own systems.
public enum ShopSecret: String, Sendable, CaseIterable, SQLConvertible {
    /// Signs messages to the shop's sender.
    case webhook
    /// Signs the links that let customers in.
    case link

    static let characters = 16...200

    /// - Throws: `secretInvalid` unless printable ASCII of a sound length, and base64 after `whsec_`.
    func check(_ text: String) throws(ShopRefusal) {
        let isPrintable = text.utf8.allSatisfy { (33...126).contains($0) }
        guard Self.characters.contains(text.utf8.count), isPrintable,
            self != .webhook || WebhookSecret.key(text).count >= 12
        else {
            throw .secretInvalid(field: field)
        }
    }

    private var field: String {
        switch self {
        case .webhook: "/webhookSecret"
        case .link: "/linkSecret"
        }
    }
}
