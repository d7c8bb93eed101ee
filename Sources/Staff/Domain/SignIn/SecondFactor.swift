import Base

/// How far somebody is with proving twice who they are.
public enum SecondFactorState: Sendable, Hashable {
    case none
    /// A secret was made and waits for its first code.
    case begun(SecondFactorKey)
    case confirmed(since: Timestamp, recoveryCodesLeft: Int)
}

/// What an authenticator app needs, shown once: until the first code confirms it.
public struct SecondFactorKey: Sendable, Hashable {
    /// In base 32, grouped for typing.
    public let text: String
    /// The same for apps that take links, `otpauth://totp/…`.
    public let link: String

    init(secret: [UInt8], account: String, issuer: String) {
        let letters = Base32.text(secret)
        text = Base32.grouped(letters)
        let name = Self.escaped(issuer) + ":" + Self.escaped(account)
        link = "otpauth://totp/\(name)?secret=\(letters)&issuer=\(Self.escaped(issuer))"
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}

/// What comes of the first code: the browser's new session, and codes for a lost telephone, told this once.
public struct SecondFactorConfirmed: Sendable {
    public let signedIn: SignedIn
    public let recoveryCodes: [String]
}

/// A code that proves it is still oneself, and where it was typed.
public struct SecondFactorProof: Sendable {
    public let code: String
    public let from: ClientAddress

    public init(code: String, from: ClientAddress) {
        self.code = code
        self.from = from
    }
}
