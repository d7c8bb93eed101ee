import Base
import Customers
import Payments
import Policies
import Storage
import TestSupport
import Testing

@testable import Orders

/// What may change in an order of a simple retailer before it ships, on a real database.
@Suite struct OrderChangeTests {
    @Test(arguments: [
        (OrderStatus.processed, OrderRefusal.changeTooLate(status: "processed")),
        (.shipped, .changeTooLate(status: "shipped")), (.delivered, .changeTooLate(status: "delivered")),
        (.cancelled, .changeTooLate(status: "cancelled")),
    ])
    func `nothing changes once an order is on its way`(
        status: OrderStatus, refusal: OrderRefusal
    ) async throws {
        let world = try await opened(OrderSpecification("1001", status))
        for wish in [Wishes.cancel, Wishes.address, Wishes.payment, Wishes.lines, Wishes.quantities] {
            await #expect(throws: refusal) { try await change(wish, world) }
        }
    }

    @Test(arguments: [
        ("noLongerNeeded", true), ("orderedByMistake", true), ("defective", false), (nil, false),
    ])
    func `a cancel names one of two reasons`(reason: String?, isAllowed: Bool) async throws {
        let world = try await opened()
        if isAllowed {
            #expect(try await change(.cancel(reason: reason), world).order.status == .cancelled)
        } else {
            await #expect(
                throws: OrderRefusal.changeReasonNotAllowed(reasons: "noLongerNeeded, orderedByMistake")
            ) {
                try await change(.cancel(reason: reason), world)
            }
        }
    }

    @Test func `a cancelled order's money goes back to where it came from`() async throws {
        let payments: [OrderSpecification.Payment] = [.init("mei-gift", 30_00), .init("mei-wechat", 70_00)]
        let world = try await opened(OrderSpecification("1001", .pending, payments: payments))
        let cancelled = try await change(Wishes.cancel, world)
        #expect(cancelled.changes.map(\.kind) == [.cancel])
        #expect(try await world.balance() == 80_00)
        try await world.runDueJobs()
        let refunds = try await world.orderView().movements.filter { $0.kind == .refund }
        #expect(
            refunds.map { "\($0.methodID) \($0.amount) \($0.state)" }
                == ["mei-gift 30.00 CNY succeeded", "mei-wechat 70.00 CNY succeeded"])
        await #expect(throws: OrderRefusal.changeTooLate(status: "cancelled")) {
            try await change(Wishes.cancel, world)
        }
        #expect(try await world.faults() == [])
    }

    @Test func `a cancel gives back the whole price, whatever compensation was paid before`() async throws {
        let world = try await opened()
        try await world.compensate(5_00)
        _ = try await change(Wishes.cancel, world)
        try await world.runDueJobs()
        let refunds = try await world.orderView().movements.filter { $0.kind == .refund }
        #expect(refunds.map(\.amount) == [.fen(5_00), .fen(100_00)])
        #expect(try await world.faults() == [])
    }

    @Test func `an address changes, and nothing else does`() async throws {
        let world = try await opened()
        let before = try await world.orderView()
        let after = try await change(Wishes.address, world)
        #expect(after.order.address.city == "杭州")
        #expect(after.order.lines == before.order.lines)
        #expect(after.movements == before.movements)
        #expect(after.order.version == before.order.version + 1)
    }

    @Test(arguments: [
        ("mei-wechat", OrderRefusal.methodSame), ("lan-wechat", .methodUnknown),
        ("mei-gift", .balanceTooLow(owed: .fen(100_00), balance: .fen(50_00))),
    ])
    func `another method is the customer's own, another one, and covers the price`(
        method: String, refusal: OrderRefusal
    ) async throws {
        let world = try await opened()
        await #expect(throws: refusal) { try await change(.payment(Identifier(method)), world) }
        #expect(try await world.orderView().changes.isEmpty)
    }

    @Test func `a change of payment gives the money back and takes it anew`() async throws {
        let world = try await opened(giftCard: 200_00)
        let changed = try await change(.payment("mei-gift"), world)
        #expect(try await world.balance() == 100_00)
        #expect(
            changed.movements.map { "\($0.kind) \($0.methodID) \($0.amount)" } == [
                "payment mei-wechat 100.00 CNY", "refund mei-wechat 100.00 CNY",
                "payment mei-gift 100.00 CNY",
            ])
        await #expect(throws: OrderRefusal.paymentsNotSingle(count: 2)) {
            try await change(.payment("mei-card"), world)
        }
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [
        ("pot-blue", 1, "mei-gift", Int64(20_00), Int64(30_00)), ("pot-small", 1, "mei-gift", -20_00, 70_00),
        ("pot-small", 2, "mei-gift", -40_00, 90_00), ("pot-blue", 2, "mei-wechat", 40_00, 50_00),
    ])
    func `units are replaced by another variant, and the difference goes over the method`(
        variant: String, units: Int, method: String, difference: Int64, card: Int64
    ) async throws {
        let world = try await opened(OrderSpecification("1001", .pending, lines: [.init("pot-white", 2)]))
        let changed = try await change(
            .lines([Wishes.replacement("pot-white", variant, units)], method: Identifier(method)), world)
        #expect(try await world.balance() == card)
        let expected = units == 2 ? ["1: 2 \(variant)"] : ["1: 1 pot-white", "2: 1 \(variant)"]
        #expect(changed.order.lines.map { "\($0.id): \($0.quantity) \($0.variantID)" } == expected)
        let paid = changed.order.lines.reduce(Money.fen(0)) { $0 + $1.paid }
        #expect(paid == .fen(200_00 + difference))
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [
        ("pot-white", "cup-white", 1, OrderRefusal.variantOfOtherProduct(id: "cup-white")),
        ("pot-white", "pot-gone", 1, .variantUnavailable(id: "pot-gone")),
        ("pot-white", "no-such", 1, .variantUnavailable(id: "no-such")),
        ("pot-white", "pot-blue", 3, .unitsNotThere(id: "pot-white", there: 2)),
        ("cup-white", "cup-white", 1, .lineUnknown(id: "cup-white")),
    ])
    func `a replacement is another variant of the same product, for units that are there`(
        old: String, new: String, units: Int, refusal: OrderRefusal
    ) async throws {
        let world = try await opened(OrderSpecification("1001", .pending, lines: [.init("pot-white", 2)]))
        await #expect(throws: refusal) {
            try await change(.lines([Wishes.replacement(old, new, units)], method: "mei-wechat"), world)
        }
    }

    @Test func `lines change once, and then nothing does`() async throws {
        let world = try await opened()
        _ = try await change(Wishes.lines, world)
        for wish in [Wishes.lines, Wishes.cancel, Wishes.address, Wishes.payment, Wishes.quantities] {
            await #expect(throws: OrderRefusal.changeLocked) { try await change(wish, world) }
        }
    }

    /// New quantities of three pots and two cups (paid 299.99 and 40.00), and the difference.
    @Test(
        arguments: [
            (["pot-white": 2], -100_00), (["pot-white": 0], -299_99), (["pot-white": 5], 200_00),
            (["pot-white": 1, "cup-white": 4], -160_00), (["cup-white": 0, "pot-white": 3], -40_00),
        ] as [([String: Int], Int64)])
    func `fewer units give back their share, more cost today's price`(
        quantities: [String: Int], difference: Int64
    ) async throws {
        let world = try await opened(Wishes.potsAndCups)
        let before = try await world.orderView().order
        let changed = try await change(Wishes.quantities(quantities, method: "mei-wechat"), world)
        let paid = changed.order.lines.reduce(Money.fen(0)) { $0 + $1.paid }
        let was = before.lines.reduce(Money.fen(0)) { $0 + $1.paid }
        #expect((paid - was).amount == difference)
        #expect(
            changed.order.lines.allSatisfy { $0.quantity == quantities[$0.variantID.text] ?? $0.quantity })
        try await world.runDueJobs()
        #expect(try await world.faults() == [])
    }

    @Test func `what was given back before is not paid again by another method`() async throws {
        let world = try await opened(Wishes.potsAndCups)
        try await world.allowSeveralPayments()
        _ = try await change(Wishes.quantities, world)
        try await world.runDueJobs()
        try await world.compensate(5_00)
        let moved = try await change(Wishes.payment, world)
        let charge = try #require(moved.movements.last { $0.kind == .payment })
        #expect("\(charge.methodID) \(charge.amount)" == "mei-card 239.99 CNY")
        try await world.runDueJobs()
        #expect(try await world.faults() == [])
    }

    @Test func `an order without units is cancelled, and the same quantities change nothing`() async throws {
        let world = try await opened(Wishes.potsAndCups)
        await #expect(throws: OrderRefusal.nothingToChange) {
            try await change(Wishes.quantities(["pot-white": 3, "cup-white": 2], method: nil), world)
        }
        await #expect(throws: OrderRefusal.methodUnknown) {
            try await change(Wishes.quantities(["pot-white": 4], method: nil), world)
        }
        let cancelled = try await change(
            Wishes.quantities(["pot-white": 0, "cup-white": 0], method: nil), world)
        #expect(cancelled.order.status == .cancelled)
        #expect(cancelled.order.lines.count == 2, "what was cancelled can still be read")
        #expect(cancelled.changes.map(\.kind) == [.cancel])
    }

    @Test func `a preview changes nothing and says what the change will do`() async throws {
        let world = try await opened()
        let before = try await world.orderView()
        let plan = try await world.database.read { [orders = world.orders, profile = world.profile] in
            try orders.preview(ChangeRequest(wish: Wishes.lines, version: nil), of: "1001", in: profile, $0)
        }
        #expect(try await world.orderView().order == before.order)
        let changed = try await change(Wishes.lines, world)
        #expect(plan.lines == changed.order.lines)
        #expect(plan.difference == .fen(20_00))
    }

    @Test func `who saw an older version is told`() async throws {
        let world = try await opened()
        _ = try await change(Wishes.address, world, seeing: 0)
        await #expect(throws: OrderRefusal.orderMovedOn(version: 1)) {
            try await change(Wishes.cancel, world, seeing: 0)
        }
        #expect(try await change(Wishes.cancel, world, seeing: 1).order.status == .cancelled)
    }

    @Test func `a method gets back at most what it has paid, the rest goes over the payments`() async throws {
        let world = try await opened(
            OrderSpecification("1001", .pending, lines: [.init("pot-white", 3)]))
        let pots = { ChangeRequest.NewQuantity(line: .variant("pot-white"), quantity: $0) }
        _ = try await change(.quantities([pots(4)], method: "mei-card"), world)
        await #expect(throws: OrderRefusal.chargeUnderWay, "what builds on a charge waits for it") {
            try await change(.quantities([pots(1)], method: "mei-card"), world)
        }
        try await world.runDueJobs()
        let view = try await change(.quantities([pots(1)], method: "mei-card"), world)
        let refunds = view.movements.filter { $0.kind == .refund }
        #expect(refunds.reduce(Money.fen(0)) { $0 + $1.amount } == .fen(300_00))
        #expect(refunds.filter { $0.methodID == "mei-card" }.map(\.amount) == [.fen(100_00)])
        #expect(refunds.filter { $0.methodID == "mei-wechat" }.map(\.amount) == [.fen(200_00)])
        try await world.runDueJobs()
        #expect(try await world.faults() == [])
    }

    @Test func `removing the last line is a cancel, for which nobody gave a reason`() async throws {
        let world = try await opened()
        let view = try await change(
            .quantities([.init(line: .variant("pot-white"), quantity: 0)], method: nil), world)
        #expect(view.order.status == .cancelled)
        #expect(view.changes.map(\.kind) == [.cancel] && view.changes[0].reason == nil)
    }

    @Test func `an order that another shop has is unknown here`() async throws {
        let world = try await opened()
        try await world.order(OrderSpecification("3001", .pending), in: TestWorld.otherShop)
        await #expect(throws: OrderRefusal.orderUnknown) { try await world.orderView("3001") }
    }

    private func opened(
        _ order: OrderSpecification = OrderSpecification("1001", .pending), giftCard: Int64 = 50_00
    ) async throws -> TestWorld {
        let world = try await TestWorld(pack: "retail-simple")
        try await world.stock(giftCard: giftCard)
        try await world.order(order)
        return world
    }
}
