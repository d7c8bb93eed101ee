import Base
import Storage

/// Where a message reaches a customer.
public struct MessageDestination: Sendable, Hashable {
    public enum Channel: String, Sendable, CaseIterable, SQLConvertible { case email, phone }

    public let channel: Channel
    public let address: String

    public init(_ channel: Channel, _ address: String) {
        self.channel = channel
        self.address = address
    }

    /// What pages and lists show: `m***@example.com`, `138****0000`.
    public var masked: String {
        switch channel {
        case .email: maskedEmail
        case .phone: maskedPhone
        }
    }

    private var maskedEmail: String {
        guard let at = address.firstIndex(of: "@") else { return "***" }
        return address.prefix(1) + "***" + address[at...]
    }

    private var maskedPhone: String {
        guard address.count >= 10 else { return "****" }
        return address.prefix(3) + String(repeating: "*", count: address.count - 7) + address.suffix(4)
    }
}
