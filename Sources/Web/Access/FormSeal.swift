import Base
import Crypto
import Hummingbird
import Markup

/// The hidden fields of one form: a token that only this session's pages know, and the key that makes a
/// second press of the button harmless.
public struct FormSeal: Sendable {
    public static let tokenField = "formToken"
    public static let keyField = "idempotencyKey"

    public let token: String
    public let key: String

    public init(token: String, key: String) {
        self.token = token
        self.key = key
    }

    public var hiddenFields: HTML {
        """
        <input type="hidden" name="\(Self.tokenField)" value="\(token)">\
        <input type="hidden" name="\(Self.keyField)" value="\(key)">
        """
    }
}

/// Seals the forms of one session's page: one token, a fresh key a form.
public struct FormSeals: Sendable {
    private let token: String
    private let freshKey: @Sendable () -> String

    public init(token: String, freshKey: @escaping @Sendable () -> String) {
        self.token = token
        self.freshKey = freshKey
    }

    public func next() -> FormSeal { FormSeal(token: token, key: freshKey()) }
}

/// Makes and checks form tokens. A token is an HMAC-SHA-256 of the session's token, so nothing is stored.
public struct FormSealer: Sendable {
    private let secret: SymmetricKey
    private let outside: Outside

    /// - Parameter secret: 32 random bytes of the installation, the same on every node.
    public init(secret: [UInt8], outside: Outside) {
        self.secret = SymmetricKey(data: secret)
        self.outside = outside
    }

    /// For the forms of a page that this request gets.
    public func seals(for context: WebContext) -> FormSeals {
        FormSeals(token: code(for: context).hex) { [outside] in outside.bytes(16).hex }
    }

    /// - Throws: `WebRefusal.formExpired` unless the form was sealed for this session.
    public func check(_ form: FormBody, _ context: WebContext) throws {
        guard let token = form[FormSeal.tokenField], let bytes = [UInt8](hex: token),
            HMAC<SHA256>.isValidAuthenticationCode(bytes, authenticating: subject(of: context), using: secret)
        else { throw WebRefusal.formExpired }
    }

    private func code(for context: WebContext) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: subject(of: context), using: secret))
    }

    /// Before sign-in all forms share one token: there the guard against other sites is `CrossSiteGuard`
    /// alone.
    private func subject(of context: WebContext) -> [UInt8] {
        switch context.caller {
        case .session(_, let token), .unfinished(_, let token): Array("form:\(token)".utf8)
        case .nobody, .unknownKey, .key, .visitor: Array("form".utf8)
        }
    }
}
