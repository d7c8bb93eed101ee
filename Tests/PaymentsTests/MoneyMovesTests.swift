import Base
import Customers
import Events
import Jobs
import Orders
import Payments
import Storage
import TestSupport
import Testing

/// Refunds and charges of 梅's order on a real database, with a provider that answers as it is told.
@Suite struct MoneyMovesTests {
    private static let wechat = PaymentMethod(
        id: "mei-wechat", kind: .wechatPay, brand: nil, lastFour: nil, balance: nil)
    private static let gift = PaymentMethod(
        id: "mei-gift", kind: .giftCard, brand: nil, lastFour: nil, balance: nil)

    @Test func `a refund is ordered, sent once and confirmed`() async throws {
        let world = try await opened()
        let ordered = try await refund(60_00, world)
        #expect(ordered.map(\.state) == [.ordered])
        try await world.runDueJobs()
        #expect(try await movement(ordered[0], world).state == .succeeded)
        #expect(world.gateway.calls.map(\.question) == [.send])
        let story = try await world.timeline(of: "1001").map(\.type)
        #expect(story == ["refund.ordered", "refund.confirmed"])
        #expect(try await world.faults() == [])
    }

    @Test func `what has not settled is summed up by provider, state and age, the newest listed first`()
        async throws
    {
        let world = try await opened()
        world.gateway.answer(otherwise: .accepted)
        _ = try await refund(20_00, world)
        world.clock.move(by: .hours(2))
        let newer = try await refund(30_00, world)
        try await world.runDueJobs()
        let (open, all, recent) = try await world.database.read {
            [payments = world.payments] transaction in
            var recent = RefundFilter(state: .open, after: nil, limit: 10)
            recent.from = transaction.now - .hours(1)
            return (
                try payments.openMoney(in: TestWorld.shop, transaction),
                try payments.refunds(
                    RefundFilter(state: .open, after: nil, limit: 10), in: TestWorld.shop, transaction
                ).items,
                try payments.refunds(recent, in: TestWorld.shop, transaction).items
            )
        }
        #expect(open.map(\.methodKind) == [.wechatPay, .wechatPay])
        #expect(
            Set(open.map { "\($0.age) \($0.count) \($0.amount.amount)" }) == ["hour 1 3000", "day 1 2000"])
        #expect(all.map(\.amount.amount) == [30_00, 20_00])
        #expect(recent.map(\.number) == newer.map(\.number))
    }

    @Test func `a gift card is filled in the transaction that orders it`() async throws {
        let world = try await opened()
        let ordered = try await refund(60_00, to: .method(Self.gift), world)
        #expect(ordered.map(\.state) == [.succeeded])
        #expect(try await world.balance() == 110_00)
        #expect(world.gateway.calls.isEmpty)
        #expect(try await world.faults() == [])
    }

    @Test func `a lost answer is asked about under the same number, never sent blindly`() async throws {
        let world = try await opened()
        world.gateway.answer(.lost, .accepted, .succeeded)
        let ordered = try await refund(60_00, world)
        try await world.runDueJobs()
        #expect(try await movement(ordered[0], world).state == .unknown)
        try await world.pass(.minutes(5))
        #expect(try await movement(ordered[0], world).state == .succeeded)
        #expect(world.gateway.calls.map(\.question) == [.send, .query, .query])
        #expect(Set(world.gateway.calls.map(\.number)) == [ordered[0].number])
    }

    @Test func `a number that the provider has never seen is sent again`() async throws {
        let world = try await opened()
        world.gateway.answer(.lost, .neverSeen, .succeeded)
        let ordered = try await refund(60_00, world)
        try await world.pass(.minutes(1))
        #expect(try await movement(ordered[0], world).state == .succeeded)
        #expect(world.gateway.calls.map(\.question) == [.send, .query, .send])
        #expect(Set(world.gateway.calls.map(\.number)) == [ordered[0].number])
    }

    @Test func `a refused movement is a human's, and a retry keeps its number`() async throws {
        let world = try await opened()
        world.gateway.answer(.refused(reason: "CLOSED"))
        let number = try await refund(60_00, world)[0].number
        try await world.runDueJobs()
        let failed = try await self.movement(number, world)
        #expect((failed.state, failed.fault) == (.failed, "CLOSED"))
        #expect(try await retry(number, world).state == .ordered)
        try await world.runDueJobs()
        #expect(try await self.movement(number, world).state == .succeeded)
        #expect(world.gateway.calls.map(\.number) == [number, number])
        await #expect(throws: PaymentRefusal.movementNotRetryable(state: "succeeded")) {
            try await retry(number, world)
        }
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [
        [GatewayAnswer.succeeded, .succeeded], [.succeeded, .refused(reason: "LATE")], [.succeeded, .lost],
        [.accepted, .succeeded, .succeeded], [.refused(reason: "NO"), .succeeded],
    ])
    func `an answer that comes twice or too late moves nothing twice`(answers: [GatewayAnswer]) async throws {
        let world = try await opened()
        let number = try await refund(60_00, world)[0].number
        for answer in answers {
            try await world.database.write { [jobs = world.paymentJobs] in
                try jobs.take(answer, of: number, in: TestWorld.shop, $0)
            }
        }
        #expect(try await movement(number, world).state == .succeeded)
        let paidOut = try await world.database.read { [payments = world.payments] in
            try payments.books(ofOrder: "1001", in: TestWorld.shop, $0).filter { $0.memo == .paidOut }
        }
        #expect(paidOut.map(\.amount) == [.fen(60_00)])
        #expect(try await world.faults() == [])
    }

    @Test func `what takes more than a day shows as late, also after a retry`() async throws {
        let world = try await opened()
        world.gateway.answer(.refused(reason: "BUSY"), otherwise: .accepted)
        let number = try await refund(60_00, world)[0].number
        try await world.pass(.hours(48))
        #expect(try await !movement(number, world).isLate, "a failed one is a human's already")
        try await retry(number, world)
        try await world.pass(.hours(25))
        #expect(try await movement(number, world).isLate)
        let late = try await world.database.read { [payments = world.payments] in
            try payments.count(.late, in: TestWorld.shop, $0)
        }
        #expect(late == 1)
    }

    @Test func `a charge that failed can be taken back, and its books are even`() async throws {
        let world = try await opened()
        world.gateway.answer(.refused(reason: "NO_MONEY"))
        let number = try await charge(20_00, Self.wechat, world).number
        try await world.runDueJobs()
        #expect(try await world.orderView().isHeld)
        let undone = try await world.database.write { [payments = world.payments] in
            try payments.undo(number, by: .system, in: TestWorld.shop, $0)
        }
        #expect(undone.state == .undone)
        #expect(try await !world.orderView().isHeld)
        #expect(try await world.faults() == [])
    }

    @Test func `a card pays at once or not at all`() async throws {
        let world = try await opened()
        #expect(try await charge(20_00, Self.gift, world).state == .succeeded)
        let refusal = CustomerRefusal.balanceTooLow(
            owed: .fen(30_01), balance: .fen(30_00), field: "/methodId")
        await #expect(throws: refusal) {
            try await charge(30_01, Self.gift, world)
        }
        #expect(try await world.balance() == 30_00)
        #expect(try await world.orderView().movements.count == 2)
        #expect(try await world.faults() == [])
    }

    @Test(arguments: 1...12)
    func `refunds of an order never exceed what was paid`(seed: UInt64) async throws {
        var chance = SeededChance(seed: seed)
        let payments: [OrderSpecification.Payment] = [
            .init("mei-wechat", 70_00), .init("mei-gift", 30_00),
            .init("mei-wechat", Int64(chance.below(70_00)), .refund),
        ]
        let world = try await opened(OrderSpecification("1001", payments: payments))
        for _ in 0..<25 {
            let fen = Int64(1 + chance.below(chance.pick([5, 20_00, 100_00])))
            let destination: RefundOrder.Destination = chance.pick([
                .original, .method(Self.gift), .method(Self.wechat),
            ])
            do {
                _ = try await refund(fen, to: destination, world)
            } catch PaymentRefusal.refundAboveLeft(let told) {
                #expect(told == Money.fen(try await left(world)).description)
                #expect(fen > (try await left(world)), "seed \(seed)")
            }
            #expect(try await world.faults() == [], "seed \(seed)")
        }
    }

    @Test func `compensation is bounded by no payment and counts for none`() async throws {
        let world = try await opened()
        #expect(try await refund(500_00, purpose: .compensation, world).map(\.payment) == [nil])
        try await refund(100_00, world)
        try await world.runDueJobs()
        #expect(try await world.orderView().movements.map(\.state) == [.succeeded, .succeeded, .succeeded])
        #expect(try await world.faults() == [])
    }

    @Test func `two payments by one method get a refund each, and it names its payment`() async throws {
        let world = try await opened(Self.paidThrice())
        #expect(try await parts(200_00, .original, world) == ["1001/1 12000", "1001/2 4000", "1001/3 4000"])
        #expect(try await parts(300_00, .original, world) == ["1001/1 18000", "1001/2 6000", "1001/3 6000"])
        try await world.runDueJobs()
        #expect(world.gateway.calls.count == 4)
        #expect(try await world.faults() == [])
    }

    @Test func `a method that was chosen gets it back over its own payments where they hold that much`()
        async throws
    {
        let world = try await opened(Self.paidThrice())
        #expect(try await parts(40_00, .method(Self.wechat), world) == ["1001/1 3000", "1001/2 1000"])
        #expect(try await parts(60_00, .method(Self.gift), world) == ["1001/3 6000"])
        #expect(try await parts(60_00, .method(Self.gift), world) == ["none 6000"])
        #expect(try await world.faults() == [])
    }

    @Test func `a provider is handed its own number of the payment that a refund goes back to, and its sum`()
        async throws
    {
        let world = try await opened(
            OrderSpecification(
                "1001", payments: [.init("mei-wechat", 100_00, reference: "4200001234202611220000000001")]))
        world.gateway.answer(.lost)
        let ordered = try await refund(60_00, world)
        try await world.pass(.minutes(1))
        #expect(world.gateway.calls.map(\.question) == [.send, .query])
        for call in world.gateway.calls {
            #expect(call.payment?.providerReference == "4200001234202611220000000001")
            #expect(call.payment?.amount == .fen(100_00))
        }
        let shown = try await movement(ordered[0], world)
        #expect(shown.providerReference == "4200001234202611220000000001")
        #expect(shown.json["providerReference"] == "4200001234202611220000000001")
    }

    @Test func `refunds that name no payment count for the earliest payments of their method`() async throws {
        let world = try await opened(
            Self.paidThrice(and: OrderSpecification.Payment("mei-wechat", 350_00, .refund)))
        #expect(try await parts(75_00, .original, world) == ["1001/2 2500", "1001/3 5000"])
        #expect(try await world.faults() == [])
    }

    @Test func `what is still being collected is sent back last`() async throws {
        let world = try await opened()
        world.gateway.answer(otherwise: .accepted)
        let charge = try await charge(50_00, Self.wechat, world).number
        #expect(try await parts(60_00, .original, world) == ["1001/1 6000"])
        #expect(try await parts(60_00, .original, world).contains { $0.hasPrefix(charge.text) })
        #expect(try await world.faults() == [])
    }

    // MARK: Steps

    /// 300 and 100 by WeChat Pay, 100 by gift card.
    private static func paidThrice(and more: OrderSpecification.Payment...) -> OrderSpecification {
        OrderSpecification(
            "1001", lines: [.init("pot-white", 5)],
            payments: [
                .init("mei-wechat", 300_00), .init("mei-wechat", 100_00), .init("mei-gift", 100_00),
            ] + more)
    }

    /// Each part as the payment that it goes back to and its fen.
    private func parts(
        _ fen: Int64, _ destination: RefundOrder.Destination, _ world: TestWorld
    ) async throws -> [String] {
        try await refund(fen, to: destination, world).map {
            "\($0.payment?.text ?? "none") \($0.amount.amount)"
        }
    }

    private func opened(_ order: OrderSpecification = OrderSpecification()) async throws -> TestWorld {
        let world = try await TestWorld()
        try await world.stock()
        try await world.order(order)
        return world
    }

    @discardableResult
    private func refund(
        _ fen: Int64, to destination: RefundOrder.Destination = .original, purpose: MovementPurpose = .sale,
        _ world: TestWorld
    ) async throws -> [Movement] {
        try await world.database.write { [orders = world.orders, payments = world.payments] transaction in
            let paid = try orders.view("1001", in: TestWorld.shop, transaction).paid
            let order = RefundOrder(
                orderID: "1001", caseID: nil, customerID: "mei", amount: .fen(fen), purpose: purpose,
                destination: destination, payments: paid)
            return try payments.refund(order, by: .system, in: TestWorld.shop, transaction)
        }
    }

    @discardableResult
    private func charge(_ fen: Int64, _ method: PaymentMethod, _ world: TestWorld) async throws -> Movement {
        try await world.database.write { [payments = world.payments] in
            try payments.charge(
                ChargeOrder(
                    orderID: "1001", caseID: nil, customerID: "mei", method: method, amount: .fen(fen)),
                by: .system, in: TestWorld.shop, $0)
        }
    }

    @discardableResult
    private func retry(_ number: Identifier<Movement>, _ world: TestWorld) async throws -> Movement {
        try await world.database.write { [payments = world.payments] in
            try payments.retry(number, by: .system, in: TestWorld.shop, $0)
        }
    }

    private func movement(_ movement: Movement, _ world: TestWorld) async throws -> Movement {
        try await self.movement(movement.number, world)
    }

    private func movement(_ number: Identifier<Movement>, _ world: TestWorld) async throws -> Movement {
        try await world.database.read { [payments = world.payments] in
            try payments.movement(number, in: TestWorld.shop, $0)
        }
    }

    private func left(_ world: TestWorld) async throws -> Int64 {
        try await world.orderView().movements.reduce(0) {
            $1.kind == .payment ? $0 + $1.amount.amount : $0 - $1.amount.amount
        }
    }
}
