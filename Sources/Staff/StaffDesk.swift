import Base
import Events
import Storage
import Vault

/// The door to the people who work for a shop: who they are, what they may do, how they prove it.
public struct StaffDesk: Sendable {
    private let database: any Database
    let events: EventLog
    private let hasher: PasswordHasher
    let store: StaffStore
    private let sessions = SessionStore()

    /// What of these tables is personal.
    public static let personal = StaffStore.personal

    public init(database: any Database, events: EventLog, hasher: PasswordHasher, people: PersonVault) {
        store = StaffStore(people: people)
        self.database = database
        self.events = events
        self.hasher = hasher
    }

    /// Seals what nodes of the version before have left readable.
    /// - Returns: how many people.
    public static func sealReadable(_ people: PersonVault, _ transaction: Transaction) throws -> Int {
        try StaffStore(people: people).sealReadable(transaction)
    }

    /// Adds somebody, who can sign in once a password is set.
    /// - Throws: `permissionMissing`, `shopUnknown`, `roleTooWide`, `staffExists`, `staffTooMany`.
    public func add(
        _ new: NewStaff, by principal: Principal, in transaction: Transaction
    ) throws -> StaffMember {
        try principal.require(.staffManage, in: new.shop)
        try principal.require(holding: new.role)
        guard try store.count(in: new.shop, transaction) < NewStaff.membersOfOneShop else {
            throw StaffRefusal.staffTooMany
        }
        let id: Identifier<StaffMember> = transaction.identifiers.next("U", at: transaction.now)
        guard try store.insert(new, as: id, transaction) else { throw StaffRefusal.staffExists }
        let member = try member(id, of: new.shop, in: transaction)
        try append("staff.added", member, by: principal, ["role": JSONValue(new.role.rawValue)], transaction)
        return member
    }

    /// Everybody who works for the shop, those who no longer do included.
    /// - Throws: `permissionMissing`, `shopUnknown`.
    public func list(
        of shop: ShopID, for principal: Principal, in transaction: Transaction
    ) throws -> [StaffMember] {
        try principal.require(.staffManage, in: shop)
        return try store.list(in: shop, transaction)
    }

    /// Those of the shop who may be given work, for everybody who works there.
    /// - Throws: `permissionMissing`, `shopUnknown`.
    public func colleagues(
        of shop: ShopID, for principal: Principal, in transaction: Transaction
    ) throws -> [StaffMember] {
        try principal.require(.casesDecide, in: shop)
        return try store.list(in: shop, transaction).filter { $0.isActive && $0.role.may(.casesDecide) }
    }

    /// - Throws: `staffUnknown`.
    public func member(
        _ id: Identifier<StaffMember>, of shop: ShopID, in transaction: Transaction
    ) throws -> StaffMember {
        guard let member = try store.find(id, in: shop, transaction) else { throw StaffRefusal.staffUnknown }
        return member
    }

    /// Gives somebody another role and signs them out everywhere.
    /// - Throws: `permissionMissing`, `shopUnknown`, `staffUnknown`, `roleTooWide`, `roleNotForShop`, `lastOwner`.
    public func changeRole(
        of id: Identifier<StaffMember>, to role: Role, of shop: ShopID, by principal: Principal,
        in transaction: Transaction
    ) throws -> StaffMember {
        let old = try managed(id, of: shop, by: principal, transaction)
        guard role.fits(shop) else { throw StaffRefusal.roleNotForShop(role) }
        try principal.require(holding: role)
        if role != .owner { try keepAnOwner(without: old, by: principal, transaction) }
        try store.setRole(role, of: id, in: shop, transaction)
        try sessions.deleteAll(of: id.text, .staff, in: shop, transaction)
        try append(
            "staff.roleChanged", old, by: principal,
            ["from": JSONValue(old.role.rawValue), "to": JSONValue(role.rawValue)], transaction)
        return try member(id, of: shop, in: transaction)
    }

    /// Lets somebody in no more and signs them out everywhere. What they did stays theirs.
    /// - Throws: `permissionMissing`, `shopUnknown`, `staffUnknown`, `roleTooWide`, `lastOwner`.
    public func deactivate(
        _ id: Identifier<StaffMember>, of shop: ShopID, by principal: Principal, in transaction: Transaction
    ) throws -> StaffMember {
        let old = try managed(id, of: shop, by: principal, transaction)
        try keepAnOwner(without: old, by: principal, transaction)
        try store.setActive(false, id, in: shop, transaction)
        try sessions.deleteAll(of: id.text, .staff, in: shop, transaction)
        try append("staff.deactivated", old, by: principal, [:], transaction)
        return try member(id, of: shop, in: transaction)
    }

    /// Lets somebody in again, with the role and password they had.
    /// - Throws: `permissionMissing`, `shopUnknown`, `staffUnknown`, `roleTooWide`; `staffForgotten` where their address is
    ///   no longer kept.
    public func reactivate(
        _ id: Identifier<StaffMember>, of shop: ShopID, by principal: Principal, in transaction: Transaction
    ) throws -> StaffMember {
        let old = try managed(id, of: shop, by: principal, transaction)
        guard !old.isForgotten else { throw StaffRefusal.staffForgotten }
        try store.setActive(true, id, in: shop, transaction)
        try append("staff.reactivated", old, by: principal, [:], transaction)
        return try member(id, of: shop, in: transaction)
    }

    /// Sets somebody's password and signs them out everywhere. The hashing happens before the transaction.
    /// - Throws: `permissionMissing`, `shopUnknown`, `staffUnknown`, `roleTooWide`, `passwordTooShort`,
    ///   `passwordTooLong`, `passwordIsEmail`, `signInBusy`.
    public func setPassword(
        of id: Identifier<StaffMember>, of shop: ShopID, to text: String, by principal: Principal
    ) async throws {
        let member = try await database.read { try managed(id, of: shop, by: principal, $0) }
        try await store(Password(text, email: member.email), of: member, by: principal)
    }

    /// Sets one's own password, with the one in force as proof, and signs out everywhere.
    /// - Throws: `staffUnknown` for callers who are not staff, `passwordWrong` and as `setPassword`.
    public func changeOwnPassword(from current: String, to text: String, by principal: Principal) async throws
    {
        let account = try await database.read { try own(principal, $0) }
        guard try await hasher.fits(current, account.password) else { throw StaffRefusal.passwordWrong }
        try await store(Password(text, email: account.member.email), of: account.member, by: principal)
    }

    private func store(_ password: Password, of member: StaffMember, by principal: Principal) async throws {
        let hash = try await hasher.hash(password)
        try await database.write(in: member.shop) { transaction in
            try store.setPassword(hash, of: member.id, in: member.shop, transaction)
            try sessions.deleteAll(of: member.id.text, .staff, in: member.shop, transaction)
            try append("staff.passwordSet", member, by: principal, [:], transaction)
        }
    }

    private func own(_ principal: Principal, _ transaction: Transaction) throws -> StaffAccount {
        guard [.staff, .platform].contains(principal.actor.kind) else { throw StaffRefusal.staffUnknown }
        let shop = principal.shop ?? .platform
        let member = try member(Identifier(principal.actor.id), of: shop, in: transaction)
        guard let account = try store.account(email: member.email, in: shop, transaction) else {
            throw StaffRefusal.staffUnknown
        }
        return account
    }

    private func managed(
        _ id: Identifier<StaffMember>, of shop: ShopID, by principal: Principal, _ transaction: Transaction
    ) throws -> StaffMember {
        try principal.require(.staffManage, in: shop)
        let member = try member(id, of: shop, in: transaction)
        try principal.require(holding: member.role)
        return member
    }

    /// The platform may take a shop from its owners; owners do not lock themselves out.
    private func keepAnOwner(
        without member: StaffMember, by principal: Principal, _ transaction: Transaction
    ) throws {
        guard member.role == .owner, member.isActive, principal.role != .platform else { return }
        guard try store.hasOwner(otherThan: member.id, in: member.shop, transaction) else {
            throw StaffRefusal.lastOwner
        }
    }

    private func append(
        _ type: String, _ member: StaffMember, by principal: Principal, _ detail: JSONValue,
        _ transaction: Transaction
    ) throws {
        try events.append(
            type, on: .init("staff", member.id.text), of: member.shop, by: principal.actor, detail,
            in: transaction)
    }
}
