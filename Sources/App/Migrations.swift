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

/// Every table of the program, in the order in which they can be made.
enum Migrations {
    static let all =
        EventStore.migrations + JobStore.migrations + ServerClock.migrations + FileDesk.migrations
        + IdempotencyStore.migrations + StaffMigrations.all + PolicyStore.migrations + CustomerDesk.migrations
        + PaymentDesk.migrations + OrderDesk.migrations + AfterSalesDesk.migrations + Installation.migrations
}
