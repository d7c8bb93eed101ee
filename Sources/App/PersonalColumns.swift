import Customers
import Orders
import Vault

/// Every column that holds what is personal, as its slice declares it.
enum PersonalColumns {
    static let all: [PersonalColumn] = CustomerDesk.personal + OrderDesk.personal
}
