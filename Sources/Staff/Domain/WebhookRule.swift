import Foundation

/// Which addresses a shop may name for its own sender. An owner is not to reach into the machine's own network.
public enum WebhookRule: Sendable {
    /// `https` to a named host.
    case httpsOnly
    /// Also any scheme of the web to this machine: for tests and demonstrations.
    case loopbackToo

    /// - Throws: `webhookAddressInvalid`.
    func check(_ address: String) throws(ShopRefusal) {
        guard address.utf8.count <= 500, let parts = URLComponents(string: address),
            let host = parts.host?.lowercased(), !host.isEmpty, parts.user == nil, parts.password == nil,
            parts.fragment == nil, allows(scheme: parts.scheme?.lowercased() ?? "", host: host)
        else { throw .webhookAddressInvalid }
    }

    private func allows(scheme: String, host: String) -> Bool {
        switch self {
        case .httpsOnly: scheme == "https" && isPublicName(host)
        case .loopbackToo:
            isLoopback(host) ? scheme == "https" || scheme == "http" : scheme == "https" && isPublicName(host)
        }
    }

    private func isLoopback(_ host: String) -> Bool {
        ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
    }

    /// A name with a dot in it; never a number that is an address, nor a name of the local network.
    private func isPublicName(_ host: String) -> Bool {
        let labels = host.split(separator: ".")
        guard labels.count >= 2, let last = labels.last, !host.contains(":"), !host.hasPrefix("[") else {
            return false
        }
        let isNumber = last.first?.isNumber ?? true
        return !isNumber && !["local", "localhost", "internal", "localdomain"].contains(String(last))
    }
}
