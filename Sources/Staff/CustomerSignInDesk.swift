import Base
import Storage
import Vault

/// The door by which customers come in, without a password: a one-time code for an order, or a signed link from the
/// shop's own site.
public struct CustomerSignInDesk: Sendable {
    private let database: any Database
    private let outside: Outside
    private let sessions: SessionDesk
    private let messages: MessageDesk
    private let limits: CodeLimits
    private let codes: CodeStore
    private let links = LinkStore()
    private let secrets: ShopSecrets
    private let shops = ShopStore()

    /// The kind of the message that carries a code; its arguments are `code`, `order`, `minutes` and `shopName`.
    public static let codeMessage = "signInCode"

    public init(
        database: any Database, outside: Outside, vault: Vault, sessions: SessionDesk,
        messages: MessageDesk, limits: CodeLimits = CodeLimits()
    ) {
        self.database = database
        self.outside = outside
        self.sessions = sessions
        self.messages = messages
        self.limits = limits
        codes = CodeStore(vault: vault)
        secrets = ShopSecrets(vault)
    }

    /// Takes away the codes that were made for a customer.
    public func forget(customer: String, in shop: ShopID, _ transaction: Transaction) throws {
        try codes.delete(ofCustomer: customer, in: shop, transaction)
    }

    /// Sends a one-time code to whom the order belongs to.
    ///
    /// The answer is the same, and counts against the same limits, when there is no such order.
    /// - Parameter recipient: nil when the caller found no such order, or no way to reach its customer.
    /// - Returns: until when a code can be used, if one was sent.
    /// - Throws: `codesTooMany`, `codesUnavailable`, `shopUnknown`.
    public func requestCode(_ request: CodeRequest, for recipient: CodeRecipient?) async throws -> Timestamp {
        try await database.write(in: request.shop) { transaction in
            guard let shop = try shops.find(request.shop, transaction) else {
                throw ShopRefusal.shopUnknown(request.shop)
            }
            guard shop.settings.messages != .nobody else { throw SignInRefusal.codesUnavailable }
            try checkLimits(request, transaction)
            let code = digits()
            let stored = stored(code, for: recipient, in: transaction)
            try codes.insert(stored, for: request, transaction)
            if let recipient {
                let message = message(code, request, to: recipient, from: shop, until: stored.expires)
                try messages.send(message, in: transaction)
            }
            return stored.expires
        }
    }

    /// Lets the customer of an order in who has its newest code.
    /// - Parameter old: the cookie that came with the form; its session ends.
    /// - Throws: `codeWrong`, `codeSpent`, `signInThrottled`.
    public func redeemCode(
        _ redemption: CodeRedemption, replacing old: String? = nil
    ) async throws -> SignedIn {
        // What a wrong code uses up stays, so the transaction ends before the refusal.
        let outcome = try await database.write { transaction -> Result<SignedIn, SignInRefusal> in
            try sessions.throttle.begin(from: redemption.from, transaction)
            switch try use(redemption, transaction) {
            case .failure(let refusal): return .failure(refusal)
            case .success(let customer):
                try sessions.throttle.succeed(from: redemption.from, transaction)
                return .success(
                    try sessions.startByCode(customer, of: redemption.shop, replacing: old, in: transaction))
            }
        }
        return try outcome.get()
    }

    /// Lets the customer in whom the shop's own site vouches for. Whether the customer is known is the caller's to
    /// ask: an unknown one simply owns nothing.
    /// - Parameter old: the cookie that came with the request; its session ends.
    /// - Throws: `linkInvalid`, `linkExpired`, `linkUsed`.
    public func redeemLink(_ link: SignedLink, replacing old: String? = nil) async throws -> SignedIn {
        try await database.write(in: link.shop) { transaction in
            guard let secret = try secrets.find(.link, of: link.shop, transaction) else {
                throw SignInRefusal.linkInvalid
            }
            let checked = try link.check(for: .door, secret: secret, at: transaction.now)
            let isFirst = try links.redeem(
                checked.signature, in: link.shop, expires: checked.expires, transaction)
            guard isFirst else { throw SignInRefusal.linkUsed }
            return try sessions.startByLink(checked.customer, of: link.shop, replacing: old, in: transaction)
        }
    }

    /// Whom the shop's own site names to its chat. Whether the customer is known is the caller's to ask.
    /// - Throws: `linkInvalid`, `linkExpired`.
    public func vouched(for link: SignedLink, _ transaction: Transaction) throws -> String {
        guard let secret = try secrets.find(.link, of: link.shop, transaction) else {
            throw SignInRefusal.linkInvalid
        }
        return try link.check(for: .chat, secret: secret, at: transaction.now).customer
    }

    private func checkLimits(_ request: CodeRequest, _ transaction: Transaction) throws {
        let day = Span.days(1)
        let ofOrder = try codes.made(
            forOrder: request.order, in: request.shop, since: transaction.now - day, transaction)
        let ofAddress = try codes.made(
            from: request.from, in: request.shop, since: transaction.now - limits.window, transaction)
        let waits = [
            wait(after: ofOrder, atMost: limits.perOrder, within: limits.window, transaction.now),
            wait(after: ofOrder, atMost: limits.perOrderAndDay, within: day, transaction.now),
            wait(after: ofAddress, atMost: limits.perAddress, within: limits.window, transaction.now),
        ]
        if let longest = waits.compactMap(\.self).max() {
            throw SignInRefusal.codesTooMany(waitSeconds: longest)
        }
    }

    /// Seconds until the window has room again; nil when it has. The moments come newest first.
    private func wait(
        after made: [Timestamp], atMost count: Int, within window: Span, _ now: Timestamp
    ) -> Int? {
        guard made.count >= count, count > 0 else { return nil }
        let left = (made[count - 1] + window - now).milliseconds
        return left > 0 ? Int((left + 999) / 1000) : nil
    }

    private func digits() -> String {
        let digits = String(outside.random() % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    private func stored(
        _ code: String, for recipient: CodeRecipient?, in transaction: Transaction
    ) -> StoredCode {
        let salt = outside.bytes(16)
        return StoredCode(
            id: transaction.identifiers.next("O", at: transaction.now), customer: recipient?.customer,
            salt: salt,
            hash: Fingerprint.of(code, salt: salt), expires: transaction.now + limits.lifetime,
            triesLeft: limits.tries)
    }

    private func message(
        _ code: String, _ request: CodeRequest, to recipient: CodeRecipient, from shop: ShopRecord,
        until end: Timestamp
    ) -> MessageOrder {
        MessageOrder(
            Self.codeMessage, of: request.shop, to: recipient.customer, at: recipient.destination,
            in: request.language,
            arguments: [
                "order": request.order, "shopName": shop.name,
                "minutes": String(limits.lifetime.seconds / 60),
            ],
            secrets: ["code": code], about: request.order, expires: end)
    }

    /// Uses up a try, and with the right code the code.
    /// - Returns: the customer, or why the code lets nobody in.
    private func use(
        _ redemption: CodeRedemption, _ transaction: Transaction
    ) throws -> Result<String, SignInRefusal> {
        guard let stored = try codes.newest(forOrder: redemption.order, in: redemption.shop, transaction)
        else { return .failure(.codeWrong) }
        let fits = stored.fits(redemption.code, at: transaction.now)
        let left = max(0, stored.triesLeft - 1)
        try codes.setTries(left, of: stored.id, in: redemption.shop, transaction)
        if fits, let customer = stored.customer {
            try codes.markUsed(stored.id, in: redemption.shop, transaction)
            return .success(customer)
        }
        return .failure(left > 0 && transaction.now < stored.expires ? .codeWrong : .codeSpent)
    }
}
