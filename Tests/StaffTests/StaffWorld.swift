import Base
import Events
import Foundation
import Jobs
import Staff
import Storage
import Synchronization
import TestSupport
import Vault

/// A shop 梅 buys from and 林 works for, on a real database in a directory of its own, with a clock that stands still.
final class StaffWorld: Sendable {
    let clock: StillClock
    let database: any Database
    let events = EventLog(broadcast: Broadcast())
    let jobs = JobQueue(bell: JobBell())
    let outside: Outside
    let vault: Vault
    let people: PersonVault
    let hasher: PasswordHasher
    let shops: ShopDesk
    let staff: StaffDesk
    let keys: KeyDesk
    let sessions: SessionDesk
    let factors: SecondFactorDesk
    let messages: MessageDesk
    let customers: CustomerSignInDesk
    private let directory: TestDirectory

    static let shop: ShopID = "teahouse"
    static let other: ShopID = "bookshop"
    static let email = "lin@example.com"
    static let password = "long and plain words"

    let platform = Principal(actor: Actor(.key, "root"), role: .platform, shop: nil)
    let owner = Principal(actor: Actor(.staff, "owner"), role: .owner, shop: shop)

    init() async throws {
        let clock = StillClock()
        let outside = Outside(now: { clock.now }, random: Outside.system.random)
        directory = try TestDirectory()
        let database = try directory.database(outside: outside)
        let vault = Vault(.make(outside), outside: outside)
        self.vault = vault
        let people = PersonVault(vault)
        self.people = people
        (self.clock, self.outside, self.database) = (clock, outside, database)
        hasher = PasswordHasher(cost: PasswordCost(logRounds: 4), outside: outside)
        shops = ShopDesk(database: database, events: events, outside: outside, vault: vault)
        staff = StaffDesk(database: database, events: events, hasher: hasher, people: people)
        keys = KeyDesk(database: database, events: events, outside: outside)
        sessions = SessionDesk(
            database: database, events: events, hasher: hasher, outside: outside, vault: vault,
            people: people,
            deviceClock: { clock.now })
        factors = SecondFactorDesk(
            sessions: sessions, events: events, outside: outside, vault: vault)
        messages = MessageDesk(jobs: jobs, events: events, people: people)
        customers = CustomerSignInDesk(
            database: database, outside: outside, vault: vault, sessions: sessions, messages: messages)
        try await database.migrate(
            EventStore.migrations + JobStore.migrations + PersonVault.migrations
                + StaffMigrations.all(vault, people))
        try await open(Self.shop)
        try await open(Self.other)
    }

    /// 林, with the role and a password.
    func lin(_ role: Role = .agent) async throws -> StaffMember {
        let member = try await database.write { [self] transaction in
            let new = try NewStaff(shop: Self.shop, email: Self.email, name: "林", role: role)
            return try staff.add(new, by: platform, in: transaction)
        }
        try await staff.setPassword(of: member.id, of: Self.shop, to: Self.password, by: platform)
        return member
    }

    func form(
        _ password: String = password, email: String = email, from address: String = "203.0.113.7"
    ) -> SignInForm {
        SignInForm(shop: Self.shop, email: email, password: password, from: ClientAddress(address))
    }

    func change(_ change: ShopSettingsChange) async throws {
        try await database.write { [self] in _ = try shops.change(change, of: Self.shop, by: owner, in: $0) }
    }

    private func open(_ id: ShopID) async throws {
        try await database.write { [self] transaction in
            let opening = try ShopOpening(
                id: id.text, name: id.text, currency: "CNY", timeZone: "Asia/Shanghai",
                packName: "retail-simple")
            _ = try shops.open(opening, by: platform, in: transaction)
        }
    }
}

/// A clock that moves when it is told to.
final class StillClock: Sendable {
    private let moment = Mutex(Timestamp(milliseconds: 1_795_000_000_000))

    var now: Timestamp { moment.withLock { $0 } }

    func advance(by span: Span) { moment.withLock { $0 = $0 + span } }
}
