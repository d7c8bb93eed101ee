import Base
import Storage
import Vault

/// Turns what one person's key seals in a conversation into what another's does.
struct Resealing {
    private let old: PersonKey
    private let new: PersonKey
    private let record: String
    private let shop: ShopID

    init(
        _ before: Conversation, _ after: Conversation, _ people: PersonVault, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        old = try people.key(of: before.person(in: shop), transaction)
        new = try people.keyToWrite(after.person(in: shop), transaction)
        record = before.id.text
        self.shop = shop
    }

    func callAsFunction(_ sealed: String, in column: PersonalColumn) throws -> String {
        try new.seal(old.open(sealed, in: column, of: record, in: shop), in: column, of: record, in: shop)
    }
}
