import Base

/// What comes of a right password.
public enum SignInStep: Sendable {
    case signedIn(SignedIn)
    /// The code of the person's authenticator app is asked for.
    case codeNeeded(PendingSignIn)
}

/// A sign-in between password and code.
public struct PendingSignIn: Sendable {
    /// Goes into the form that asks for the code; kept here only as a hash.
    public let token: String
    public let expires: Timestamp

    /// How long somebody may look for their telephone.
    static let lasts = Span.minutes(10)
}

/// The second step: what the first gave, and the code.
public struct SignInCode: Sendable {
    public let token: String
    /// Of the app, or one for a lost telephone.
    public let code: String
    public let from: ClientAddress
    public let device: String

    public init(token: String, code: String, from: ClientAddress, device: String = "") {
        self.token = token
        self.code = code
        self.from = from
        self.device = device
    }
}

/// What is counted of an attempt to sign in: the account it is for and the address it came from.
struct SignInAttempt: Sendable {
    let shop: ShopID
    /// Names the account, whether it exists or not, without keeping its address.
    let account: String
    let from: ClientAddress

    init(shop: ShopID, email: String, from: ClientAddress) {
        self.shop = shop
        account = Hex.text(Fingerprint.of("account\n" + ShortText.emailKey(email)))
        self.from = from
    }
}
