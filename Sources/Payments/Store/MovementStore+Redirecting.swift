import Base
import Storage

/// Refunds that go another way than they were to.
extension MovementStore {
    func purpose(
        of number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws -> MovementPurpose? {
        try transaction.first(
            "SELECT purpose FROM movements WHERE shop = \(shop) AND number = \(number)"
        ) { try $0.choice() }
    }

    /// The refunds that are made instead of one.
    func replacements(
        of number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Movement>] {
        try transaction.rows(
            "SELECT number FROM movements WHERE shop = \(shop) AND replaces = \(number) ORDER BY place"
        ) { try $0.id() }
    }

    /// The charge that it was to send back is sent back by another refund.
    func forgetReturn(
        of number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "UPDATE movements SET returns = NULL WHERE shop = \(shop) AND number = \(number)")
    }

    func noteHandPayment(
        _ reference: String, of number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE movements SET hand_reference = \(reference) WHERE shop = \(shop) AND number = \(number)
            """)
    }

    func noteFault(
        _ fault: String, of number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "UPDATE movements SET fault = \(fault) WHERE shop = \(shop) AND number = \(number)")
    }
}
