import Base
import Events
import Storage
import Vault

/// The door to second factors: an authenticator app beside the password, set up by its owner, taken away by them or by
/// whoever manages the shop's people.
public struct SecondFactorDesk: Sendable {
    private let sessions: SessionDesk
    private let events: EventLog
    private let outside: Outside
    private let store: SecondFactorStore
    private var staff: StaffStore { sessions.staff }

    public init(sessions: SessionDesk, events: EventLog, outside: Outside, vault: Vault) {
        self.sessions = sessions
        self.events = events
        self.outside = outside
        store = SecondFactorStore(vault)
    }

    /// - Parameter issuer: the shop's name, as the app shows it.
    /// - Throws: `staffUnknown` for callers who are not staff.
    public func state(
        of principal: Principal, issuer: String, in transaction: Transaction
    ) throws -> SecondFactorState {
        let member = try own(principal, transaction)
        guard let stored = try store.find(member, transaction) else { return .none }
        guard let since = stored.confirmed else {
            return .begun(SecondFactorKey(secret: stored.secret, account: member.email, issuer: issuer))
        }
        return .confirmed(since: since, recoveryCodesLeft: try store.codesLeft(of: member, transaction))
    }

    /// Makes a secret, which counts once its first code has come.
    /// - Throws: `staffUnknown`, `secondFactorInUse`.
    public func begin(by principal: Principal, in transaction: Transaction) throws {
        let member = try own(principal, transaction)
        guard try store.find(member, transaction)?.confirmed == nil else {
            throw StaffRefusal.secondFactorInUse
        }
        try store.begin(outside.bytes(OneTimePassword.secretBytes), of: member, transaction)
    }

    /// Confirms the app with its first code. Every session of the person ends; the one that asks goes on under a new
    /// token.
    /// - Throws: `staffUnknown`, `secondFactorInUse`, `secondFactorNone`, `secondFactorMismatch`.
    public func confirm(
        _ code: String, by session: OpenSession, in transaction: Transaction
    ) throws -> SecondFactorConfirmed {
        let member = try own(session.principal, transaction)
        guard let stored = try store.find(member, transaction) else { throw StaffRefusal.secondFactorNone }
        guard stored.confirmed == nil else { throw StaffRefusal.secondFactorInUse }
        guard try sessions.check.accepts(code, by: stored, of: member, transaction) else {
            throw StaffRefusal.secondFactorMismatch
        }
        try store.confirm(member, transaction)
        let codes = try makeCodes(of: member, transaction)
        try append("staff.secondFactorSet", member, by: session.principal, transaction)
        return SecondFactorConfirmed(
            signedIn: try sessions.restart(session.session, of: member, in: transaction), recoveryCodes: codes
        )
    }

    /// Makes new codes for a lost telephone; the old ones are void.
    /// - Throws: `staffUnknown`, `secondFactorNone`, `secondFactorMismatch`, `signInThrottled`.
    public func renewCodes(_ proof: SecondFactorProof, by principal: Principal) async throws -> [String] {
        try await proven(proof, by: principal) { member, transaction in
            let codes = try makeCodes(of: member, transaction)
            try append("staff.recoveryCodesMade", member, by: principal, transaction)
            return codes
        }
    }

    /// Takes one's own app away.
    /// - Throws: as `renewCodes`.
    public func remove(_ proof: SecondFactorProof, by principal: Principal) async throws {
        try await proven(proof, by: principal) { member, transaction in
            _ = try store.remove(member, transaction)
            try append("staff.secondFactorRemoved", member, by: principal, transaction)
        }
    }

    /// Takes somebody's app away, whose telephone is lost and who has no codes left, and signs them out everywhere.
    /// - Throws: `permissionMissing`, `shopUnknown`, `staffUnknown`, `roleTooWide`, `secondFactorNone`.
    public func reset(
        _ id: Identifier<StaffMember>, of shop: ShopID, by principal: Principal, in transaction: Transaction
    ) throws -> StaffMember {
        try principal.require(.staffManage, in: shop)
        guard let member = try staff.find(id, in: shop, transaction) else { throw StaffRefusal.staffUnknown }
        try principal.require(holding: member.role)
        guard try store.remove(member, transaction) else { throw StaffRefusal.secondFactorNone }
        try SessionStore().deleteAll(of: id.text, .staff, in: shop, transaction)
        try append("staff.secondFactorRemoved", member, by: principal, transaction)
        return try staff.find(id, in: shop, transaction) ?? member
    }

    /// Takes away what belonged to somebody who was forgotten.
    public func forget(_ member: StaffMember, in transaction: Transaction) throws {
        _ = try store.remove(member, transaction)
    }

    /// Counts the attempt like one to sign in, so that a browser left open is no way to guess codes.
    private func proven<Result: Sendable>(
        _ proof: SecondFactorProof, by principal: Principal,
        _ act: @escaping @Sendable (StaffMember, Transaction) throws -> Result
    ) async throws -> Result {
        let (sessions, store) = (sessions, store)
        let done = try await sessions.database.write { transaction -> Result? in
            let member = try own(principal, transaction)
            guard try store.find(member, transaction)?.confirmed != nil else {
                throw StaffRefusal.secondFactorNone
            }
            let attempt = SignInAttempt(shop: member.shop, email: member.email, from: proof.from)
            try sessions.throttle.begin(attempt, transaction)
            guard try sessions.check.accepts(proof.code, of: member, transaction) else { return nil }
            try sessions.throttle.succeed(attempt, transaction)
            return try act(member, transaction)
        }
        guard let done else { throw StaffRefusal.secondFactorMismatch }
        return done
    }

    private func makeCodes(of member: StaffMember, _ transaction: Transaction) throws -> [String] {
        let codes = (0..<RecoveryCode.ofOnePerson).map { _ in RecoveryCode(from: outside) }
        try store.setCodes(codes.map(\.hash), of: member, transaction)
        return codes.map(\.text)
    }

    private func own(_ principal: Principal, _ transaction: Transaction) throws -> StaffMember {
        guard [.staff, .platform].contains(principal.actor.kind),
            let member = try staff.find(
                Identifier(principal.actor.id), in: principal.shop ?? .platform, transaction)
        else { throw StaffRefusal.staffUnknown }
        return member
    }

    private func append(
        _ type: String, _ member: StaffMember, by principal: Principal, _ transaction: Transaction
    ) throws {
        try events.append(
            type, on: .init("staff", member.id.text), of: member.shop, by: principal.actor, in: transaction)
    }
}
