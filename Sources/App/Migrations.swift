import AfterSales
import Base
import Conversations
import Customers
import Events
import Files
import Jobs
import Knowledge
import Orders
import Payments
import Policies
import Staff
import Storage
import Vault
import Web
import Webhooks

/// Every table of the program, in the order in which they can be made.
enum Migrations {
    static func all(_ vault: Vault) -> [Migration] {
        let people = PersonVault(vault)
        let mechanisms =
            Installation.migrations + PersonVault.migrations + EventStore.migrations
            + EventSealStore.migrations + JobStore.migrations + ServerClock.migrations + FileDesk.migrations
            + IdempotencyStore.migrations(people)
        let slices =
            StaffMigrations.all(vault, people) + PolicyStore.migrations + CustomerDesk.migrations(people)
            + PaymentDesk.migrations + OrderDesk.migrations(people) + AfterSalesDesk.migrations(people)
            + ConversationDesk.migrations + QuickReplyDesk.migrations + FeedbackDesk.migrations
            + KnowledgeDesk.migrations
        return mechanisms + slices + WebhookDesk.migrations(vault) + ApplicationDraftStore.migrations(people)
    }

    /// Whether the database is one that may note whose keys seal it.
    static func hasRing(_ transaction: Transaction) throws -> Bool {
        guard let first = Installation.migrations.first else { return false }
        return try transaction.exists("SELECT 1 FROM migrations WHERE name = \(first.name)")
    }

    /// Every table; those that refer to others come after them.
    static let tables = statements.compactMap {
        $0.firstMatch(of: /^\s*CREATE TABLE (\w+)/).map { String($0.1) }
    }

    static let statements = withoutKeys.flatMap(\.steps).compactMap { step -> String? in
        if case .statement(let text) = step { text } else { nil }
    }

    private static let names = withoutKeys.map(\.name)

    /// What they are called and say does not depend on any key.
    private static let withoutKeys = all(Vault(.make(.system), outside: .system))

    /// A migration that was applied and that this program does not know: a newer one was here.
    static func unknown(in transaction: Transaction) throws -> String? {
        try applied(transaction).subtracting(names).min()
    }

    /// A migration that this program knows and that was not applied yet: a version before was here last.
    static func missing(in transaction: Transaction) throws -> String? {
        let applied = try applied(transaction)
        return names.first { !applied.contains($0) }
    }

    private static func applied(_ transaction: Transaction) throws -> Set<String> {
        Set(try transaction.rows("SELECT name FROM migrations") { try $0.text() })
    }
}
