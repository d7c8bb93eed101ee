import Base
import Orders
import Policies
import Storage

/// How much people may give away: measured over all that their role has given for an order, in its cases and for
/// complaints about it, and offers in others of them that the customer may still accept. So nobody goes around a limit by
/// granting, reopening and granting again, or by several cases.
extension AfterSalesDesk {
    /// Money without goods coming back: in one case up to what the pack approves by itself anybody may, above it up to
    /// the role's limit for the order.
    /// - Parameter isBeyondPack: the pack approves nothing of it; as little as it does where it takes goods back for
    ///   what it approves.
    /// - Throws: `grantAboveLimit`.
    func checkLimit(
        _ amount: Money, _ record: Case, _ pack: PolicyPack, _ taker: StepTaker, isBeyondPack: Bool = false,
        in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        guard taker.actor != .system, !taker.isCustomer else { return }
        let isBeyondPack = try isBeyondPack || record.kind.returnsGoods || isRefused(record, pack, shop)
        let room = try room(record, pack, taker, isBeyondPack: isBeyondPack, in: shop.id, transaction)
        guard amount.amount <= room.left else { throw refusal(room.limit, amount.currency) }
    }

    /// What is left of the role's limit when it does not cover the case as it is asked for; nil when it does, or
    /// when goods come back.
    public func grantLeft(
        _ record: Case, for taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Money? {
        let pack = try policies.pack(of: shop, version: record.decision.packVersion, in: transaction)
        guard try asksLimit(record, pack, shop) else { return nil }
        let isBeyondPack = try record.kind.returnsGoods || isRefused(record, pack, shop)
        let left = try room(record, pack, taker, isBeyondPack: isBeyondPack, in: shop.id, transaction).left
        let wanted = record.agreed ?? record.worth
        return wanted.amount <= left ? nil : Money(left, wanted.currency)
    }

    /// Whoever grants the case as it is asked for gives that away: no goods come for it, or nobody has seen those that
    /// should, or it is new goods once more, or the policy said no, or money has gone back for it elsewhere.
    func asksLimit(_ record: Case, _ pack: PolicyPack, _ shop: ShopProfile) throws -> Bool {
        guard record.kind.returnsGoods, record.isSeen, record.goneElsewhere == nil,
            !record.kind.isForGoods || !record.lines.contains(where: \.isPaidWhole),
            !CasePast(record).contains(.notArrived)
        else { return true }
        return try isRefused(record, pack, shop)
    }

    /// What is given away by agreeing on this: nothing where goods come for it, or have come.
    func givenAway(
        by kind: OfferKind, _ amount: Money?, _ record: Case, _ pack: PolicyPack, _ shop: ShopProfile
    ) throws -> Money {
        let nothing = Money.zero(record.currency)
        switch kind {
        case .partialRefund, .storeCredit: return amount ?? nothing
        case .replacement:
            let isForGoods =
                record.kind.returnsGoods && record.goods == .accepted
                && CasePast(record).isDisjoint(with: [.paid, .exchanged, .notArrived])
            return try isForGoods && !isRefused(record, pack, shop) ? nothing : record.value
        case .returnRefund:
            return try record.isSeen && !isRefused(record, pack, shop) && mayReturn(record, pack, shop)
                ? nothing : record.taken
        }
    }

    /// The policy has said no: whoever grants it all the same grants all of it beyond the pack.
    func isRefused(_ record: Case, _ pack: PolicyPack, _ shop: ShopProfile) throws -> Bool {
        try CasePolicy(pack: pack, day: shop.day).decide(record.facts.read()).outcome == .refuse
    }

    /// Goods that came for something else are taken back for their price only where the policy would have done so.
    private func mayReturn(_ record: Case, _ pack: PolicyPack, _ shop: ShopProfile) throws -> Bool {
        guard record.kind.isForGoods else { return true }
        var facts = try record.facts.read()
        facts.kind = .returnRefund
        return CasePolicy(pack: pack, day: shop.day).decide(facts).outcome != .refuse
    }

    /// The larger of what the pack's own approvals leave in the case and what the role's limit leaves for the order.
    private func room(
        _ record: Case, _ pack: PolicyPack, _ taker: StepTaker, isBeyondPack: Bool, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> (left: Int64, limit: Int64) {
        let own: Int64 =
            if isBeyondPack { 0 } else {
                switch pack.kinds[record.kind]?.approval {
                case .always: .max
                case .upTo(let most): most
                case .human, nil: 0
                }
            }
        let limit = pack.grantLimits[taker.role] ?? 0
        let ofCase = try grants.given(by: taker.role, in: record, shop, transaction)
        let ofOrder =
            try grants.given(by: taker.role, of: record.orderID, shop, transaction)
            + grants.given(by: taker.role, of: record.orderID, apartFrom: nil, shop, transaction)
            + grants.offered(by: taker.role, of: record.orderID, apartFrom: record.id, shop, transaction)
        return (max(own - min(ofCase, own), limit - min(ofOrder, limit)), max(own, limit))
    }

    /// The same for the remedy of a complaint, which the pack never grants by itself.
    /// - Throws: `grantAboveLimit`.
    func checkLimit(
        _ amount: Money, _ complaint: Complaint, of order: Identifier<Order>, _ pack: PolicyPack,
        _ taker: StepTaker, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let given =
            try grants.given(by: taker.role, of: order, shop, transaction)
            + grants.given(by: taker.role, of: order, apartFrom: complaint.id, shop, transaction)
            + grants.offered(by: taker.role, of: order, apartFrom: nil, shop, transaction)
        let limit = pack.grantLimits[taker.role] ?? 0
        guard amount.amount <= limit - min(given, limit) else { throw refusal(limit, amount.currency) }
    }

    /// Notes what a person has given away.
    func noteGrant(
        _ amount: Money, by role: Role?, in record: Case, _ shop: ShopID, _ transaction: Transaction
    ) throws {
        guard let role else { return }
        try grants.insert(amount, by: role, in: record, shop, transaction)
    }

    private func refusal(_ limit: Int64, _ currency: Currency) -> AfterSalesRefusal {
        .grantAboveLimit(limit: Money(limit, currency).description)
    }
}

extension StepTaker {
    /// The role whose limit a grant uses up; nobody's for what happens by itself.
    var grantingRole: Role? { actor == .system || isCustomer ? nil : role }
}
