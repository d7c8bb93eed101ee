import AfterSales
import Conversations
import Customers
import Orders
import Staff
import Vault
import Web

/// Every column that holds what is personal, as its slice declares it.
enum PersonalColumns {
    static let all: [PersonalColumn] =
        CustomerDesk.personal + OrderDesk.personal + AfterSalesDesk.personal
        + ConversationDesk.personal + MessageDesk.personal + [
            IdempotencyStore.body, ApplicationDraftStore.note,
        ]
}
