import Base
import Events
import Storage

/// The door to sessions: staff sign in here, browsers are recognised, everybody signs out.
public struct SessionDesk: Sendable {
    private let database: any Database
    private let events: EventLog
    private let hasher: PasswordHasher
    private let outside: Outside
    private let settings: SessionSettings
    let throttle: SignInThrottle
    private let store = SessionStore()
    private let staff = StaffStore()

    /// Requests within this time of the last one do not write.
    private static let touchedEvery = Span.minutes(5)

    /// - Parameter outside: with the clock that transactions read.
    public init(
        database: any Database, events: EventLog, hasher: PasswordHasher, outside: Outside,
        settings: SessionSettings = SessionSettings(), limits: SignInLimits = SignInLimits()
    ) {
        self.database = database
        self.events = events
        self.hasher = hasher
        self.outside = outside
        self.settings = settings
        throttle = SignInThrottle(limits: limits)
    }

    /// Signs a member of staff in. The password is checked between two transactions, in the same time for everybody.
    /// - Parameter old: the cookie that came with the form; its session ends.
    /// - Throws: `signInFailed`, `signInThrottled`, `signInBusy`.
    public func signIn(_ form: SignInForm, replacing old: String? = nil) async throws -> SignedIn {
        let account = try await database.write { transaction in
            try throttle.begin(form, transaction)
            return try staff.account(email: form.email, in: form.shop, transaction)
        }
        guard try await fits(form, account), let account, account.member.isActive else {
            try await noteRefusal(of: account?.member, form)
            throw SignInRefusal.signInFailed
        }
        return try await database.write(in: form.shop) { transaction in
            let member = account.member
            guard try staff.account(email: form.email, in: form.shop, transaction) == account else {
                throw SignInRefusal.signInFailed
            }
            try throttle.succeed(form, transaction)
            let holder = SessionHolder(
                shop: member.shop, kind: .staff, subject: member.id.text, lasts: settings.staff)
            return try start(holder, replacing: old, in: transaction)
        }
    }

    /// Whose browser this is; nil when the session has ended, expired or was idle for too long.
    public func principal(for token: String) async throws -> OpenSession? {
        guard let hash = Self.hash(of: token) else { return nil }
        let now = outside.now()
        guard let stored = try await database.read({ [store] in try store.find(hash: hash, $0) }),
            let principal = stored.principal(at: now, settings)
        else { return nil }
        if now - stored.used >= Self.touchedEvery {
            try await database.write(in: stored.session.shop) { [store] in try store.touch(stored.session, $0)
            }
        }
        return OpenSession(session: stored.session, principal: principal)
    }

    /// Ends the session of a cookie; nothing happens when there is none.
    public func signOut(_ token: String) async throws {
        guard let hash = Self.hash(of: token) else { return }
        try await database.write { transaction in
            guard let stored = try store.find(hash: hash, transaction) else { return }
            try store.delete(stored.session, transaction)
            try append("session.ended", stored.session, transaction)
        }
    }

    /// Ends every session of one person, the one that asks included.
    public func signOutEverywhere(_ session: Session, in transaction: Transaction) throws {
        try store.deleteAll(of: session.subject, session.kind, in: session.shop, transaction)
        try append("session.endedEverywhere", session, transaction)
    }

    /// Ends every session of a customer, such as when their data is deleted.
    public func endAll(ofCustomer customer: String, of shop: ShopID, in transaction: Transaction) throws {
        try store.deleteAll(of: customer, .customer, in: shop, transaction)
    }

    func startByCode(
        _ customer: String, of shop: ShopID, replacing old: String?, in transaction: Transaction
    ) throws -> SignedIn {
        let holder = SessionHolder(
            shop: shop, kind: .customer, subject: customer, lasts: settings.customerByCode)
        return try start(holder, replacing: old, in: transaction)
    }

    func startByLink(
        _ customer: String, of shop: ShopID, replacing old: String?, in transaction: Transaction
    ) throws -> SignedIn {
        let holder = SessionHolder(
            shop: shop, kind: .customer, subject: customer, lasts: settings.customerByLink)
        return try start(holder, replacing: old, in: transaction)
    }

    private func fits(_ form: SignInForm, _ account: StaffAccount?) async throws -> Bool {
        do {
            return try await hasher.fits(form.password, account?.password)
        } catch {
            try await database.write(in: form.shop) { [throttle] in try throttle.abandon(form, $0) }
            throw error
        }
    }

    /// Refused sign-ins stand in the log with how many there were in a row: each for somebody who works here, and for
    /// made-up names the first, tenth, hundredth… from one address, so that nobody fills the log by guessing. What was
    /// typed is not kept.
    private func noteRefusal(of member: StaffMember?, _ form: SignInForm) async throws {
        try await database.write(in: form.shop) { [events, throttle] transaction in
            let failures = try throttle.failures(of: form, isKnown: member != nil, transaction)
            guard member != nil || failures.isPowerOfTen else { return }
            try events.append(
                "session.refused", on: .init("session", member?.id.text ?? ""), of: form.shop, by: .system,
                related: member?.id.text ?? "", ["failures": JSONValue(failures)], in: transaction)
        }
    }

    /// A new token for every sign-in, so that a cookie planted before is worth nothing after.
    private func start(
        _ holder: SessionHolder, replacing old: String?, in transaction: Transaction
    ) throws -> SignedIn {
        if let hash = old.flatMap(Self.hash(of:)), let stored = try store.find(hash: hash, transaction) {
            try store.delete(stored.session, transaction)
        }
        let token = Hex.text(outside.bytes(32))
        let hash = Fingerprint.of(token)
        let session = Session(
            id: transaction.identifiers.next("S", at: transaction.now), shop: holder.shop, kind: holder.kind,
            subject: holder.subject, made: transaction.now, expires: transaction.now + holder.lasts)
        try store.insert(session, hash: hash, transaction)
        try append("session.started", session, transaction)
        guard
            let principal = try store.find(hash: hash, transaction)?.principal(at: transaction.now, settings)
        else {
            throw SignInRefusal.signInFailed
        }
        return SignedIn(token: token, session: session, principal: principal)
    }

    private func append(_ type: String, _ session: Session, _ transaction: Transaction) throws {
        try events.append(
            type, on: .init("session", session.id.text), of: session.shop, by: session.actor,
            related: session.subject, in: transaction)
    }

    private static func hash(of token: String) -> [UInt8]? {
        token.utf8.count == 64 ? Fingerprint.of(token) : nil
    }
}

/// Who gets a session and for how long.
private struct SessionHolder {
    let shop: ShopID
    let kind: Session.Kind
    let subject: String
    let lasts: Span
}

extension Int {
    fileprivate var isPowerOfTen: Bool {
        var rest = self
        while rest >= 10, rest.isMultiple(of: 10) { rest /= 10 }
        return rest == 1
    }
}
