import Base
import Policies
import Testing

@Suite struct ShippedPacksTests {
    @Test(arguments: ShippedPacks.names)
    func `a shipped pack reads without a fault`(name: String) throws {
        let pack = try ShippedPacks.load(name)
        #expect(pack.name == name)
        #expect(pack.version == 1)
    }

    @Test(arguments: ShippedPacks.names)
    func `a shipped pack keeps the promise and has a clock for every open state`(name: String) throws {
        let pack = try ShippedPacks.load(name)
        #expect(pack.promise.within == .minutes(5))
        #expect(Set(pack.deadlines.keys) == Set(CaseState.open))
        #expect(pack.grantLimits[.owner] == Limits.largestAmount)
        #expect(pack.grantLimits[.platform] == Limits.largestAmount)
    }

    @Test(arguments: ShippedPacks.names)
    func `a shipped pack speaks every language, each in its own words`(name: String) throws {
        let pack = try ShippedPacks.load(name)
        for language in Language.allCases {
            let sentences = pack.reasons.map { $0.says[language] }
            #expect(Set(sentences).count == sentences.count, "\(language)")
        }
        #expect(pack.packing[.simplified].contains("快递单号"))
        #expect(pack.packing[.traditional].contains("物流單號"))
    }

    @Test(arguments: ["seven-day", "pinduoduo-like"])
    func `the packs for China know every kind and the usual reasons`(name: String) throws {
        let pack = try ShippedPacks.load(name)
        #expect(Set(pack.kinds.keys) == Set(CaseKind.allCases))
        let usual = [
            "noLongerNeeded", "orderedByMistake", "preferOther", "wrongSize", "defective", "notAsDescribed",
            "wrongItem", "missingItem", "damagedInTransit", "expired", "notReceived", "lateDelivery",
            "counterfeit", "priceDropped", "other", "lateShipping", "outOfStock", "falseShipping",
            "trackingStalled", "trackingForged", "emptyParcel",
        ]
        #expect(Set(pack.reasons.map(\.code)) == Set(usual))
        #expect(pack.kinds[.repair]?.faultWindow?.within == .days(365))
        #expect(
            pack.kinds[.priceProtection]?.faultWindow
                == WindowPolicy(within: .days(7), from: .paidAt, startsNextDay: false))
        #expect(pack.reason("missingItem")?.kinds.contains(.resend) == true)
        #expect(pack.reason("priceDropped")?.kinds == [.priceProtection])
    }

    @Test func `seven-day gives seven days from the day after receipt, the legal exclusions apart`() throws {
        let pack = try ShippedPacks.load("seven-day")
        let returns = try #require(pack.kinds[.returnRefund])
        #expect(returns.window == WindowPolicy(within: .days(7), from: .deliveredAt, startsNextDay: true))
        #expect(returns.exclusions == Set(ExclusionClass.allCases))
        #expect(returns.approval == .always)
        #expect(pack.reason("noLongerNeeded")?.returnFreight == .buyer)
        #expect(pack.reason("defective")?.returnFreight == .merchant)
        #expect(
            pack.deadlines[.inspecting]
                == DeadlinePolicy(
                    owner: .merchant, within: .days(7), warnBefore: .days(2), fallback: .refundInFull))
    }

    @Test func `a counterfeit is compensated threefold, five hundred at least`() throws {
        let row = try #require(
            ShippedPacks.load("seven-day").compensations.first { $0.cause == "counterfeit" })
        #expect(row.amount(for: Money(10_00, .cny)) == Money(500_00, .cny))
        #expect(row.amount(for: Money(1_000_00, .cny)) == Money(3_000_00, .cny))
    }

    @Test func `a name that is not shipped is refused`() {
        #expect(throws: PolicyRefusal.policyUnknownPack(name: "../secret")) {
            try ShippedPacks.load("../secret")
        }
    }
}
