import Base
import Foundation
import Storage

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
            self != .webhook || Self.webhookKey(text).count >= 12
        else {
            throw .secretInvalid(field: field)
        }
    }

    /// The key behind a webhook's secret: what `whsec_` announces as base64 (https://www.standardwebhooks.com), else the text.
    static func webhookKey(_ text: String) -> [UInt8] {
        guard text.hasPrefix("whsec_") else { return Array(text.utf8) }
        return Data(base64Encoded: String(text.dropFirst(6))).map { Array($0) } ?? []
    }

    private var field: String {
        switch self {
        case .webhook: "/webhookSecret"
        case .link: "/linkSecret"
        }
    }
}
