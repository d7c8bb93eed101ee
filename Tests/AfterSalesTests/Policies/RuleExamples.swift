import Base
import Policies
import TestSupport

@testable import AfterSales

/// Facts that every rule lets pass: a pot for 100.00, delivered two days ago, sent back because it does not fit.
func facts(_ change: (inout CaseFacts) -> Void = { _ in }) -> CaseFacts {
    let now = TestClock.start
    var facts = CaseFacts(
        kind: .returnRefund, reason: "wrongSize", orderStatus: .delivered, placedAt: now - .days(5),
        paidAt: now - .days(5), shippedAt: now - .days(4), deliveredAt: now - .days(2), openedAt: now,
        lines: [line()], earlierCases: 0, isWholeOrder: false, freight: .fen(10_00), evidence: [])
    change(&facts)
    return facts
}

func line(
    paid: Int64 = 100_00, quantity: Int = 1, applications: Int = 0, exclusion: ExclusionClass? = nil,
    confirmed: Bool = false, warrantyDays: Int? = nil, priceNow: Int64? = nil
) -> CaseFacts.LineFacts {
    CaseFacts.LineFacts(
        lineID: "1", exclusion: exclusion, exclusionConfirmed: confirmed, warrantyDays: warrantyDays,
        quantity: quantity, applications: applications, paid: .fen(paid), priceNow: priceNow.map { .fen($0) })
}

func pack(_ name: String = "seven-day") throws -> PolicyPack { try ShippedPacks.load(name) }

extension CaseRule {
    /// The rule's id and effect on these facts, or `silent`.
    func says(_ facts: CaseFacts, amount: Int64 = 100_00) -> String {
        finding(facts, amount: .fen(amount)).map { "\($0.id) \($0.effect.rawValue)" } ?? "silent"
    }
}
