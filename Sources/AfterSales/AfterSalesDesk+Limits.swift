import Base
import Orders
import Policies
import Storage

/// How much people may give away: measured over all that their role has given in the case and for
/// complaints about its order, so that nobody goes around
/// a limit by granting, reopening and granting again.
extension AfterSalesDesk {
    /// Money without goods coming back: up to what the pack approves by itself anybody may, above it the role's limit.
    /// - Throws: `grantAboveLimit`.
    func checkLimit(
        _ amount: Money, _ record: Case, _ pack: PolicyPack, _ taker: StepTaker, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        guard taker.actor != .system, !taker.isCustomer else { return }
        try check(
            amount, over: given(record, taker, in: shop, transaction), within: limit(record, pack, taker))
    }

    /// What is left of the role's limit when it does not cover the case as it is asked for; nil when it does, or
    /// when goods come back.
    public func grantLeft(
        _ record: Case, for taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Money? {
        guard !record.kind.returnsGoods else { return nil }
        let pack = try policies.pack(of: shop, version: record.decision.packVersion, in: transaction)
        let limit = limit(record, pack, taker)
        let left = limit - min(try given(record, taker, in: shop.id, transaction), limit)
        let wanted = record.agreed ?? record.worth
        return wanted.amount <= left ? nil : Money(left, wanted.currency)
    }

    private func limit(_ record: Case, _ pack: PolicyPack, _ taker: StepTaker) -> Int64 {
        let own: Int64 =
            switch pack.kinds[record.kind]?.approval {
            case .always: .max
            case .upTo(let most): most
            case .human, nil: 0
            }
        return max(own, pack.grantLimits[taker.role] ?? 0)
    }

    private func given(
        _ record: Case, _ taker: StepTaker, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int64 {
        try grants.given(by: taker.role, in: record, shop, transaction)
            + grants.given(by: taker.role, of: record.orderID, apartFrom: nil, shop, transaction)
    }

    /// The same for the remedy of a complaint, which the pack never grants by itself.
    /// - Throws: `grantAboveLimit`.
    func checkLimit(
        _ amount: Money, _ complaint: Complaint, of order: Identifier<Order>, _ pack: PolicyPack,
        _ taker: StepTaker, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let given = try grants.given(
            by: taker.role, of: order, apartFrom: complaint.id, shop, transaction)
        try check(amount, over: given, within: pack.grantLimits[taker.role] ?? 0)
    }

    /// Notes what a person has given away.
    func noteGrant(
        _ amount: Money, by role: Role?, in record: Case, _ shop: ShopID, _ transaction: Transaction
    ) throws {
        guard let role else { return }
        try grants.insert(amount, by: role, in: record, shop, transaction)
    }

    private func check(_ amount: Money, over given: Int64, within limit: Int64) throws {
        guard amount.amount <= limit - min(given, limit) else {
            throw AfterSalesRefusal.grantAboveLimit(limit: Money(limit, amount.currency).description)
        }
    }
}

extension StepTaker {
    /// The role whose limit a grant uses up; nobody's for what happens by itself.
    var grantingRole: Role? { actor == .system || isCustomer ? nil : role }
}
