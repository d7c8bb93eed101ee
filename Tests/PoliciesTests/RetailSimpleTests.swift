import Base
import Policies
import Testing

@Suite struct RetailSimpleTests {
    private let pack: PolicyPack

    init() throws { pack = try ShippedPacks.load("retail-simple") }

    @Test func `an order is cancelled only while pending and for one of two reasons`() {
        #expect(
            pack.orderChanges.cancel
                == OrderChangePolicy.Change(
                    during: [.pending], reasons: ["noLongerNeeded", "orderedByMistake"]))
    }

    @Test func `address, payment and lines change only while pending`() {
        let changes = pack.orderChanges
        #expect(changes.address == OrderChangePolicy.Change(during: [.pending]))
        #expect(changes.payment == OrderChangePolicy.Change(during: [.pending], needsSinglePayment: true))
        #expect(changes.lines == OrderChangePolicy.Change(during: [.pending], times: 1, isLast: true))
    }

    @Test(arguments: [CaseKind.returnRefund, .exchange])
    func `a return or an exchange is approved at once when delivered, without a window`(kind: CaseKind) {
        #expect(
            pack.kinds[kind]
                == KindPolicy(
                    during: [.delivered], window: nil, faultWindow: nil, exclusions: [], approval: .always))
    }

    @Test func `there is one of them for an order and nothing else`() {
        #expect(Set(pack.kinds.keys) == [.returnRefund, .exchange])
        #expect(pack.applications == ApplicationPolicy(perLine: nil, perOrder: 1))
    }

    @Test(arguments: ["noLongerNeeded", "orderedByMistake", "preferOther", "defective", "wrongItem"])
    func `a reason holds for both and needs no evidence`(code: String) {
        let reason = pack.reason(code)
        #expect(reason?.kinds == [.returnRefund, .exchange])
        #expect(reason?.evidence == [])
    }

    @Test func `goods that are not sent within fourteen days end the case`() {
        let deadline = pack.deadlines[.awaitingReturn]
        #expect(deadline?.within == .days(14))
        #expect(deadline?.fallback == .expire)
    }

    @Test func `money goes to the first payment or a gift card, a difference to any method`() {
        #expect(pack.refunds.refunds == [.firstPayment, .giftCard])
        #expect(pack.refunds.exchangeDifference == [.anyMethod])
    }
}
