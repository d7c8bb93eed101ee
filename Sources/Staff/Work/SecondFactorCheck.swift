import Base
import Events
import Storage
import Vault

/// Whether a code proves who somebody is: the six digits of their app, each good once, or a code for a lost telephone.
struct SecondFactorCheck: Sendable {
    private let events: EventLog
    private let deviceClock: @Sendable () -> Timestamp
    private let store: SecondFactorStore

    init(events: EventLog, vault: Vault, deviceClock: @escaping @Sendable () -> Timestamp) {
        self.events = events
        store = SecondFactorStore(vault)
        self.deviceClock = deviceClock
    }

    func isNeeded(of member: StaffMember, _ transaction: Transaction) throws -> Bool {
        try store.find(member, transaction)?.confirmed != nil
    }

    /// Uses the code up where it fits.
    func accepts(_ code: String, of member: StaffMember, _ transaction: Transaction) throws -> Bool {
        guard let stored = try store.find(member, transaction), stored.confirmed != nil else { return false }
        if try accepts(code, by: stored, of: member, transaction) { return true }
        guard let recovery = RecoveryCode(typed: code),
            try store.useCode(recovery.hash, of: member, transaction)
        else { return false }
        let left = try store.codesLeft(of: member, transaction)
        try events.append(
            "staff.recoveryCodeUsed", on: .init("staff", member.id.text), of: member.shop,
            by: member.actor, ["left": JSONValue(left)], in: transaction)
        return true
    }

    /// Of the app alone, whether confirmed yet or not.
    func accepts(
        _ code: String, by stored: SecondFactorStore.Stored, of member: StaffMember,
        _ transaction: Transaction
    ) throws -> Bool {
        let digits = code.filter { $0 != " " }
        let password = OneTimePassword(secret: stored.secret)
        guard digits.utf8.count == OneTimePassword.digits,
            let step = password.step(of: digits, at: deviceClock(), after: stored.lastStep)
        else { return false }
        try store.use(step: step, of: member, transaction)
        return true
    }
}
