import Base
import Policies
import Storage

public enum RepairOutcome: String, Sendable, CaseIterable { case repaired, failed }

extension AfterSalesDesk {
    /// How a repair went. After as many failures of the same units as the pack allows, in this case or others before it,
    /// the customer gets another remedy: what the pack says, or the choice between new goods and the money back, each an
    /// offer that one call accepts.
    public func repair(
        _ id: Identifier<Case>, _ outcome: RepairOutcome, note: String?, by taker: StepTaker,
        in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        try remark(note, on: id, by: taker, in: shop.id, transaction)
        let record = try load(id, for: taker, in: shop, transaction)
        guard outcome == .failed else { return try step(.repaired, of: id, by: taker, in: shop, transaction) }
        let policy = try policies.pack(of: shop, version: record.decision.packVersion, in: transaction)
            .repairs
        let failures = record.failedRepairs + 1
        let all =
            try cases.failedRepairs(apartFrom: record, below: policy.most, in: shop.id, transaction)
            + failures
        let then = all >= policy.most ? policy.then : nil
        return try step(
            .repairFailed(then: then), of: id, by: taker, in: shop, transaction,
            detail: .object(["failures": JSONValue(all), "then": then.map { .string($0.rawValue) }])
        ) { record, _ in
            record.failedRepairs = failures
            guard let then else { return }
            try grant(then, after: all, &record, in: shop, transaction)
        }
    }

    /// The law's remedy for goods that cannot be repaired, whoever may grant how much.
    private func grant(
        _ remedy: RepairRemedy, after failures: Int, _ record: inout Case, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws {
        let finding = RuleFinding(
            CasePast.repairsFailedRule, remedy == .customerChooses ? .offers : .allows,
            ["failures": String(failures), "then": remedy.rawValue])
        decided(
            &record, remedy == .customerChooses ? .offer : .approve, finding, by: .system, at: transaction.now
        )
        switch remedy {
        case .exchange: break
        case .refund: record.agreed = record.taken
        case .customerChooses:
            let earlier = try parts.offers(of: record, in: shop.id, transaction)
            for (place, kind) in [OfferKind.replacement, .returnRefund].enumerated() {
                try parts.insert(
                    Offer(
                        number: (earlier.last?.number ?? 0) + 1 + place, kind: kind, amount: nil, note: nil,
                        by: .system, at: transaction.now, state: .open, role: nil),
                    gives: .zero(record.currency), of: record, in: shop.id, transaction)
            }
        }
    }
}
