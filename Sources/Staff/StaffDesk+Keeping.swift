import Base
import Events
import Storage

/// What those who left were called goes when its time is over. What they did stays theirs, under their id.
extension StaffDesk {
    /// Forgets a few who left before a moment: their names, e-mail addresses and passwords.
    /// - Returns: who they were.
    public func expire(
        leftBefore moment: Timestamp, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [StaffMember] {
        try store.noteLeft(in: shop, transaction)
        let gone = try store.left(before: moment, limit: limit, in: shop, transaction)
        for member in gone {
            try store.forget(member.id, in: shop, transaction)
            try events.append(
                "staff.forgotten", on: .init("staff", member.id.text), of: shop, by: .system, [:],
                in: transaction)
        }
        return gone
    }

    /// How many would be forgotten, up to a bound.
    public func countOver(
        leftBefore moment: Timestamp, most: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try store.left(before: moment, limit: most, in: shop, transaction).count
    }
}
