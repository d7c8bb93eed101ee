import Base
import Policies
import TestSupport
import Testing

@testable import AfterSales

@Suite struct KindOfferedTests {
    @Test(arguments: [
        ("seven-day", CaseKind.repair, "silent"), ("retail-simple", .exchange, "silent"),
        ("retail-simple", .refundOnly, "kindNotOffered refuses"),
        ("retail-simple", .repair, "kindNotOffered refuses"),
    ])
    func `a shop refuses what it does not offer`(name: String, kind: CaseKind, expected: String) throws {
        #expect(KindOffered(pack: try pack(name)).says(facts { $0.kind = kind }) == expected)
    }
}

@Suite struct ReasonForKindTests {
    @Test(arguments: [
        (CaseKind.returnRefund, "wrongSize", "silent"), (.repair, "wrongSize", "reasonNotForKind refuses"),
        (.repair, "defective", "silent"), (.priceProtection, "defective", "reasonNotForKind refuses"),
        (.resend, "missingItem", "silent"),
    ])
    func `a reason goes with some kinds`(kind: CaseKind, reason: String, expected: String) throws {
        let facts = facts {
            $0.kind = kind
            $0.reason = reason
        }
        #expect(ReasonForKind(pack: try pack()).says(facts) == expected)
    }
}

@Suite struct OrderStageTests {
    @Test(arguments: [
        (CaseKind.returnRefund, OrderStatus.delivered, "silent"),
        (.returnRefund, .shipped, "orderStage refuses"),
        (.returnRefund, .pending, "orderStage refuses"), (.refundOnly, .pending, "silent"),
        (.refundOnly, .cancelled, "orderStage refuses"), (.resend, .shipped, "silent"),
        (.resend, .processed, "orderStage refuses"),
    ])
    func `an order has come far enough, and not too far`(
        kind: CaseKind, status: OrderStatus, expected: String
    ) throws {
        let facts = facts {
            $0.kind = kind
            $0.orderStatus = status
        }
        #expect(OrderStage(pack: try pack()).says(facts) == expected)
    }
}

extension OrderStageTests {
    @Test(arguments: [
        (CaseKind.returnRefund, OrderStatus.pending, true), (.exchange, .processed, true),
        (.returnRefund, .shipped, false), (.resend, .pending, false), (.refundOnly, .cancelled, false),
    ])
    func `goods that have not left need not come back: the order can be cancelled`(
        kind: CaseKind, status: OrderStatus, cancel: Bool
    ) throws {
        let facts = facts { ($0.kind, $0.orderStatus) = (kind, status) }
        let told = OrderStage(pack: try pack()).finding(facts, amount: .fen(0))?.facts["then"]
        #expect((told == "cancel") == cancel)
    }
}

@Suite struct ReasonForStageTests {
    @Test(arguments: [
        ("notReceived", CaseKind.refundOnly, OrderStatus.pending, "reasonBeforeSending refuses"),
        ("notReceived", .refundOnly, .processed, "reasonBeforeSending refuses"),
        ("notReceived", .refundOnly, .shipped, "silent"), ("notReceived", .refundOnly, .delivered, "silent"),
        ("trackingStalled", .refundOnly, .pending, "reasonBeforeSending refuses"),
        ("trackingStalled", .refundOnly, .delivered, "reasonNotForStage refuses"),
        ("trackingStalled", .compensation, .delivered, "silent"),
        ("defective", .compensation, .processed, "reasonBeforeSending refuses"),
        ("lateShipping", .refundOnly, .processed, "silent"),
        ("lateShipping", .compensation, .shipped, "silent"),
        ("lateShipping", .refundOnly, .delivered, "reasonNotForStage refuses"),
        // Told by the stage of the order alone.
        ("notReceived", .resend, .pending, "silent"),
    ])
    func `nobody is paid for what cannot have happened yet, or is over`(
        reason: String, kind: CaseKind, status: OrderStatus, expected: String
    ) throws {
        for name in ["seven-day", "pinduoduo-like"] {
            let facts = facts { ($0.reason, $0.kind, $0.orderStatus) = (reason, kind, status) }
            #expect(ReasonForStage(pack: try pack(name)).says(facts) == expected)
        }
    }

    @Test func `who cannot have waited in vain is told to cancel, where the policy lets them`() throws {
        let facts = facts { ($0.reason, $0.kind, $0.orderStatus) = ("notReceived", .refundOnly, .pending) }
        let shipped = try pack()
        #expect(ReasonForStage(pack: shipped).finding(facts, amount: .fen(0))?.facts["then"] == "cancel")
        let text = try ShippedPacks.text("seven-day").replacing(/(?m)^  cancel: .*\n/, with: "")
        let strict = try PackReader.read(text, in: .cny)
        #expect(ReasonForStage(pack: strict).finding(facts, amount: .fen(0))?.facts["then"] == nil)
    }

    @Test(arguments: ShippedPacks.names)
    func `no goods are given away: what is only the customer's wish is paid for goods that come back`(
        name: String
    ) throws {
        let pack = try pack(name)
        for reason in pack.reasons where reason.isOwnWish && reason.kinds.contains(.refundOnly) {
            #expect(!reason.fits(.refundOnly, .delivered), "\(reason.code)")
        }
    }
}

@Suite struct ApplicationLimitTests {
    @Test(arguments: [
        ("seven-day", 0, 0, "silent"), ("seven-day", 9, 4, "silent"),
        ("seven-day", 0, 5, "applicationsPerLine refuses"),
        ("seven-day", 0, 6, "applicationsPerLine refuses"),
        ("retail-simple", 0, 9, "silent"), ("retail-simple", 1, 0, "casesPerOrder refuses"),
    ])
    func `an order and a line can be applied for so often`(
        name: String, cases: Int, applications: Int, expected: String
    ) throws {
        let facts = facts {
            $0.earlierCases = cases
            $0.lines = [line(applications: applications)]
        }
        #expect(ApplicationLimit(pack: try pack(name)).says(facts) == expected)
    }
}
