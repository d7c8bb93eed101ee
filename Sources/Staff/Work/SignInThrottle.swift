import Base
import Storage
import Vault

/// Slows down guessing. Every attempt is counted as a failure before it is checked, so that many at once gain nothing;
/// one that succeeds takes its count back.
struct SignInThrottle: Sendable {
    let limits: SignInLimits
    private let store: AttemptStore

    init(limits: SignInLimits, vault: Vault) {
        self.limits = limits
        store = AttemptStore(vault: vault)
    }

    /// - Throws: `signInThrottled` when an account or an address has to wait.
    func begin(_ attempt: SignInAttempt, _ transaction: Transaction) throws {
        try begin(.account, attempt.account, in: attempt.shop, limits.account, transaction)
        try begin(from: attempt.from, transaction)
    }

    /// Addresses are counted over all shops.
    /// - Throws: `signInThrottled`.
    func begin(from address: ClientAddress, _ transaction: Transaction) throws {
        try begin(.address, address.fingerprint, in: .platform, limits.address, transaction)
    }

    /// How many attempts in a row failed: for an account, or from an address when there is no such account.
    func failures(of attempt: SignInAttempt, isKnown: Bool, _ transaction: Transaction) throws -> Int {
        try isKnown
            ? store.find(.account, attempt.account, in: attempt.shop, transaction)?.failures ?? 0
            : store.find(.address, attempt.from.fingerprint, in: .platform, transaction)?.failures ?? 0
    }

    func succeed(_ attempt: SignInAttempt, _ transaction: Transaction) throws {
        try store.delete(.account, attempt.account, in: attempt.shop, transaction)
        try succeed(from: attempt.from, transaction)
    }

    func succeed(from address: ClientAddress, _ transaction: Transaction) throws {
        try store.takeBack(.address, address.fingerprint, in: .platform, transaction)
    }

    /// The attempt was not checked after all.
    func abandon(_ attempt: SignInAttempt, _ transaction: Transaction) throws {
        try store.takeBack(.account, attempt.account, in: attempt.shop, transaction)
        try store.takeBack(.address, attempt.from.fingerprint, in: .platform, transaction)
    }

    private func begin(
        _ scope: AttemptScope, _ subject: String, in shop: ShopID, _ allowance: SignInLimits.Allowance,
        _ transaction: Transaction
    ) throws {
        let old = try store.find(scope, subject, in: shop, transaction)
        if let wait = old?.waitSeconds(at: transaction.now) {
            throw SignInRefusal.signInThrottled(waitSeconds: wait)
        }
        let count = FailureCount.adding(
            to: old, allowance, forgottenAfter: limits.forgottenAfter, at: transaction.now)
        try store.save(count, scope, subject, in: shop, transaction)
    }
}
