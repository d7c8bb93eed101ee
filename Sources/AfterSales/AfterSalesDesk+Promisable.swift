import Base
import Orders
import Payments
import Policies
import Storage

/// Nobody is promised money that is not there.
extension AfterSalesDesk {
    /// Most that may be offered, agreed on or ruled for a case, beside what it has had: of what it may come to, of its
    /// goods and of what was paid for the order, what has not gone back.
    public func promisable(
        _ record: Case, _ pack: PolicyPack, in shop: ShopID, _ transaction: Transaction
    ) throws -> Money {
        try promisable(
            of: bound(record, pack), record, room(record, in: shop, transaction), in: shop, transaction)
    }

    /// Most that a person may approve: a compensation as it may be offered, everything else as asked.
    public func grantable(
        _ record: Case, _ pack: PolicyPack, in shop: ShopID, _ transaction: Transaction
    ) throws -> Money {
        let promisable = try promisable(record, pack, in: shop, transaction)
        return record.kind == .compensation ? promisable : min(record.asked, promisable)
    }

    /// A case that was reopened, or whose units another case has paid for since, gets nothing twice.
    func promisable(
        of most: Money, _ record: Case, _ room: [Money], in shop: ShopID, _ transaction: Transaction
    ) throws -> Money {
        let nothing = Money.zero(record.currency)
        // What has settled the case elsewhere is part of what it comes to.
        let elsewhere = record.isSettledElsewhere ? record.goneElsewhere ?? nothing : nothing
        let own = max(most - elsewhere - record.granted, nothing)
        guard !record.paysOnTop else { return own }
        let freight = max(try record.asked - record.facts.read().paid, nothing)
        let wanted = min(own, room.reduce(freight, +))
        let ofOrder = try payments.left(
            of: orders.view(record.orderID, in: shop, transaction).paid, ofOrder: record.orderID.text,
            record.currency, in: shop, transaction)
        return max(min(wanted, ofOrder), nothing)
    }

    /// What was offered may have gone back another way since.
    /// - Throws: `offerAboveLeft`.
    func checkLeft(
        _ offer: Offer, _ record: Case, _ pack: PolicyPack, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let hasGone = record.goneElsewhere?.isPositive == true
        // Of what the law gives, the rest goes back beside what has gone back elsewhere.
        let least = record.mayChoose ? Money(1, record.currency) : record.value
        let whole = offer.kind == .returnRefund && hasGone ? least : nil
        guard let amount = offer.amount ?? whole else { return }
        let left = try left(record, pack, in: shop, transaction)
        guard amount <= left else { throw AfterSalesRefusal.offerAboveLeft(left: left.description) }
    }

    /// As `promisable`, less what has gone back elsewhere since.
    func left(
        _ record: Case, _ pack: PolicyPack, in shop: ShopID, _ transaction: Transaction
    ) throws -> Money {
        let gone = record.goneElsewhere ?? .zero(record.currency)
        return try min(
            promisable(record, pack, in: shop, transaction),
            max(bound(record, pack) - gone, .zero(record.currency)))
    }
}
