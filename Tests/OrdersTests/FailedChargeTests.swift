import Base
import Customers
import Payments
import Policies
import Storage
import TestSupport
import Testing

@testable import Orders

/// A change that costs more than was paid, whose charge does not come.
@Suite struct FailedChargeTests {
    @Test func `a charge that fails holds the order, and taking it back restores the lines`() async throws {
        let world = try await TestWorld(pack: "retail-simple")
        try await world.stock()
        try await world.order(Wishes.potsAndCups)
        let before = try await world.orderView().order
        world.gateway.answer(.refused(reason: "NO_MONEY"))
        let changed = try await change(
            .lines([Wishes.replacement("pot-white", "pot-blue", 1)], method: "mei-wechat"), world)
        let number = try #require(changed.movements.last).number
        try await world.runDueJobs()
        #expect(try await world.orderView().isHeld)
        let undone = try await undo(number, world)
        #expect(undone.order.lines == before.lines)
        #expect(undone.changes.isEmpty)
        #expect(!undone.isHeld)
        #expect(undone.order.version > changed.order.version, "who saw the change is told")
        #expect(try await world.faults() == [])
        _ = try await change(Wishes.cancel, world)
        try await world.runDueJobs()
        #expect(try await world.faults() == [])
    }

    @Test func `a change of payment whose charge fails is taken back, and the old method has paid as before`()
        async throws
    {
        let world = try await paymentFailed(OrderSpecification("1001", .pending))
        let failed = try await world.orderView()
        #expect(failed.movements.map(\.state) == [.succeeded, .ordered, .failed], "nothing goes back before")
        let undone = try await undo(failed.movements[2].number, world)
        #expect(undone.movements.map(\.state) == [.succeeded, .undone, .undone])
        #expect(undone.changes.isEmpty)
        #expect(!undone.isHeld)
        #expect(try await world.faults() == [])
        _ = try await change(Wishes.cancel, world)
        try await world.runDueJobs()
        #expect(try await world.orderView().movements.last?.amount == .fen(100_00))
        #expect(try await world.faults() == [])
    }

    @Test func `a retried charge lets the refund to the old method go`() async throws {
        let world = try await paymentFailed(OrderSpecification("1001", .pending))
        let number = try await world.orderView().movements[2].number
        try await world.database.write { [payments = world.payments] in
            _ = try payments.retry(number, by: .system, in: TestWorld.shop, $0)
        }
        try await world.runDueJobs()
        #expect(try await world.orderView().movements.map(\.state) == [.succeeded, .succeeded, .succeeded])
        #expect(try await world.faults() == [])
    }

    @Test func `a gift card that paid before pays again, when it still can`() async throws {
        let order = OrderSpecification("1001", .pending, payments: [.init("mei-gift", 100_00)])
        let world = try await paymentFailed(order)
        #expect(try await world.balance() == 150_00)
        let number = try await world.orderView().movements[2].number
        _ = try await undo(number, world)
        #expect(try await world.balance() == 50_00)
        #expect(try await world.orderView().collected.reduce(.fen(0)) { $0 + $1.amount } == .fen(200_00))
        #expect(try await world.faults() == [])
    }

    @Test func `a gift card that was spent meanwhile leaves the charge to be retried`() async throws {
        let order = OrderSpecification("1001", .pending, payments: [.init("mei-gift", 100_00)])
        let world = try await paymentFailed(order)
        let number = try await world.orderView().movements[2].number
        try await world.order(OrderSpecification("2001", .pending))
        let card = PaymentMethod(id: "mei-gift", kind: .giftCard, brand: nil, lastFour: nil, balance: nil)
        try await world.database.write { [payments = world.payments] in
            _ = try payments.charge(
                ChargeOrder(
                    orderID: "2001", caseID: nil, customerID: "mei", method: card, amount: .fen(120_00)),
                by: .system, in: TestWorld.shop, $0)
        }
        await #expect(throws: CustomerRefusal.self) { try await undo(number, world) }
        #expect(try await world.orderView().isHeld)
        #expect(try await world.faults() == [])
    }

    @Test func `a cancel wants no failed charge, and what waited for it goes back`() async throws {
        let world = try await paymentFailed(OrderSpecification("1001", .pending))
        _ = try await change(Wishes.cancel, world)
        try await world.runDueJobs()
        let view = try await world.orderView()
        #expect(view.movements.map(\.state) == [.succeeded, .undone, .undone, .succeeded])
        #expect(view.movements.last?.amount == view.movements.first?.amount)
        #expect(!view.isHeld)
        #expect(try await world.faults() == [])
    }

    @Test func `what was to go back to a card that never paid goes back to what did`() async throws {
        let (world, charge) = try await fewerBeforeTheCardRefused()
        let undone = try await undo(charge, world)
        try await world.runDueJobs()
        let back = try await world.orderView().movements.filter {
            $0.kind == .refund && $0.state == .succeeded
        }
        #expect(back.map(\.methodID) == [undone.movements[0].methodID])
        #expect(back.map(\.payment) == [undone.movements[0].number])
        #expect(try await world.faults() == [])
        try await world.database.write { [jobs = world.paymentJobs] in
            try jobs.take(.succeeded, of: charge, in: TestWorld.shop, $0)
        }
        try await world.runDueJobs()
        #expect(try await world.faults() == [], "the card's money came late and has gone back whole")
    }

    @Test func `a cancel gives back what was paid, whatever waited for a card that never paid`() async throws
    {
        let (world, _) = try await fewerBeforeTheCardRefused()
        _ = try await change(Wishes.cancel, world)
        try await world.runDueJobs()
        let movements = try await world.orderView().movements
        let back = movements.filter { $0.kind == .refund && $0.state == .succeeded }
        #expect(back.reduce(.fen(0)) { $0 + $1.amount } == movements[0].amount)
        #expect(back.allSatisfy { $0.payment == movements[0].number })
        #expect(try await world.faults() == [])
    }

    /// 梅 pays by another card instead, wants fewer pots before that card's bank says no.
    private func fewerBeforeTheCardRefused() async throws -> (TestWorld, Identifier<Movement>) {
        let world = try await TestWorld(pack: "seven-day")
        try await world.stock()
        try await world.order(OrderSpecification("1001", .pending, lines: [.init("pot-white", 2)]))
        world.gateway.answer(.refused(reason: "NO_MONEY"))
        let charge = try #require(try await change(Wishes.payment, world).movements.last).number
        _ = try await change(Wishes.quantities(["pot-white": 1], method: nil), world)
        try await world.runDueJobs()
        #expect(try await world.orderView().isHeld)
        return (world, charge)
    }

    @Test func `a charge that is made after it was taken back goes back by itself, once`() async throws {
        let world = try await paymentFailed(OrderSpecification("1001", .pending))
        let number = try await world.orderView().movements[2].number
        _ = try await undo(number, world)
        for _ in 1...2 {
            try await world.database.write { [jobs = world.paymentJobs] in
                try jobs.take(.succeeded, of: number, in: TestWorld.shop, $0)
            }
        }
        try await world.runDueJobs()
        let movements = try await world.orderView().movements
        #expect(movements.map(\.state) == [.succeeded, .undone, .succeeded, .succeeded])
        #expect(
            (movements[3].kind, movements[3].returns, movements[3].methodID) == (.refund, number, "mei-card"))
        #expect(try await world.faults() == [])
    }

    @Test func `lines wait for a charge that failed, since they would build on it`() async throws {
        let world = try await TestWorld(pack: "seven-day")
        try await world.stock()
        try await world.order(OrderSpecification("1001", .pending, lines: [.init("pot-white", 2)]))
        world.gateway.answer(.refused(reason: "NO_MONEY"))
        _ = try await change(Wishes.lines, world)
        await #expect(throws: OrderRefusal.chargeUnderWay) {
            try await change(Wishes.quantities(["pot-white": 2], method: "mei-wechat"), world)
        }
        try await world.runDueJobs()
        await #expect(throws: OrderRefusal.chargeFailed) {
            try await change(Wishes.quantities(["pot-white": 2], method: "mei-wechat"), world)
        }
        _ = try await change(Wishes.address, world)
        let number = try #require(try await world.orderView().movements.last).number
        #expect(try await undo(number, world).changes.map(\.kind) == [.address], "a later address stays")
        #expect(try await world.faults() == [])
    }

    /// 梅 pays by another card instead, and that card's bank says no.
    private func paymentFailed(_ order: OrderSpecification) async throws -> TestWorld {
        let world = try await TestWorld(pack: "retail-simple")
        try await world.stock()
        try await world.order(order)
        world.gateway.answer(.refused(reason: "NO_MONEY"))
        _ = try await change(Wishes.payment, world)
        try await world.runDueJobs()
        #expect(try await world.orderView().isHeld)
        return world
    }

    @Test func `a charge that is under way is not taken back`() async throws {
        let world = try await TestWorld(pack: "retail-simple")
        try await world.stock()
        try await world.order(OrderSpecification("1001", .pending))
        let changed = try await change(
            .lines([Wishes.replacement("pot-white", "pot-blue", 1)], method: "mei-wechat"), world)
        let number = try #require(changed.movements.last).number
        await #expect(throws: PaymentRefusal.movementNotRetryable(state: "ordered")) {
            try await undo(number, world)
        }
        let paid = try #require(changed.movements.first).number
        await #expect(throws: OrderRefusal.undoNotPossible) { try await undo(paid, world) }
    }

    private func undo(_ number: Identifier<Movement>, _ world: TestWorld) async throws -> OrderView {
        try await world.database.write { [orders = world.orders, profile = world.profile] in
            try orders.undoCharge(number, by: .system, in: profile, $0)
        }
    }
}
