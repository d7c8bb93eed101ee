import AfterSales
import Customers
import Events
import Files
import Jobs
import Orders
import Payments
import Policies
import Staff
import Storage
import Web
import Webhooks

/// Every table of the program, in the order in which they can be made.
enum Migrations {
    static let all =
        EventStore.migrations + EventSealStore.migrations + JobStore.migrations + ServerClock.migrations
        + FileDesk.migrations
        + IdempotencyStore.migrations + StaffMigrations.all + PolicyStore.migrations + CustomerDesk.migrations
        + PaymentDesk.migrations + OrderDesk.migrations + AfterSalesDesk.migrations + Installation.migrations
        + WebhookDesk.migrations + ApplicationDraftStore.migrations

    /// A migration that was applied and that this program does not know: a newer one was here.
    static func unknown(in transaction: Transaction) throws -> String? {
        let known = Set(all.map(\.name))
        return try transaction.rows("SELECT name FROM migrations ORDER BY name") { try $0.text() }
            .first { !known.contains($0) }
    }
}
