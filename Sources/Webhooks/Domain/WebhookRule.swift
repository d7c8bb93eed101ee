import Foundation

/// Which addresses a shop may name for its webhooks. An owner is not to reach into the machine's own network; where a
/// name leads is checked again when it is called.
public enum WebhookRule: Sendable {
    /// `https` to a named host.
    case httpsOnly
    /// Also `http`, and any host: for receivers within one's own network, tests and demonstrations.
    case privateToo

    static let longestAddress = 500

    public func allows(_ address: String) -> Bool {
        // What is no visible ASCII is read one way here and another way by whoever calls.
        guard address.utf8.count <= Self.longestAddress, address.utf8.allSatisfy({ (33...126).contains($0) }),
            let parts = URLComponents(string: address),
            let host = parts.host?.lowercased(), !host.isEmpty,
            // A name that is no text once it is decoded would count as none.
            parts.percentEncodedUser == nil, parts.percentEncodedPassword == nil, parts.fragment == nil
        else { return false }
        let scheme = parts.scheme?.lowercased() ?? ""
        return switch self {
        case .httpsOnly: scheme == "https" && Self.isPublicName(host)
        case .privateToo: scheme == "https" || scheme == "http"
        }
    }

    /// A name with a dot in it; never a number that is an address, nor a name of the local network.
    private static func isPublicName(_ host: String) -> Bool {
        let labels = host.split(separator: ".")
        guard labels.count >= 2, let last = labels.last, !host.contains(":"), !host.hasPrefix("[") else {
            return false
        }
        let isNumber = last.first?.isNumber ?? true
        return !isNumber && !["local", "localhost", "internal", "localdomain"].contains(String(last))
    }
}
