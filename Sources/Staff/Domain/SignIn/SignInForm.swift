import Base

/// What somebody typed to sign in, and from where.
public struct SignInForm: Sendable {
    /// `ShopID.platform` for platform operators.
    public let shop: ShopID
    public let email: String
    public let password: String
    public let from: ClientAddress
    /// Browser and system, as `DeviceName` tells them.
    public let device: String

    public init(shop: ShopID, email: String, password: String, from: ClientAddress, device: String = "") {
        self.shop = shop
        self.email = email
        self.password = password
        self.from = from
        self.device = device
    }

    var attempt: SignInAttempt { SignInAttempt(shop: shop, email: email, from: from) }
}

/// Where a request came from, as far as it is counted. Of an IPv6 address the network of one household, /64.
public struct ClientAddress: Sendable, Hashable {
    private let text: String

    /// - Parameter text: the address as the connection or a trusted proxy names it.
    public init(_ text: String) {
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        let isPlain = groups.count < 3 || text.contains(".")
        self.text = isPlain ? text : Self.network(of: groups)
    }

    /// Stands for the address; what is kept is a keyed hash of it.
    var fingerprint: String { Hex.text(Fingerprint.of("address\n" + text)) }

    /// The first four groups; an omission before them stands for zeros.
    private static func network(of groups: [Substring]) -> String {
        let head = groups.prefix { !$0.isEmpty }.prefix(4)
        return (head.map(String.init) + Array(repeating: "0", count: 4 - head.count)).joined(separator: ":")
    }
}
