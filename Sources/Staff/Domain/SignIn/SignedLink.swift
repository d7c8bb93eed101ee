import Base
import Crypto

/// A link from the shop's own site that lets one of its customers in:
/// `?customer=ID&expires=UNIX&signature=hex(HMAC-SHA256(secret, shop "\n" customer "\n" expires))`.
///
/// What the site writes into its pages for the chat is signed alike, with `chat "\n"` before it, so that neither serves
/// for the other.
public struct SignedLink: Sendable {
    public let shop: ShopID
    public let customer: String
    /// Seconds since 1970, as the link writes them.
    public let expires: String
    /// 64 hexadecimal digits.
    public let signature: String

    /// What a signature serves for.
    enum Purpose {
        /// Letting a customer into the pages here, once.
        case door
        /// Naming them to the chat, as often as their browser shows the page.
        case chat

        /// A signature reaches at most this far ahead.
        var longest: Span {
            switch self {
            case .door: .minutes(15)
            case .chat: .days(1)
            }
        }

        fileprivate var mark: String {
            switch self {
            case .door: ""
            case .chat: "chat\n"
            }
        }
    }

    public init(shop: ShopID, customer: String, expires: String, signature: String) {
        self.shop = shop
        self.customer = customer
        self.expires = expires
        self.signature = signature
    }

    /// What a link says once its signature has been found genuine.
    struct Checked: Sendable {
        let customer: String
        let expires: Timestamp
        let signature: [UInt8]
    }

    /// - Throws: `linkInvalid` for what the secret did not sign, and for links that would last too long;
    ///   `linkExpired`.
    func check(
        for purpose: Purpose, secret: String, at now: Timestamp
    ) throws(SignInRefusal) -> Checked {
        guard let signature = Hex.bytes(of: signature), let expires = moment, isCustomer,
            HMAC<SHA256>.isValidAuthenticationCode(
                signature, authenticating: Array((purpose.mark + signed).utf8),
                using: SymmetricKey(data: Array(secret.utf8)))
        else { throw .linkInvalid }
        guard expires > now else { throw .linkExpired }
        guard expires <= now + purpose.longest else { throw .linkInvalid }
        return Checked(customer: customer, expires: expires, signature: signature)
    }

    private var signed: String { "\(shop)\n\(customer)\n\(expires)" }

    private var moment: Timestamp? {
        guard expires.utf8.count <= 12, expires.utf8.allSatisfy({ (48...57).contains($0) }),
            let seconds = Int64(expires)
        else { return nil }
        return Timestamp(milliseconds: seconds * 1000)
    }

    private var isCustomer: Bool {
        (1...Limits.idBytes).contains(customer.utf8.count)
            && customer.unicodeScalars.allSatisfy { $0.value > 32 }
    }
}
