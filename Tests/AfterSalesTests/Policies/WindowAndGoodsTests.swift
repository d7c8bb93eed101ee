import Base
import Policies
import TestSupport
import Testing

@testable import AfterSales

@Suite struct ReturnWindowTests {
    /// Shanghai's midnight after a delivery at noon of the 3rd is the 3rd, 16:00 UTC; seven days later is the 10th.
    @Test(arguments: [
        ("2026-11-03T04:00:00Z", "insideWindow allows"), ("2026-11-10T15:59:59.999Z", "insideWindow allows"),
        ("2026-11-10T16:00:00Z", "insideWindow allows"), ("2026-11-10T16:00:00.001Z", "windowOver refuses"),
    ])
    func `seven days begin at the shop's midnight after delivery`(opened: String, expected: String) throws {
        let openedAt = try #require(Timestamp(opened))
        let facts = facts {
            $0.deliveredAt = TestClock.start
            $0.openedAt = openedAt
        }
        #expect(try rule().says(facts) == expected)
    }

    @Test(arguments: [
        (CaseKind.exchange, "wrongSize", 10, "windowOver refuses"),
        (.exchange, "defective", 10, "insideWindow allows"),
        (.refundOnly, "notReceived", 80, "insideWindow allows"),
        (.refundOnly, "notReceived", 91, "windowOver refuses"),
        (.resend, "missingItem", 30, "insideWindow allows"),
        (.resend, "missingItem", 31, "windowOver refuses"),
        (.repair, "defective", 364, "insideWindow allows"), (.repair, "defective", 366, "windowOver refuses"),
        (.priceProtection, "priceDropped", 8, "windowOver refuses"),
    ])
    func `somebody else's fault has a window of its own`(
        kind: CaseKind, reason: String, daysAgo: Int, expected: String
    ) throws {
        let then = TestClock.start - .days(daysAgo)
        let facts = facts {
            $0.kind = kind
            $0.reason = reason
            ($0.placedAt, $0.paidAt, $0.shippedAt, $0.deliveredAt) = (then, then, then, then)
        }
        #expect(try rule().says(facts) == expected)
    }

    @Test func `a window whose start nobody knows does not refuse`() throws {
        #expect(try rule().says(facts { $0.deliveredAt = nil }) == "windowStartUnknown sendsToHuman")
    }

    @Test func `a shop without windows says nothing`() throws {
        let rule = ReturnWindow(
            pack: try pack("retail-simple"), day: try TestWorld.profile(TestWorld.shop).day)
        #expect(rule.says(facts { $0.deliveredAt = TestClock.start - .days(900) }) == "silent")
    }

    @Test(arguments: [
        (30, 29, "insideWindow allows"), (30, 31, "windowOver refuses"), (800, 700, "insideWindow allows"),
    ])
    func `a repair is asked for within the goods' own warranty`(
        warranty: Int, daysAgo: Int, expected: String
    ) throws {
        let facts = facts {
            $0.kind = .repair
            $0.reason = "defective"
            $0.deliveredAt = TestClock.start - .days(daysAgo)
            $0.lines = [line(warrantyDays: warranty)]
        }
        #expect(try rule().says(facts) == expected)
    }

    private func rule() throws -> ReturnWindow {
        ReturnWindow(pack: try pack(), day: try TestWorld.profile(TestWorld.shop).day)
    }
}

@Suite struct StatutoryExclusionTests {
    @Test(arguments: [
        (ExclusionClass.perishable, false, "wrongSize", "goodsExcluded refuses"),
        (.customMade, false, "wrongSize", "goodsExcluded refuses"),
        (.confirmed, true, "wrongSize", "goodsExcluded refuses"), (.confirmed, false, "wrongSize", "silent"),
        (.perishable, false, "expired", "silent"), (.customMade, true, "wrongItem", "silent"),
    ])
    func `some goods cannot be had back without a fault`(
        exclusion: ExclusionClass, confirmed: Bool, reason: String, expected: String
    ) throws {
        let facts = facts {
            $0.reason = reason
            $0.lines = [line(), line(exclusion: exclusion, confirmed: confirmed)]
        }
        #expect(StatutoryExclusion(pack: try pack()).says(facts) == expected)
    }

    @Test func `a refund before shipping excludes nothing`() throws {
        let facts = facts {
            $0.kind = .refundOnly
            $0.lines = [line(exclusion: .perishable)]
        }
        #expect(StatutoryExclusion(pack: try pack()).says(facts) == "silent")
    }
}

@Suite struct PriceDropTests {
    @Test(arguments: [
        (Int64?(80_00), Int64(20_00), "priceDropped allows"), (100_00, 0, "priceNotDropped refuses"),
        (120_00, 0, "priceNotDropped refuses"), (nil, 0, "priceNotDropped refuses"),
    ])
    func `price protection needs a price that fell`(priceNow: Int64?, amount: Int64, expected: String) {
        let facts = facts {
            $0.kind = .priceProtection
            $0.lines = [line(priceNow: priceNow)]
        }
        #expect(PriceDrop().says(facts, amount: amount) == expected)
    }

    @Test func `other kinds are not its business`() {
        #expect(PriceDrop().says(facts(), amount: 0) == "silent")
    }
}
