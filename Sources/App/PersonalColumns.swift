import AfterSales
import Conversations
import Customers
import Files
import Orders
import Staff
import Vault
import Web

/// Every column that holds what is personal, as its slice declares it.
enum PersonalColumns {
    static let all = emptied + [IdempotencyStore.body]

    /// Those that are emptied when somebody's data are erased. Remembered answers are not looked through: what opened
    /// them is gone, and they themselves go after a week.
    static let emptied: [PersonalColumn] =
        CustomerDesk.personal + OrderDesk.personal + AfterSalesDesk.personal
        + ConversationDesk.personal + FeedbackDesk.personal + MessageDesk.personal + FileDesk.personal
        + StaffDesk.personal + [
            ApplicationDraftStore.note
        ]
}
