import Base
import Policies
import TestSupport
import Testing

@testable import AfterSales

@Suite struct EvidenceNeededTests {
    @Test(arguments: [
        ("wrongSize", [EvidenceKind](), "silent"), ("defective", [], "evidenceMissing asksEvidence"),
        ("defective", [.document], "evidenceMissing asksEvidence"),
        ("defective", [.photo], "evidenceGiven allows"),
        ("defective", [.photo, .video], "evidenceGiven allows"),
    ])
    func `a claim that needs to be shown is shown`(
        reason: String, evidence: [EvidenceKind], expected: String
    ) throws {
        let facts = facts {
            $0.reason = reason
            $0.evidence = Set(evidence)
        }
        #expect(EvidenceNeeded(pack: try pack()).says(facts) == expected)
    }
}

@Suite struct ReturnAutoApprovalTests {
    @Test(arguments: [
        (CaseKind.refundOnly, OrderStatus.shipped, 1, "stillUnderWay sendsToHuman"),
        (.resend, .shipped, 4, "stillUnderWay sendsToHuman"), (.resend, .shipped, 5, "silent"),
        (.refundOnly, .delivered, 1, "silent"), (.returnRefund, .shipped, 1, "silent"),
    ])
    func `a parcel that can still come is not missing yet`(
        kind: CaseKind, status: OrderStatus, days: Int, says: String
    ) throws {
        let told = facts {
            ($0.kind, $0.reason, $0.orderStatus) = (kind, "notReceived", status)
            $0.shippedAt = $0.openedAt - .days(days)
        }
        #expect(StillUnderWay(pack: try pack()).says(told) == says)
    }

    @Test func `a gift that is sent again costs what it is sold for`() {
        let gift = facts {
            $0.kind = .resend
            $0.lines = [line(paid: 0, priceNow: 9_000_00)]
        }
        #expect(CaseAmount.worth(gift, .fen(0)) == .fen(9_000_00))
    }

    @Test(arguments: [
        ("seven-day", CaseKind.returnRefund, Int64(9_999_00), "approvedAtOnce grants"),
        ("seven-day", .refundOnly, 10_00, "belowApprovalLimit grants"),
        ("seven-day", .refundOnly, 10_01, "aboveApprovalLimit sendsToHuman"),
        ("pinduoduo-like", .returnRefund, 50_00, "belowApprovalLimit grants"),
        ("pinduoduo-like", .returnRefund, 50_01, "aboveApprovalLimit sendsToHuman"),
        ("pinduoduo-like", .resend, 0, "humanDecides sendsToHuman"),
        ("retail-simple", .refundOnly, 0, "silent"),
    ])
    func `a kind is approved at once, up to an amount, or by a human`(
        name: String, kind: CaseKind, amount: Int64, expected: String
    ) throws {
        #expect(
            ReturnAutoApproval(pack: try pack(name)).says(facts { $0.kind = kind }, amount: amount)
                == expected)
    }
}

@Suite struct CasePolicyTests {
    private static let perishable = line(exclusion: .perishable)

    @Test(arguments: [
        ("nothing speaks against it", "wrongSize", CaseKind.returnRefund, nil, DecisionOutcome.approve),
        ("a photo is missing", "defective", .returnRefund, nil, .askEvidence),
        ("a human looks at larger sums", "notReceived", .refundOnly, nil, .human),
        ("evidence is asked for before a human looks", "defective", .refundOnly, nil, .askEvidence),
        ("a refusal is stronger than all", "wrongSize", .returnRefund, perishable, .refuse),
    ])
    func `the strictest answer wins`(
        why: String, reason: String, kind: CaseKind, line: CaseFacts.LineFacts?, outcome: DecisionOutcome
    ) throws {
        let facts = facts {
            $0.reason = reason
            $0.kind = kind
            if let line { $0.lines = [line] }
        }
        let verdict = try policy().decide(facts)
        #expect(verdict.outcome == outcome, "\(why)")
        #expect(!verdict.findings.isEmpty, "a decision names its rules")
        if outcome == .refuse { #expect(verdict.findings.allSatisfy { $0.effect == .refuses }) }
    }

    @Test func `the same facts give the same decision, also after they were stored`() throws {
        let facts = facts { $0.lines = [line(exclusion: .confirmed, warrantyDays: 9, priceNow: 5)] }
        let stored = try CaseFacts(JSONParser.parse(facts.json.text))
        #expect(stored == facts)
        #expect(try policy().decide(stored) == policy().decide(facts))
    }

    private func policy() throws -> CasePolicy {
        CasePolicy(pack: try pack(), day: try TestWorld.profile(TestWorld.shop).day)
    }
}

@Suite struct CaseAmountTests {
    @Test(arguments: [
        (CaseKind.returnRefund, "wrongSize", OrderStatus.delivered, false, Int64(100_00)),
        (.returnRefund, "wrongSize", .delivered, true, 100_00),  // the buyer's doing: freight stays
        (.returnRefund, "defective", .delivered, true, 110_00),
        (.returnRefund, "defective", .delivered, false, 100_00),
        (.refundOnly, "notReceived", .shipped, true, 110_00), (.refundOnly, "other", .pending, true, 110_00),
        (.exchange, "wrongSize", .delivered, true, 0), (.repair, "defective", .delivered, true, 0),
        (.resend, "missingItem", .delivered, true, 0),
        (.compensation, "lateDelivery", .delivered, false, 5_00),  // 5 % of 100.00, the floor too
        (.compensation, "counterfeit", .delivered, false, 500_00),  // three times the price, at least 500.00
        (.compensation, "defective", .delivered, false, 10_00),
        (.compensation, "other", .delivered, false, 0),
    ])
    func `what a case comes to when it is granted as asked`(
        kind: CaseKind, reason: String, status: OrderStatus, isWhole: Bool, expected: Int64
    ) throws {
        let facts = facts {
            $0.kind = kind
            $0.reason = reason
            $0.orderStatus = status
            $0.isWholeOrder = isWhole
        }
        #expect(CaseAmount(pack: try pack()).asked(facts) == .fen(expected))
    }

    @Test func `price protection pays each line's drop and no line's rise`() throws {
        let facts = facts {
            $0.kind = .priceProtection
            $0.lines = [
                line(paid: 100_00, priceNow: 80_00), line(paid: 50_00, priceNow: 60_00), line(paid: 10_00),
            ]
        }
        #expect(CaseAmount(pack: try pack()).asked(facts) == .fen(20_00))
    }
}

@Suite struct CompensationOnceTests {
    @Test(arguments: [
        (CaseKind.compensation, ["lateDelivery"], "compensatedBefore sendsToHuman"),
        (.compensation, ["lateShipping"], "silent"), (.compensation, [], "silent"),
        (.returnRefund, ["lateDelivery"], "silent"),
    ])
    func `a breach of an order is compensated by itself once`(
        kind: CaseKind, before: [String], expected: String
    ) throws {
        let facts = facts {
            ($0.kind, $0.reason, $0.compensated) = (kind, "lateDelivery", Set(before))
        }
        #expect(CompensationOnce(pack: try pack()).says(facts) == expected)
    }

    @Test(arguments: [
        ("defective", ["notAsDescribed"], "compensatedBefore sendsToHuman"),
        ("defective", ["lateDelivery"], "silent"), ("lateDelivery", ["defective"], "silent"),
    ])
    func `the price of goods is lowered by itself once, whatever is wrong with them`(
        reason: String, before: [String], expected: String
    ) throws {
        let facts = facts { ($0.kind, $0.reason, $0.compensated) = (.compensation, reason, Set(before)) }
        #expect(CompensationOnce(pack: try pack()).says(facts) == expected)
    }
}

@Suite struct CompensationShownTests {
    /// Shipped within 48 h of payment, delivered within 120 h of shipping.
    @Test(arguments: [
        ("lateShipping", Span.hours(48) as Span?, Span.hours(60) as Span?, "promisedTimeKept sendsToHuman"),
        ("lateShipping", .hours(49), .hours(60), "promisedTimeMissed allows"),
        ("lateShipping", nil, nil, "promisedTimeMissed allows"),
        ("lateDelivery", .hours(1), .hours(121), "promisedTimeKept sendsToHuman"),
        ("lateDelivery", .hours(1), .hours(122), "promisedTimeMissed allows"),
        ("lateDelivery", nil, .hours(122), "promisedTimeUnknown sendsToHuman"),
        ("outOfStock", nil, nil, "compensationNotShown sendsToHuman"),
        ("emptyParcel", .hours(1), .hours(2), "silent"),
        ("damagedInTransit", .hours(1), .hours(2), "silent"),
        ("noLongerNeeded", .hours(1), .hours(2), "silent"),
    ])
    func `a compensation at once stands in the table and shows`(
        reason: String, shippedAfter: Span?, deliveredAfter: Span?, expected: String
    ) throws {
        let facts = facts {
            ($0.kind, $0.reason) = (.compensation, reason)
            let paid = $0.openedAt - .days(9)
            $0.paidAt = paid
            $0.shippedAt = shippedAfter.map { paid + $0 }
            $0.deliveredAt = deliveredAfter.map { paid + $0 }
        }
        #expect(CompensationShown(pack: try pack()).says(facts) == expected)
    }
}

@Suite struct SomethingToRefundTests {
    @Test(arguments: [
        (CaseKind.refundOnly, "nothingToRefund refuses"), (.returnRefund, "nothingToRefund refuses"),
        (.exchange, "silent"), (.resend, "silent"), (.repair, "silent"),
    ])
    func `nothing is refunded for what cost nothing`(kind: CaseKind, expected: String) {
        let facts = facts { $0.kind = kind }
        let rule = SomethingToRefund()
        #expect(
            rule.finding(facts, amount: .fen(0)).map { "\($0.id) \($0.effect)" } ?? "silent"
                == expected)
        #expect(rule.finding(facts, amount: .fen(1)) == nil)
    }
}
