import Base
import Events
import Storage
import Vault

/// The door to sessions: staff sign in here, browsers are recognised, everybody signs out.
public struct SessionDesk: Sendable {
    let database: any Database
    private let events: EventLog
    private let hasher: PasswordHasher
    private let outside: Outside
    private let settings: SessionSettings
    let throttle: SignInThrottle
    let check: SecondFactorCheck
    let store = SessionStore()
    let staff: StaffStore

    /// Requests within this time of the last one do not write.
    private static let touchedEvery = Span.minutes(5)

    /// - Parameters:
    ///   - outside: with the clock that transactions read.
    ///   - deviceClock: what the telephones of staff show, also in a sandbox.
    public init(
        database: any Database, events: EventLog, hasher: PasswordHasher, outside: Outside,
        vault: Vault, people: PersonVault,
        settings: SessionSettings = SessionSettings(), limits: SignInLimits = SignInLimits(),
        deviceClock: @escaping @Sendable () -> Timestamp = Outside.system.now
    ) {
        self.database = database
        self.events = events
        self.hasher = hasher
        self.outside = outside
        self.settings = settings
        throttle = SignInThrottle(limits: limits, vault: vault)
        staff = StaffStore(people: people)
        check = SecondFactorCheck(events: events, vault: vault, deviceClock: deviceClock)
    }

    /// Signs a member of staff in, or asks for the code of their authenticator app first. The password is checked
    /// between two transactions, in the same time for everybody.
    /// - Parameter old: the cookie that came with the form; its session ends.
    /// - Throws: `signInFailed`, `signInThrottled`, `signInBusy`.
    public func signIn(_ form: SignInForm, replacing old: String? = nil) async throws -> SignInStep {
        let account = try await database.write { transaction in
            try throttle.begin(form.attempt, transaction)
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
            if try check.isNeeded(of: member, transaction) {
                // Failures stay counted until the code has come too, or whoever has the password could guess codes.
                try throttle.abandon(form.attempt, transaction)
                return .codeNeeded(try askForCode(member, form.device, transaction))
            }
            try throttle.succeed(form.attempt, transaction)
            return .signedIn(try start(holder(member, form.device), replacing: old, in: transaction))
        }
    }

    /// The second step, with the code of the app or one for a lost telephone.
    /// - Parameter old: the cookie that came with the form; its session ends.
    /// - Throws: `secondFactorWrong`, `signInTooLate`, `signInThrottled`.
    public func signIn(with code: SignInCode, replacing old: String? = nil) async throws -> SignedIn {
        let signedIn = try await database.write { transaction -> SignedIn? in
            guard let hash = Self.hash(of: code.token), let pending = try store.find(hash: hash, transaction),
                pending.isAwaitingCode(at: transaction.now),
                let member = try staff.find(
                    Identifier(pending.session.subject), in: pending.session.shop, transaction)
            else { throw SignInRefusal.signInTooLate }
            let attempt = SignInAttempt(shop: member.shop, email: member.email, from: code.from)
            try throttle.begin(attempt, transaction)
            guard try check.accepts(code.code, of: member, transaction) else {
                try events.append(
                    "session.refused", on: .init("session", member.id.text), of: member.shop, by: .system,
                    related: member.id.text,
                    [
                        "failures": JSONValue(
                            try throttle.failures(of: attempt, isKnown: true, transaction)),
                        "step": "code",
                    ], in: transaction)
                return nil
            }
            try throttle.succeed(attempt, transaction)
            try store.delete(pending.session, transaction)
            return try start(holder(member, code.device), replacing: old, in: transaction)
        }
        guard let signedIn else { throw SignInRefusal.secondFactorWrong }
        return signedIn
    }

    /// Whose browser this is; nil when the session has ended, expired or was idle for too long.
    public func principal(for token: String) async throws -> OpenSession? {
        guard let (stored, open) = try await found(token) else { return nil }
        if outside.now() - stored.used >= Self.touchedEvery {
            try await database.write(in: stored.session.shop) { [store] in try store.touch(stored.session, $0)
            }
        }
        return open
    }

    /// The same, while something is shown in the browser that goes on by itself: it does not count as use.
    public func standing(of token: String) async throws -> OpenSession? { try await found(token)?.open }

    private func found(_ token: String) async throws -> (stored: StoredSession, open: OpenSession)? {
        guard let hash = Self.hash(of: token),
            let stored = try await database.read({ [store] in try store.find(hash: hash, $0) }),
            let principal = stored.principal(at: outside.now(), settings)
        else { return nil }
        let open = OpenSession(
            session: stored.session, principal: principal, hasSecondFactor: stored.hasSecondFactor)
        return (stored, open)
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
            try await database.write(in: form.shop) { [throttle] in try throttle.abandon(form.attempt, $0) }
            throw error
        }
    }

    /// Refused sign-ins stand in the log with how many there were in a row: each for somebody who works here, and for
    /// made-up names the first, tenth, hundredth… from one address, so that nobody fills the log by guessing. What was
    /// typed is not kept.
    private func noteRefusal(of member: StaffMember?, _ form: SignInForm) async throws {
        try await database.write(in: form.shop) { [events, throttle] transaction in
            let failures = try throttle.failures(of: form.attempt, isKnown: member != nil, transaction)
            guard member != nil || failures.isPowerOfTen else { return }
            try events.append(
                "session.refused", on: .init("session", member?.id.text ?? ""), of: form.shop, by: .system,
                related: member?.id.text ?? "", ["failures": JSONValue(failures)], in: transaction)
        }
    }

    private func askForCode(
        _ member: StaffMember, _ device: String, _ transaction: Transaction
    ) throws -> PendingSignIn {
        let (token, session) = fresh(
            SessionHolder(
                shop: member.shop, kind: .staff, subject: member.id.text, lasts: PendingSignIn.lasts,
                device: device), transaction)
        try store.insert(session, hash: Fingerprint.of(token), step: .code, transaction)
        return PendingSignIn(token: token, expires: session.expires)
    }

    func holder(_ member: StaffMember, _ device: String) -> SessionHolder {
        SessionHolder(
            shop: member.shop, kind: .staff, subject: member.id.text, lasts: settings.staff, device: device)
    }

    private func fresh(
        _ holder: SessionHolder, _ transaction: Transaction
    ) -> (token: String, session: Session) {
        let session = Session(
            id: transaction.identifiers.next("S", at: transaction.now), shop: holder.shop, kind: holder.kind,
            subject: holder.subject, made: transaction.now, expires: transaction.now + holder.lasts,
            device: holder.device)
        return (Hex.text(outside.bytes(32)), session)
    }

    /// A new token for every sign-in, so that a cookie planted before is worth nothing after.
    func start(
        _ holder: SessionHolder, replacing old: String?, in transaction: Transaction
    ) throws -> SignedIn {
        if let hash = old.flatMap(Self.hash(of:)), let stored = try store.find(hash: hash, transaction) {
            try store.delete(stored.session, transaction)
        }
        let (token, session) = fresh(holder, transaction)
        let hash = Fingerprint.of(token)
        try store.insert(session, hash: hash, step: .open, transaction)
        try append("session.started", session, transaction)
        guard
            let principal = try store.find(hash: hash, transaction)?.principal(at: transaction.now, settings)
        else {
            throw SignInRefusal.signInFailed
        }
        return SignedIn(token: token, session: session, principal: principal)
    }

    func append(_ type: String, _ session: Session, _ transaction: Transaction) throws {
        try events.append(
            type, on: .init("session", session.id.text), of: session.shop, by: session.actor,
            related: session.subject, in: transaction)
    }

    static func hash(of token: String) -> [UInt8]? {
        token.utf8.count == 64 ? Fingerprint.of(token) : nil
    }
}

/// Who gets a session and for how long.
struct SessionHolder {
    let shop: ShopID
    let kind: Session.Kind
    let subject: String
    let lasts: Span
    var device = ""
}

extension Int {
    fileprivate var isPowerOfTen: Bool {
        var rest = self
        while rest >= 10, rest.isMultiple(of: 10) { rest /= 10 }
        return rest == 1
    }
}
