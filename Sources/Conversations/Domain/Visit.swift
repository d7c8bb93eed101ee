import Base
import Crypto
import Foundation

/// Somebody at the chat on a shop's site: a customer for whom the site vouched, or a visitor whom nobody knows.
public struct Visit: Sendable, Hashable {
    public let shop: ShopID
    public let partner: Partner
    public let expires: Timestamp

    /// How long a visitor's browser is known again after it was last there.
    private static let ofVisitor = Span.days(30)
    /// How long it is enough that the site vouched for a customer.
    private static let ofCustomer = Span.days(1)

    public init(of partner: Partner, in shop: ShopID, at now: Timestamp) {
        self.shop = shop
        self.partner = partner
        expires = now + (partner.customerID == nil ? Self.ofVisitor : Self.ofCustomer)
    }

    init(shop: ShopID, partner: Partner, expires: Timestamp) {
        self.shop = shop
        self.partner = partner
        self.expires = expires
    }
}

/// Makes and reads the tokens of visits. A token says everything itself, so that whoever merely looks at a chat leaves
/// nothing behind: `visit.` + base64 of shop, person and expiry + `.` + HMAC-SHA-256 of that.
public struct VisitSeal: Sendable {
    private static let mark = "visit."
    private let key: SymmetricKey

    public init(secret: [UInt8]) { key = SymmetricKey(data: secret) }

    public func token(for visit: Visit) -> String {
        let text = "\(visit.shop)\n\(visit.partner.actorID)\n\(visit.expires.milliseconds)"
        let said = Self.mark + Data(text.utf8).base64EncodedString()
        let code = HMAC<SHA256>.authenticationCode(for: Data(said.utf8), using: key)
        return "\(said).\(Data(code).base64EncodedString())"
    }

    /// - Returns: nil for what was not sealed here, and for what has expired.
    public func visit(in token: String, at now: Timestamp) -> Visit? {
        guard token.hasPrefix(Self.mark), let dot = token.lastIndex(of: "."),
            let code = Data(base64Encoded: String(token[token.index(after: dot)...])),
            HMAC<SHA256>.isValidAuthenticationCode(
                code, authenticating: Data(token[..<dot].utf8), using: key),
            let text = Data(base64Encoded: String(token[..<dot].dropFirst(Self.mark.count)))
        else { return nil }
        let parts = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
        guard parts.count == 3, let end = Int64(parts[2]) else { return nil }
        let expires = Timestamp(milliseconds: end)
        guard expires > now else { return nil }
        return Visit(shop: ShopID(parts[0]), partner: Partner(actorID: parts[1]), expires: expires)
    }
}
